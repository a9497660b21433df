"""Examples of what comes by itself and of when it comes: reminders, mornings, leave, calendars, settings."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from bot.services.due import Thing
from bot.services.feeds import Feed
from bot.services.leave import Period, Taken
from bot.services.mornings import Day, Ended, Morning
from bot.services.reminder_deeds import SnoozeForm
from bot.services.reminders import Reminding, Told
from bot.services.settings import Settings
from bot.views import calendar, leave, mornings, reminders, settings
from models.enums import RequestState
from tests.views import facts
from tests.views.facts import NAMES, NASTY, NOW, PETRA, SAM

S = RequestState
OWN = Settings(
    work_from=time(9), work_until=time(17, 30), weekdays=(0, 1, 2, 3, 4), country="DE", region="BY",
    digest_at=time(8, 30), digest_days=(0, 2), quiet_from=time(12), quiet_until=time(13), is_admin=True,
    digest_parts=("needs", "due"),
)  # fmt: skip
LEAVE = (Period(1, date(2026, 12, 24), date(2027, 1, 2)), Period(2, date(2027, 3, 1), date(2027, 3, 5)))
FEEDS = (Feed(None, "", None), Feed(1, "Acme site", None), Feed(2, NASTY, NOW))
REMINDING = Reminding(1, "Acme site", PETRA, "Petra", (
    Told(Thing("project:1", "Deadline", date(2027, 1, 5), client=True), 1),
    Told(Thing("milestone:4", NASTY, date(2027, 1, 4)), 0),
    Told(Thing("input:2", "Photos", date(2027, 1, 1), from_whom="Carla"), -1),
    Told(Thing("request:7", "CR-7 (deadline)", date(2027, 1, 1), (), (PETRA,), version=1), -2),
))  # fmt: skip
MORNING = Morning(
    PETRA, "Petra", "Europe/Prague", NOW.date(), needs=facts.FULL_DESK.for_me, starts=facts.FULL_DESK.starts_for_me,
    waits=facts.FULL_DESK.on_others, starts_elsewhere=facts.FULL_DESK.starts_on_others,
    due=(Day("Acme site", "Copy", date(2027, 1, 8)),), overdue=(Day(NASTY, "Look", date(2027, 1, 1)),),
    inputs=(Day("Acme site", "Photos", date(2027, 1, 1), NASTY),), names=NAMES,
    checkins=facts.FULL_DESK.checkins,
)  # fmt: skip


def examples_of_time() -> dict[str, Any]:
    return {
        "reminders.reminder.": reminders.reminder(REMINDING),
        "reminders.reminder.nasty": reminders.reminder(
            replace(REMINDING, project=NASTY, told=REMINDING.told[1:2] * 12)
        ),
        "reminders.snooze_form.": reminders.snooze_form(SnoozeForm(1, NASTY)),
        "mornings.morning.": mornings.morning(MORNING),
        "mornings.morning.after_leave": mornings.morning(
            replace(
                MORNING,
                since=date(2026, 12, 24),
                needs=(),
                ended=(
                    Ended("CR-3", NASTY, "Deadline", S.APPROVED, SAM),
                    Ended("CR-4", "Acme site", "Brief", S.LAPSED, None),
                ),
            )
        ),
        "leave.away_form.": leave.away_form(),
        "leave.away_form.filled": leave.away_form(date(2027, 1, 4), date(2027, 1, 8)),
        "leave.away_form.announced": leave.away_form(announced=LEAVE),
        "leave.leave_changed.": leave.leave_changed(Taken(LEAVE[0], LEAVE[1:], ("Acme site", NASTY))),
        "leave.leave_changed.of_who_has_deputies": leave.leave_changed(Taken(LEAVE[0], (), (), ("Sam", NASTY))),
        "leave.leave_changed.of_who_has_none": leave.leave_changed(
            Taken(LEAVE[0], (), (), ("Sam",), ("Acme site", NASTY, "C", "D", "E", "F", "G"))
        ),
        "leave.leave_changed.taken_back": leave.leave_changed(Taken(None, ())),
        "leave.leave_list.": leave.leave_list(LEAVE),
        "leave.leave_list.back": leave.leave_list((), was_away=True),
        "leave.status_away.": leave.status_away({"status": NASTY, "until": "2027-01-08"}),
        "settings.settings_form.own": settings.settings_form(OWN),
        "settings.settings_form.of_the_workspace": settings.settings_form(
            replace(
                OWN,
                is_for_all=True,
                zone="Europe/Prague",
                quiet_from=None,
                digest_days=(),
                silence={"answer": "6", "urgent": "1.5", "nudge": "75", "ops": "4", "lapse": "8"},
            )
        ),
        "calendar.calendar_page.none": calendar.calendar_page(FEEDS),
        "calendar.calendar_page.link": calendar.calendar_page(FEEDS[2:], link="https://bot.example/x.ics", of=NASTY),
        "calendar.calendar_page.many": calendar.calendar_page(FEEDS * 10),
    }
