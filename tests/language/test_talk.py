"""Asks as people write them in talk, on Wednesday 18 November 2026: beside the labelled corpus, in other words."""

from datetime import date

import pytest

from bot.language.dates import read_date

WEDNESDAY = date(2026, 11, 18)

#: the ask, and what is understood: month and day, then +/- days, then w and working days
TALK = [
    ("can we have until Monday for the amends?", "11-23"),
    ("The client has moved their AGM to 3 December, could the report land by 1 December?", "12-01"),
    ("Any chance of moving the go-live from 27 Nov to 4 Dec?", "12-04"),
    ("we're not going to hit the 25th, can we go for the 2nd instead?", "12-02"),
    ("could we shift launch out by a fortnight?", "+14"),
    ("Please push the shoot back a week", "+7"),
    ("We need an additional three working days for QA", "w3"),
    ("would it be possible to deliver two days early?", "-2"),
    ("can the print deadline be brought forward by two working days?", "w-2"),
    ("They want it Friday rather than Tuesday", "11-20"),
    ("not Friday, Monday please", "11-23"),
    ("Friday is out, how about next Wednesday?", "11-25"),
    ("the 30th no longer works for them; 7 December would", "12-07"),
    ("they've asked for sign off to move to w/c 30 November", "11-30"),
    ("Can we bring beta up a week?", "-7"),
    ("can we get this done in ten days instead of fourteen?", "11-28"),
    ("Could you give us an extra 48 hours on the banners?", "+2"),
    ("client asks if 12/18 would still be possible, plan was 12/11", "12-18"),
    ("Can the deadline be the last working day of the month?", "none"),
    ("launch moves to 14 January if you're OK with it (was 7 January)", "01-14"),
    ("Since Tom is off until 30 Nov, can we move the edit to 4 Dec?", "12-04"),
    ("Their event is on 10 December so they need the film by the 8th", "12-08"),
    ("can we delay by 2-3 days", "none"),
    ("we need a few more days on the copy", "none"),
    ("move the handover earlier please", "none"),
    ("could we do Thursday 26th?", "11-26"),
    ("deadline for wireframes: 24 Nov -> 27 Nov", "11-27"),
    ("I'd like to propose Tuesday week for the sign-off", "12-01"),
    ("can we shift the release a day to the right", "+1"),
    ("They'd love it to go out on 24/12 not 31/12", "12-24"),
    ("homepage to 5 Dec please, the client is away from 7 Dec", "12-05"),
    ("Is there any way to get it by the end of the month?", "11-30"),
    ("can you do mid next week? Monday is too soon", "11-25"),
    ("need 1 more week for dev", "+7"),
    ("Could the handover be three days later, so the 26th?", "11-26+3"),
    ("client would rather the launch was on the 11th than the 4th", "12-11"),
    ("our slot has been cancelled, next available is 9 December, ok?", "12-09"),
    ("any wiggle room on Friday's deadline? Tuesday would be ideal", "11-24"),
    ("could we go for Monday the 30th in place of the 27th", "11-30"),
    ("we had agreed 20 Nov, they now want 27 Nov", "11-27"),
    ("can we pull the launch forward from 11 December to 7 December?", "12-07"),
    ("Sorry, ignore the 3rd, they meant the 10th", "12-10"),
    ("the site needs to be live by 9am on 1 December", "12-01"),
    ("can I have one more day on this?", "+1"),
    ("can we knock two days off the build?", "-2"),
    ("please postpone the shoot by ten working days", "w10"),
    ("Client's asked us to hold launch until the 15th of January", "01-15"),
    ("can we say the week of 7 December for launch", "12-07"),
    ("we promised Tuesday but need Thursday", "11-19"),
    ("could it be Thursday morning instead of Wednesday afternoon?", "11-19"),
    ("They want the deck on Monday so they can present on Tuesday", "11-23"),
    ("Would Friday work for the storyboards?", "11-20"),
    ("is it OK if stage 2 goes from Mon 23 to Thu 26?", "11-26"),
    ("let's aim for 1st Dec", "12-01"),
    ("the launch date of 2 December isn't workable, can we do 9 December", "12-09"),
    ("Need this 2 weeks sooner, they've booked media", "-14"),
    ("Could the proofs come over tonight?", "11-18"),
    ("move the print date to the day before the 27th", "11-26"),
    ("how about a week from Friday", "11-27"),
    ("Asking again: can the app launch slip one week to 9 December?", "12-09+7"),
    ("can you extend the review period by 5 business days", "w5"),
    ("lets go with Jan 8", "01-08"),
    ("we will need until 3pm on Friday", "11-20"),
    ("can launch be moved to the 2nd week of December", "none"),
    ("Working on 24 Nov isn't possible, 26 Nov?", "11-26"),
    ("we are 3 days behind, can we move it to 1 Dec?", "12-01"),
    ("takes 5 days to print, so could you send by 27 Nov?", "11-27"),
    ("The review takes 2 weeks. Can we start UAT on 7 December?", "12-07"),
    ("Freeze starts 14 Dec, can release be the 11th?", "12-11"),
    ("I have 3 days of Ellie booked, could the wireframes move to Friday?", "11-20"),
]


def understood(text: str) -> str:
    reading = read_date(text, WEDNESDAY)
    said = f"{reading.date:%m-%d}" if reading.date else ""
    said += f"{reading.shift_days:+d}" if reading.shift_days is not None else ""
    said += f"w{reading.shift_workdays}" if reading.shift_workdays is not None else ""
    return said or "none"


@pytest.mark.parametrize(("text", "meant"), TALK)
def test_an_ask_in_talk_is_read(text: str, meant: str) -> None:
    assert understood(text) == meant
