"""A week passes in the practice workspace: all that is due happens, in its order, at its hour of each one's wall."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.clock import MovableClock
from sandbox.person import Person
from sandbox.practice import practice
from sandbox.seed import HOME, make_project
from sandbox.server import Sandbox
from sandbox.sights import Message

#: A Monday at noon in London: the day's check-in is over.
START = datetime(2027, 1, 4, 12, tzinfo=UTC)
LONDON, PRAGUE = ZoneInfo("Europe/London"), ZoneInfo("Europe/Prague")

#: What each is told directly …
ADA = ["Tue 09:00 Good morning", "Wed 09:00 Good morning", "Thu 09:00 Good morning", "Fri 09:00 Good morning",
       "Mon 09:00 Good morning", "Tue 09:00 Good morning", "Wed 09:00 Good morning"]  # fmt: skip
OONA = ["Wed 09:00 Good morning", "Fri 15:00 1 live project"]
#: … and in the channel: by London's clock what is for Ada and Oona, by Prague's what is for Petra and the project.
CHANNEL_IN_LONDON = [
    "Tue 09:00 Ada, Acme site: Deadline is due in 10 working days",
    "Wed 09:00 Ada, Acme site: Copy is due in 2 working days",
    "Wed 09:00 Oona, Acme site: CR-2 (deadline) waits for an answer",
    "Thu 09:00 Ada, Acme site: Copy is due in 1 working day",
    "Fri 09:00 Ada, Acme site: Copy is due today",
    "Mon 09:00 Ada, Acme site: Copy is overdue by 1 working day",
    "Mon 10:00 @Ada time to check in on Acme site: press `Check in` above by Tue 12 Jan 2027 12:00 London",
    "Tue 09:00 Ada, Acme site: Copy is overdue by 2 working days; Deadline is due in 5 working days",
    "Wed 09:00 Ada, Acme site: Copy is overdue by 3 working days",
]
CHANNEL_IN_PRAGUE = [
    "Mon 17:00 @Petra CR-2 still waits for you.",
    "Tue 09:00 Petra, Acme site: CR-2 (deadline) waits for an answer, due today",
    "Tue 16:30 @Oona CR-2 was not answered in time; you can answer it now.",
    "Wed 09:00 Petra, Acme site: CR-2 (deadline) waits for an answer, overdue by 1 working day",
    "Wed 16:00 @Ada, @Petra and @Oona CR-2 expired",
    "Thu 09:00 Petra, Acme site: Copy is due in 1 working day",
    "Fri 09:00 Petra, Acme site: Copy is due today",
    "Fri 15:00 The week of Acme site",
    "Mon 09:00 Petra, Acme site: Copy is overdue by 1 working day",
    "Mon 10:00 Check-in of Mon 11 Jan 2027",
    "Mon 10:00 @Petra time to check in on Acme site: press `Check in` above by Tue 12 Jan 2027 12:00 Prague",
    "Tue 09:00 Petra, Acme site: Copy is overdue by 2 working days; Deadline is due in 5 working days",
    "Tue 09:00 @Petra your check-in on Acme site is still missing",
    "Tue 13:00 Summary of the check-in on Acme site",
    "Wed 09:00 Petra, Acme site: Copy is overdue by 3 working days",
]


def told(seen: Iterable[Message], zone: ZoneInfo, expected: list[str]) -> list[str]:
    """What was sent after START, as `Tue 09:00 …`, cut to the words that were expected; in the order of sending."""
    words = sorted({each.split(maxsplit=2)[2] for each in expected}, key=len, reverse=True)
    found = []
    for each in sorted(seen, key=lambda each: float(each.ts)):
        at = datetime.fromtimestamp(float(each.ts), zone)
        said = next((word for word in words if each.plain.removeprefix("Acme site\n").startswith(word)), None)
        if said is not None and at > START + timedelta(minutes=10):
            found.append(f"{at:%a %H:%M} {said}")
    return found


async def check_in(slack: Sandbox, who: Person) -> None:
    card = next(each for each in who.messages(HOME) if "Check in" in each.buttons)
    form = (await who.press("Check in", on=card)).view
    assert form is not None
    assert (await who.submit(form, {"How does the client feel?": "🟢 green"})).closed


async def test_a_week_that_passes_tells_everything_in_its_order_and_at_its_local_hour() -> None:
    async with practice(MovableClock(START, flowing=True)) as slack:
        ada, petra, oona = (slack.person(each) for each in ("Ada", "Petra", "Oona"))
        await make_project(slack, "Acme site", date(2027, 1, 19))
        await petra.command("/project", "milestone Copy 8 Jan 2027", channel=HOME)
        await ada.command("/deadline", "27 Jan 2027 because the client's event moved", channel=HOME)
        await slack.pass_time(timedelta(days=7))
        await check_in(slack, ada)
        await slack.pass_time(timedelta(days=2))
        assert told(ada.direct_messages(), LONDON, ADA) == ADA
        assert told(petra.direct_messages(), PRAGUE, ADA) == ADA, "the same hours on another wall"
        assert told(oona.direct_messages(), LONDON, OONA) == OONA
        seen = ada.messages(HOME)
        assert told(seen, LONDON, CHANNEL_IN_LONDON) == CHANNEL_IN_LONDON
        assert told(seen, PRAGUE, CHANNEL_IN_PRAGUE) == CHANNEL_IN_PRAGUE
        came = [each for each in seen if float(each.ts) > (START + timedelta(minutes=10)).timestamp()]
        assert len(came) == len(CHANNEL_IN_LONDON) + len(CHANNEL_IN_PRAGUE), "and nothing else"
