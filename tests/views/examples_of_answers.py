"""Examples of answers to one person, and of questions back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.domains.impact import differences
from bot.domains.kind import FieldKind, Line
from bot.errors import Conflict, Invalid
from bot.services.asking import Outcome
from bot.services.health import Health
from bot.services.impacts import Moved as Changed
from bot.services.moves import Moved
from bot.services.saying import Said
from bot.services.why import Chain, Link
from bot.views import answers, cards, help, plan, questions, why
from bot.views.problems import told
from models.enums import Domain, RequestState, Role
from tests.views import facts
from tests.views.facts import ADA, BRIEFS, CHOICES, DEADLINES, DUE, NAMES, NASTY, NOW, OONA, PETRA, SAM, SITE

S = RequestState


def examples_of_answers() -> dict[str, Any]:
    return {
        **_outcomes(),
        **_projects(),
        **_requests(),
        **_briefs(),
        **_questions(),
        **_whys(),
        "answers.saved.": answers.saved(NASTY),
        "answers.health.well": answers.health(Health(0, timedelta(0), 0, 0, 3, 2, 0)),
        "answers.health.trouble": answers.health(Health(4, timedelta(minutes=7), 2, 1, 3, 2, 1)),
        "help.help_message.": help.help_message(),
    }


def _outcomes() -> dict[str, Any]:
    def outcome(kind: str, *people: str) -> Any:
        return answers.outcome(Outcome(kind, 1, "Acme site", "Deadline", 7, "CR-7", people, SITE, DUE))

    along = (("Look", "2027-11-10", "2027-11-12"),)
    return {
        "answers.outcome.planned": outcome("planned"),
        "answers.outcome.done": outcome("done"),
        "answers.outcome.told": outcome("told", ADA),
        "answers.outcome.asked": outcome("asked", PETRA),
        "answers.outcome.first": outcome("first", PETRA),
        "answers.outcome.asked_both": outcome("asked", ADA, PETRA),
        "answers.outcome.moves_others": answers.outcome(
            Outcome("told", 1, "Acme site", "Copy", 7, "CR-7", (ADA,), SITE, DUE, along)
        ),
    }


def _projects() -> dict[str, Any]:
    budget = Line("Budget", FieldKind.MONEY, None, "1250050 GBP")
    supplier = Line("Photography", FieldKind.TEXT, None, NASTY)
    seen = facts.project(
        said=(Said(Domain.BUDGET, ((budget,),)), Said(Domain.SUPPLIER, ((supplier,),))),
        needed=facts.NEEDED[:2],
        open_requests=(("CR-7", "Deadline", (PETRA,)), ("CR-8", "Change the brief", (ADA, PETRA))),
        deputies=((Role.PM, SAM, False), (Role.AM, OONA, True)),
    )
    ended = {"close": ["CR-7", "CR-8"]}
    return {
        "answers.project_made.": answers.project_made(NASTY, SITE),
        "answers.project_status.live": answers.project_status(seen),
        "answers.project_status.planning": answers.project_status(facts.project(**facts.PLANNING)),
        "answers.project_list.empty": answers.project_list((), {}),
        "answers.project_list.full": answers.project_list(CHOICES, DEADLINES),
        "answers.agreed.half": answers.agreed("Acme site", [PETRA]),
        "answers.agreed.whole": answers.agreed("Acme site", []),
        "plan.plan_table.": plan.plan_table(seen),
        "plan.plan_table.long": plan.plan_table(facts.project(milestones=facts.MANY_MARKS), 2),
        **{
            f"answers.status_changed.{step}": answers.status_changed("Acme site", step, ended.get(step, []))
            for step in ("hold", "resume", "close", "reopen")
        },
    }


def _requests() -> dict[str, Any]:
    drawn = cards.request_card(facts.card(impact=facts.IMPACT), NOW)
    differ = tuple({**each, "what": NASTY} for each in differences({}, facts.IMPACT))
    moved = Changed("0" * 16, "CR-7", differ, NAMES)
    decided = facts.decided()
    return {
        "answers.request_list.empty": answers.request_list((), {}),
        "answers.request_list.full": answers.request_list((facts.ITEM, facts.TOLD_ITEM), NAMES),
        "answers.request_shown.": answers.request_shown(facts.card(), cards.request_card(facts.card(), NOW)),
        "answers.request_shown.plan_moved": answers.request_shown(facts.card(impact=facts.IMPACT), drawn, moved),
        "answers.request_shown.decided": answers.request_shown(decided, cards.request_card(decided, NOW)),
        "answers.offered.": answers.offered(facts.card()),
        "answers.moved.again": answers.moved(Moved("CR-7", S.APPROVED, 7, again=True)),
        "answers.moved.half": answers.moved(Moved("CR-7", S.PENDING, 7, waits_for=(PETRA,))),
    }


def _briefs() -> dict[str, Any]:
    return {
        "answers.brief_shown.empty": answers.brief_shown("Acme site", None),
        "answers.brief_shown.full": answers.brief_shown("Acme site", BRIEFS[0]),
        "answers.brief_history.empty": answers.brief_history("Acme site", (), {}),
        "answers.brief_history.full": answers.brief_history("Acme site", BRIEFS, NAMES),
        "answers.brief_diff.first": answers.brief_diff("Acme site", None, BRIEFS[1]),
        "answers.brief_diff.later": answers.brief_diff(NASTY, BRIEFS[1], BRIEFS[0]),
    }


def _whys() -> dict[str, Any]:
    line = Line("Deadline", FieldKind.DATE, "2027-11-30", "2027-12-14")
    link = Link("CR-7", (line,), False, ADA, Role.AM, False, NASTY, S.APPROVED, False, PETRA, "pm", NOW, None)
    links = (
        link,
        replace(link, name="CR-6", author_id=PETRA, author_reason=NASTY),
        replace(link, name="CR-8", state=S.DECLINED, decision_reason=NASTY),
        replace(link, name="CR-9", state=S.TOLD, decided_by=None, decided_as=None, requester_role=None),
        replace(link, name="CR-10", along=True, by_clock=True),
    )
    now = Line("Deadline", FieldKind.DATE, None, "2027-12-14")
    return {
        "why.chain.": why.chain(Chain(NASTY, "Deadline", (now,), links, 3, NAMES)),
        "why.chain.empty": why.chain(Chain("Acme site", "Strategy", (), (), 0, {})),
        "why.which_value.": why.which_value("Acme site", 1, ["Deadline", NASTY]),
    }


def _questions() -> dict[str, Any]:
    ending = [(f"CR-{number}", NASTY, ADA) for number in range(1, 13)]
    would_end = Conflict("would_end", project="Acme site", closing=1, ending=ending, shown=list(range(1, 13)))
    either = Invalid("date_ambiguous", choices=(date(2027, 3, 4), date(2027, 4, 3)))
    return {
        "answers.which_project.": answers.which_project(CHOICES, "deadline", "14 Dec because of tea"),
        "questions.which_target.": questions.which_target("Acme site", 1, ["Deadline", NASTY], "Homepage", "14 Dec"),
        "problems.told.would_end": told(would_end),
        "questions.which_named.": questions.which_named("Acme site", 1, ["Homepage copy", NASTY], "project done"),
        "questions.which_day.past": questions.which_day(Invalid("date_past", date=date(2026, 1, 1)), 1, "Deadline", ""),
        "questions.which_day.either": questions.which_day(either, 1, "Deadline", "of tea"),
        "questions.unclear.": questions.unclear("deadline", NASTY),
    }
