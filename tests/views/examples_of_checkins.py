"""Examples of check-ins: the week's card, the form, the summary, what stands in the way."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.services.checkins.answering import Checked
from bot.services.checkins.opening import CheckinForm
from bot.services.checkins.plans import Plan
from bot.services.checkins.questions import DEFAULTS, as_lines
from bot.services.checkins.reading import BlockerCard, Entry, Round
from bot.services.checkins.scheduling import PlanForm
from bot.services.digests.portfolio import Portfolio, Standing
from bot.services.digests.reading import Decided, InTheWay, Open, ProjectWeek
from bot.services.timeline import Bar, Timeline
from bot.views import checkin_forms, checkins, digests
from models.enums import Colour, ProjectStatus, RequestState
from tests.views.facts import ADA, DUE, NAMES, NASTY, PETRA, SAM

MONDAY = date(2027, 1, 11)


def _said(label: str, text: str, kind: str = "text", *, private: bool = False) -> dict[str, Any]:
    return {"label": label, "kind": kind, "private": private, "text": text}


OPEN = Entry("am", ADA, None, False, False, False, False, DUE, None, ())
CHECKED = replace(
    OPEN,
    answered_by=ADA,
    colour=Colour.RED,
    is_edited=True,
    answers=(_said("How does the client feel?", "red", "colour"), _said("New asks <&>", NASTY)),
)
OTHER = replace(
    CHECKED,
    seat="pm",
    user_id=PETRA,
    answered_by=PETRA,
    is_late=True,
    colour=Colour.GREEN,
    answers=(_said("Blockers", "The logo", "blockers"), _said("People and budget risks", "…", private=True)),
)
BLOCKER = BlockerCard(3, NASTY, SAM, date(2027, 1, 8), PETRA, None, None, "Acme site", NAMES)
ROUND = Round(9, 1, "Acme site", MONDAY, ADA, PETRA, (OPEN, replace(OPEN, seat="pm", user_id=PETRA)), (), True, False,
              None, MONDAY, "Europe/Prague", NAMES)  # fmt: skip
DONE = replace(ROUND, entries=(CHECKED, OTHER), blockers=(BLOCKER,), is_open=False, differs=True)
FORM = CheckinForm(
    1, "Acme & Sons", "pm", MONDAY, DEFAULTS["pm"], {0: "amber", 3: "Texts"},
    {"blockers": "The <logo>", DEFAULTS["pm"][0].label.casefold(): "green"}, date(2027, 1, 4), ((3, NASTY),), PETRA,
    date(2027, 1, 13), True, NAMES,
)  # fmt: skip


WEEK = ProjectWeek(
    project_id=1,
    timeline=Timeline(
        "Acme site", "Acme & Sons", ProjectStatus.LIVE, date(2027, 1, 8), date(2027, 1, 4),
        (Bar("Copy", date(2027, 1, 7)), Bar("Deadline", date(2027, 12, 14), date(2027, 11, 30), is_deadline=True)),
    ),
    am_id=ADA,
    pm_id=PETRA,
    colours={"am": Colour.RED, "pm": Colour.GREEN},
    done=((NASTY, date(2027, 1, 6)),),
    overdue=(("Copy", date(2027, 1, 7)),) * 7,
    coming=(("First look", date(2027, 1, 15)),),
    decided=(Decided("CR-3", "Deadline", RequestState.APPROVED), Decided("CR-4", "", RequestState.DECLINED)),
    open=(Open("CR-5", NASTY, (PETRA,), True), Open("CR-6", "", (ADA, PETRA), False)),
    in_the_way=(InTheWay(NASTY, SAM, date(2027, 1, 8)),),
    inputs_late=(("Photos", date(2027, 1, 5)),),
    names=NAMES,
    promised=((ADA, date(2027, 1, 14)),),
)  # fmt: skip
QUIET = replace(WEEK, am_id=PETRA, colours={}, done=(), overdue=(), coming=(), decided=(), open=(), in_the_way=(),
                inputs_late=(), promised=(), timeline=replace(WEEK.timeline, bars=WEEK.timeline.bars[1:]))  # fmt: skip


STANDINGS = (
    Standing(NASTY, "Acme & Sons", date(2027, 12, 14), 10, {"am": Colour.RED, "pm": Colour.GREEN}, 7, 1, 1, 2),
    Standing("Beta shop", "Beta", date(2027, 5, 1), -1, {}, roles_not_separated=True),
)


def examples_of_checkins() -> dict[str, Any]:
    away = replace(OPEN, seat="pm", user_id=PETRA, is_skipped=True, is_away=True)
    quiet = replace(ROUND, entries=(replace(OPEN, is_skipped=True), away), is_open=False)
    facts: dict[str, Any] = {"whom": ADA, "due": DUE.isoformat(), "shown_at": DUE.isoformat(), "by": ADA}
    plan = {"by": PETRA, "is_off": False, "weekday": 2, "every": 2, "wall": "15:30"}
    return {
        "checkins.checkin_card.open": checkins.checkin_card(ROUND),
        "checkins.checkin_card.done": checkins.checkin_card(DONE),
        "checkins.checkin_card.nobody": checkins.checkin_card(quiet),
        "checkins.checkin_notice.asked": checkins.checkin_notice(ROUND, "checkin_asked", facts),
        "checkins.checkin_notice.reminded": checkins.checkin_notice(ROUND, "checkin_reminded", facts),
        "checkins.checkin_differs.": checkins.checkin_differs(DONE, facts),
        "checkins.checkin_private.": checkins.checkin_private(
            DONE, replace(OTHER, answers=(_said("People and budget risks", NASTY, private=True),))
        ),
        "checkins.checkin_summary.differs": checkins.checkin_summary(DONE),
        "checkins.checkin_summary.calm": checkins.checkin_summary(
            replace(ROUND, entries=(replace(CHECKED, colour=Colour.GREEN), away))
        ),
        "checkins.checkin_summary.many": checkins.checkin_summary(replace(DONE, blockers=(BLOCKER,) * 30)),
        "checkins.blocker_card.open": checkins.blocker_card(BLOCKER),
        "checkins.blocker_card.closed": checkins.blocker_card(
            replace(BLOCKER, closed_by=SAM, closed_on=datetime(2027, 1, 12).date())  # noqa: DTZ001
        ),
        "checkins.blocker_notice.due": checkins.blocker_notice(BLOCKER, "blocker_due", {"day": "2027-01-08"}),
        "checkins.blocker_notice.late": checkins.blocker_notice(BLOCKER, "blocker_due", {"day": "2027-01-11"}),
        "checkins.blocker_notice.given": checkins.blocker_notice(BLOCKER, "blocker_given", facts),
        "checkins.checked.": checkins.checked(Checked(NASTY, MONDAY, early=True)),
        "checkins.checkin_plan.changed": checkins.checkin_plan("Acme site", NAMES, plan),
        "checkins.checkin_plan.off": checkins.checkin_plan("Acme site", NAMES, plan | {"is_off": True}),
        "checkins.plan_set.changed": checkins.plan_set(NASTY, replace(Plan.usual, weekday=1, every=2), changed=True),
        "checkins.plan_set.as_it_was": checkins.plan_set("Acme site", replace(Plan.usual, is_off=True), changed=False),
        "checkin_forms.checkin_form.am": checkin_forms.checkin_form(
            replace(FORM, seat="am", questions=DEFAULTS["am"], given={}, is_early=False)
        ),
        "checkin_forms.checkin_form.pm": checkin_forms.checkin_form(FORM),
        "checkin_forms.blocker_form.": checkin_forms.blocker_form(BLOCKER),
        "checkin_forms.plan_form.usual": checkin_forms.plan_form(PlanForm(1, NASTY, Plan.usual)),
        "checkin_forms.plan_form.off": checkin_forms.plan_form(
            PlanForm(1, "Acme site", replace(Plan.usual, is_off=True))
        ),
        "digests.project_digest.full": digests.project_digest(WEEK),
        "digests.project_digest.quiet": digests.project_digest(QUIET),
        "digests.portfolio_digest.full": digests.portfolio_digest(Portfolio(date(2027, 1, 8), STANDINGS)),
        "digests.portfolio_digest.some": digests.portfolio_digest(Portfolio(MONDAY, STANDINGS), ("overdue",)),
        "digests.portfolio_digest.many": digests.portfolio_digest(Portfolio(date(2027, 1, 8), STANDINGS * 20)),
        "checkin_forms.questions_form.": checkin_forms.questions_form(
            {role: as_lines(questions) for role, questions in DEFAULTS.items()}
        ),
    }
