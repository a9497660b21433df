"""An example of everything that is shown to people, named "module.function.case"."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from bot.domains.impact import differences
from bot.domains.kind import FieldKind, Line
from bot.errors import Invalid
from bot.services.asking import Outcome
from bot.services.due import Thing
from bot.services.feeds import Feed
from bot.services.forms import ProjectForm
from bot.services.handover import HandoverForm
from bot.services.health import Health
from bot.services.homes import Linked
from bot.services.impacts import Moved as Changed
from bot.services.impacts import Preview
from bot.services.inputs import InputForm
from bot.services.mornings import Day, Ended, Morning
from bot.services.moves import Moved
from bot.services.ops import OpsForm
from bot.services.ordering import OrderForm
from bot.services.outsiders import Sorting
from bot.services.promises import Promised
from bot.services.reminder_deeds import SnoozeForm
from bot.services.reminders import Reminding, Told
from bot.services.saying import Said
from bot.services.settings import Settings
from bot.services.understanding import Offer
from bot.services.undoing import UndoForm
from bot.views import (
    answers,
    calendar,
    cards,
    forms,
    handing,
    help,
    home,
    inputs,
    leave,
    mornings,
    notices,
    offers,
    plan,
    planning,
    policy,
    promises,
    questions,
    reminders,
    settings,
    talks,
)
from bot.views.impact import moved_form
from models.enums import Domain, Guest, Pace, ProjectStatus, PromiseState, RequestState, Role
from tests.views import facts
from tests.views.examples_of_checkins import examples_of_checkins
from tests.views.facts import ADA, BRIEFS, CHOICES, DEADLINES, DUE, NAMES, NASTY, NOW, OONA, PETRA, SAM, SITE

S = RequestState
OWN = Settings(
    work_from=time(9), work_until=time(17, 30), weekdays=(0, 1, 2, 3, 4), country="DE", region="BY",
    digest_at=time(8, 30), digest_days=(0, 2), quiet_from=time(12), quiet_until=time(13), is_admin=True,
    digest_parts=("needs", "due"),
)  # fmt: skip
FEEDS = (Feed(None, "", None), Feed(1, "Acme site", None), Feed(2, NASTY, NOW))
OFFER = Offer(
    4,
    2,
    SITE,
    "1.2",
    SAM,
    1,
    NASTY,
    Domain.DEADLINE,
    "project",
    "Deadline",
    "2027-11-30",
    date(2027, 12, 14),
    True,
    False,
    PETRA,
    "Petra",
    names=NAMES,
)
PROMISE = Promised(
    3, 1, NASTY, SITE, "1.2", ADA, date(2027, 1, 14), PromiseState.OPEN, DUE, None, PETRA, Role.PM,
    (("Deadline", "2027-11-30"), (NASTY, "2027-05-01")), NAMES,
)  # fmt: skip
GUESTS = (Sorting("U0CLEO", "Cleo Marsh", None), Sorting("U0FINN", NASTY, Guest.FREELANCER))


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


def _request_cards() -> dict[str, Any]:
    second = {"because": "second", "acting": None, "steward": "pm", "mode": "approval", "condition": "client_date"}
    behalf = facts.because("on_behalf", condition="client_date", acting=None)
    both = {"waits_for": (ADA, PETRA), "requester_id": SAM, "requester_role": None, "rule": (behalf,)}
    found = {
        "pending": facts.card(),
        "of_the_pm_about_a_client_date": facts.card(rule=(facts.because(acting="pm", condition="client_date"),)),
        "needs_both": facts.card(**both),
        "half_signed": facts.card(**both | {"waits_for": (PETRA,), "signed_by": (ADA,)}),
        "by_a_deputy": facts.card(requester_id=SAM),
        "of_one_who_is_both": facts.card(
            waits_for=(OONA,), holders={Role.AM: ADA, Role.PM: ADA, Role.SECOND: OONA}, rule=(second,)
        ),
        "brief": facts.brief_card(),
        "proposed": facts.proposal(),
        "proposed_and_agreed": facts.proposal(state=S.APPROVED, decided_by=ADA, decided_as="am", decided_at=DUE),
        "proposed_and_absorbed": facts.proposal(
            state=S.DECLINED, decided_by=PETRA, decided_as="pm", decided_at=DUE, decision_reason="We can"
        ),
        "does_much": facts.card(impact=facts.IMPACT),
        "about_money": facts.card(budget=(1250050, 25000, "GBP"), channel_id="group:U0ADA,U0PETRA"),
        "moves_others": facts.card(lines=facts.moves_along(2)),
        "moves_many": facts.decided(lines=facts.moves_along(200)),
        "approved": facts.decided(take_back_until=DUE),
        "approved_long_ago": facts.decided(),
        "declined": facts.decided(S.DECLINED, decided_as="pm deputy", by=SAM, decision_reason="Not before Easter"),
        "withdrawn": facts.decided(S.WITHDRAWN, ADA, decided_as=None),
        "expired": facts.decided(S.LAPSED, None),
        "ended_with_its_project": facts.decided(S.LAPSED, None, decision_reason="the project was closed"),
        "told": facts.heads_up(),
        "noted": facts.heads_up(state=S.NOTED, decided_by=ADA, decided_as="am", decided_at=DUE, waits_for=()),
        "noted_by_the_clock": facts.heads_up(state=S.NOTED, decided_at=DUE, waits_for=()),
        "objected": facts.heads_up(
            state=S.OBJECTED, decided_by=ADA, decided_as="am", decided_at=DUE, waits_for=(), decision_reason="Too late"
        ),
        "taken_out": facts.card(lines=(Line("Copy", FieldKind.DATE, "2027-11-12", None),)),
        "urgent": facts.card(urgent=True),
        "done_first": facts.card(done=True),
        "done_first_and_never_answered": facts.decided(
            S.LAPSED, None, done=True, decision_reason="the project was closed"
        ),
        "nasty": facts.card(project=NASTY, client=NASTY, reason=NASTY, names={ADA: NASTY, PETRA: NASTY}, what=NASTY),
    }
    shown = {f"cards.request_card.{name}": cards.request_card(each, NOW) for name, each in found.items()}
    return shown | {"cards.public_card.decided": cards.public_card(facts.decided(hidden=True))}


def _project_cards() -> dict[str, Any]:
    found = {
        "planning": facts.project(**facts.PLANNING),
        "live": facts.project(),
        "on_hold": facts.project(status=ProjectStatus.ON_HOLD),
        "closed": facts.project(status=ProjectStatus.CLOSED),
        "of_one_who_is_both": facts.project(**facts.PLANNING | {"pm_id": ADA, "second_id": OONA, "waits_for": (OONA,)}),
        "nasty": facts.project(**facts.PLANNING | {"name": NASTY, "client": NASTY}),
    }
    return {f"cards.project_card.{name}": cards.project_card(each) for name, each in found.items()}


def _notices() -> dict[str, Any]:
    given: dict[str, Any] = {"by": PETRA, "whose": [ADA], "offer": 2, "opened": "CR-9", "by_name": "Petra"}
    card = facts.card(offers=((ADA, facts.MOVED), (PETRA, facts.MOVED)))
    drawn = {
        **dict.fromkeys(("withdrawn", "taken_back", "edited", "signed", "countered", "nudged", "raised"), (card, {})),
        "lapsed": (facts.decided(S.LAPSED, None), {}),
        "decided": (facts.decided(S.DECLINED, decision_reason=NASTY), {}),
        "objected": (facts.heads_up(state=S.OBJECTED, decided_by=ADA, decision_reason=NASTY), {"by": ADA}),
        "questioned": (card, {"question": NASTY}),
        "answered": (card, {"answer": "It moved <again>"}),
        "passed_on": (card, {"why": "I am off"}),
        "escalated": (card, {"left": PETRA}),
    }
    found: dict[str, Any] = {
        f"notices.request_notice.{name}": notices.request_notice(each, f"request_{name}", given | more)
        for name, (each, more) in drawn.items()
    }
    found["notices.request_notice.put_back"] = notices.request_notice(
        drawn["objected"][0], "request_objected", {"by": ADA, "put_back": True}
    )
    found["notices.request_notice.answered_above"] = notices.request_notice(
        card, "request_answered", given | {"above": True}
    )
    for name in ("decided", "withdrawn"):
        found[f"notices.request_notice.{name}_and_put_back"] = notices.request_notice(
            drawn[name][0], f"request_{name}", given | {"put_back": True}
        )
    ended = [["CR-7", ADA], ["CR-9", SAM]]
    for step in ("hold", "resume", "close", "reopen"):
        facts_of = {"by": PETRA, "step": step, "ended": ended if step == "close" else []}
        found[f"notices.project_status.{step}"] = notices.project_status(facts.project(), facts_of)
    return found | {
        "notices.request_ended.approved": notices.request_ended(facts.decided(hidden=True)),
        "notices.project_started.": notices.project_started(facts.project()),
        "notices.post_parked.": notices.post_parked({}),
        "notices.channel_broken.": notices.channel_broken({"channel": SITE, "error": "is_archived"}),
        "notices.channel_restricted.": notices.channel_restricted({"channel": SITE, "error": "restricted_action"}),
        "notices.channel_outside.shared": notices.channel_outside(
            {"channel": SITE, "project": NASTY, "project_id": 1, "shared": True, "guests": [], "sortable": False}
        ),
        "notices.channel_outside.guests": notices.channel_outside(
            {"channel": SITE, "project": "Acme site", "project_id": 1, "guests": ["Cleo", NASTY], "sortable": True}
        ),
        "notices.for_outsiders.": notices.for_outsiders({}),
        **_offers(),
        "notices.installed.": notices.installed({"user_id": OONA}),
    }


def _offers() -> dict[str, Any]:
    given = OFFER
    undated = replace(given, date=None, complete=False, old=None)
    scope = replace(given, domain=Domain.SCOPE, what=NASTY, old=None, date=None, complete=False)
    money = replace(scope, domain=None, money=True)
    return {
        "offers.offer.dated": offers.offer(given),
        "offers.offer.undated": offers.offer(undated),
        "offers.offer.edited": offers.offer(given, edited=True),
        "offers.offer.scope": offers.offer(scope),
        "offers.offer.money": offers.offer(money),
        "offers.outsider_asks.": offers.outsider_asks(given),
        **{f"offers.outsider_answered.{each}": offers.outsider_answered(each) for each in offers.ENDINGS},
        "offers.extra_form.": offers.extra_form(given),
        "offers.linked.inside": offers.linked(Linked(NASTY, ADA, False, (), False)),
        "offers.linked.shared": offers.linked(Linked("Acme site", ADA, True, (), False)),
        "offers.linked.guests": offers.linked(Linked("Acme site", ADA, False, ("Cleo", NASTY), True)),
        "offers.linked_notice.": offers.linked_notice({"by": ADA, "channel": SITE, "reads": True, "outside": True}),
        "promises.guard.open": promises.guard(PROMISE),
        "promises.guard.of_the_pm": promises.guard(replace(PROMISE, author_id=PETRA, to_id=ADA, to_role=Role.AM)),
        "promises.guard.told": promises.guard(replace(PROMISE, state=PromiseState.STANDS, told_at=DUE)),
        "promises.guard.agreed": promises.guard(replace(PROMISE, state=PromiseState.AGREED)),
        "promises.stands.": promises.stands(PROMISE),
        "offers.holding_reply.": offers.holding_reply(),
        "offers.dismissed.": offers.dismissed(),
        "offers.reading.on": offers.reading({"by": ADA, "on": True}),
        "offers.reading.off": offers.reading({"by": ADA, "on": False}),
    }


def _answers() -> dict[str, Any]:
    def outcome(kind: str, *people: str) -> Any:
        return answers.outcome(Outcome(kind, 1, "Acme site", "Deadline", 7, "CR-7", people, SITE, DUE))

    budget = Line("Budget", FieldKind.MONEY, None, "1250050 GBP")
    supplier = Line("Photography", FieldKind.TEXT, None, NASTY)
    said = (Said(Domain.BUDGET, ((budget,),)), Said(Domain.SUPPLIER, ((supplier,),)))
    opened = (("CR-7", "Deadline", (PETRA,)), ("CR-8", "Change the brief", (ADA, PETRA)))
    seen = facts.project(
        said=said,
        needed=facts.NEEDED[:2],
        open_requests=opened,
        deputies=((Role.PM, SAM, False), (Role.AM, OONA, True)),
    )
    health = Health(0, timedelta(0), 0, 0, 3, 2, 0)
    trouble = Health(4, timedelta(minutes=7), 2, 1, 3, 2, 1)
    return {
        "answers.outcome.planned": outcome("planned"),
        "answers.outcome.done": outcome("done"),
        "answers.outcome.told": outcome("told", ADA),
        "answers.outcome.asked": outcome("asked", PETRA),
        "answers.outcome.first": outcome("first", PETRA),
        "answers.outcome.asked_both": outcome("asked", ADA, PETRA),
        "answers.outcome.moves_others": answers.outcome(
            Outcome(
                "told", 1, "Acme site", "Copy", 7, "CR-7", (ADA,), SITE, DUE, (("Look", "2027-11-10", "2027-11-12"),)
            )
        ),
        "answers.project_made.": answers.project_made(NASTY, SITE),
        "answers.project_status.live": answers.project_status(seen),
        "answers.project_status.planning": answers.project_status(facts.project(**facts.PLANNING)),
        "plan.plan_table.": plan.plan_table(seen),
        "plan.plan_table.long": plan.plan_table(facts.project(milestones=facts.MANY_MARKS), 2),
        "answers.project_list.empty": answers.project_list((), {}),
        "answers.project_list.full": answers.project_list(CHOICES, DEADLINES),
        "answers.request_list.empty": answers.request_list((), {}),
        "answers.request_list.full": answers.request_list((facts.ITEM, facts.TOLD_ITEM), NAMES),
        "answers.request_shown.": answers.request_shown(facts.card(), cards.request_card(facts.card(), NOW)),
        "answers.request_shown.decided": answers.request_shown(
            facts.decided(), cards.request_card(facts.decided(), NOW)
        ),
        "answers.offered.": answers.offered(facts.card()),
        "answers.which_project.": answers.which_project(CHOICES, "deadline", "14 Dec because of tea"),
        "answers.brief_shown.empty": answers.brief_shown("Acme site", None),
        "answers.brief_shown.full": answers.brief_shown("Acme site", BRIEFS[0]),
        "answers.brief_history.empty": answers.brief_history("Acme site", (), {}),
        "answers.brief_history.full": answers.brief_history("Acme site", BRIEFS, NAMES),
        "answers.brief_diff.first": answers.brief_diff("Acme site", None, BRIEFS[1]),
        "answers.brief_diff.later": answers.brief_diff(NASTY, BRIEFS[1], BRIEFS[0]),
        "answers.saved.": answers.saved(NASTY),
        "answers.moved.again": answers.moved(Moved("CR-7", S.APPROVED, 7, again=True)),
        "answers.moved.half": answers.moved(Moved("CR-7", S.PENDING, 7, waits_for=(PETRA,))),
        "answers.agreed.half": answers.agreed("Acme site", [PETRA]),
        "answers.agreed.whole": answers.agreed("Acme site", []),
        "answers.health.well": answers.health(health),
        "answers.health.trouble": answers.health(trouble),
        **{
            f"answers.status_changed.{step}": answers.status_changed(
                "Acme site", step, ["CR-7", "CR-8"] if step == "close" else []
            )
            for step in ("hold", "resume", "close", "reopen")
        },
        "calendar.calendar_page.none": calendar.calendar_page(FEEDS),
        "calendar.calendar_page.link": calendar.calendar_page(FEEDS[2:], link="https://bot.example/x.ics", of=NASTY),
        "calendar.calendar_page.many": calendar.calendar_page(FEEDS * 10),
        "questions.which_target.": questions.which_target("Acme site", 1, ["Deadline", NASTY], "Homepage", "14 Dec"),
        "questions.which_day.past": questions.which_day(Invalid("date_past", date=date(2026, 1, 1)), 1, "Deadline", ""),
        "questions.which_day.either": questions.which_day(
            Invalid("date_ambiguous", choices=(date(2027, 3, 4), date(2027, 4, 3))), 1, "Deadline", "of tea"
        ),
        "questions.unclear.": questions.unclear("deadline", NASTY),
        "help.help_message.": help.help_message(),
    }


def _views() -> dict[str, Any]:
    new = ProjectForm(SITE, "GBP")
    old = ProjectForm(SITE, project_id=1, name=NASTY, deputies={Role.PM: (SAM,)}, any_time={Role.PM: True}, names=NAMES)
    again = {"request_id": 7, "version": 1, "name": "CR-7", "given": {"date": "2027-12-14"}, "why": "It moved"}
    given = {"name": "Acme site", "am": ADA, "pm": ADA, "deadline": date(2027, 11, 30), "budget": "12k"}
    later = facts.IMPACT | {"was": None, "moves": [facts.IMPACT["moves"][0] | {"to": "2027-11-19"}], "beyond": []}
    later |= {"inputs": facts.IMPACT["inputs"][:1], "people": [], "client": {}}
    both = (*differences(facts.IMPACT, later), *differences(later, facts.IMPACT), *differences({}, facts.IMPACT))
    moved = Changed("0" * 16, "CR-7", NASTY, (*both, *differences(facts.IMPACT, {})))
    card = facts.card(question="Which <date>?", questioned_by=PETRA)
    return {
        "home.home.offers": home.home(replace(facts.FULL_DESK, offers=(OFFER,))),
        "home.home.freelancer": home.home(facts.Desk("U0CLEO", is_freelancer=True, projects=CHOICES)),
        "home.home.outsider": home.home(facts.Desk("U0CLEO", is_outsider=True)),
        "home.home.empty": home.home(facts.Desk(SAM)),
        "home.home.second_page": home.home(replace(facts.FULL_DESK, **facts.MANY_PROJECTS), page=1),
        "home.home.full": home.home(facts.FULL_DESK),
        "forms.project_form.new": forms.project_form(new),
        "forms.project_form.guests": forms.project_form(new, guests=GUESTS, given={"name": NASTY, "reads": []}),
        "forms.guests_form.": forms.guests_form(GUESTS, SITE),
        "forms.move_form.": forms.move_form(NASTY, 1),
        "forms.project_form.second": forms.project_form(new, second=True, given=given),
        "forms.project_edit_form.": forms.project_edit_form(old),
        "forms.change_form.date": forms.change_form(facts.date_form(), channel_id=SITE),
        "forms.change_form.date_of_several": forms.change_form(facts.date_form(choices=CHOICES), channel_id=SITE),
        "forms.change_form.date_again": forms.change_form(facts.date_form(**again), channel_id=SITE),
        "forms.change_form.urgent": forms.change_form(facts.date_form(pace=Pace.URGENT), channel_id=SITE),
        "forms.change_form.date_picked": forms.change_form(
            facts.date_form(preview=Preview("2027-12-25", facts.IMPACT, NAMES, (1250050, 25000, "GBP"))),
            channel_id=SITE,
        ),
        "forms.change_form.nothing_else_moves": forms.change_form(
            facts.date_form(preview=Preview("2027-12-11", {}, NAMES)), channel_id=SITE
        ),
        "impact.moved_form.": moved_form("CR-7", 7, 1, moved, NAMES),
        "impact.moved_form.much": moved_form("CR-7", 7, 1, replace(moved, differences=moved.differences * 9), NAMES),
        "forms.change_form.brief": forms.change_form(facts.brief_form(given=facts.TEXT), channel_id=SITE),
        "forms.decline_form.": forms.decline_form(facts.card(project=NASTY)),
        "forms.decline_form.absorb": forms.decline_form(facts.proposal()),
        "notices.request_notice.agreed": notices.request_notice(
            facts.proposal(state=S.APPROVED, decided_by=ADA), "request_decided", {"by": ADA}
        ),
        "notices.request_notice.absorbed": notices.request_notice(
            facts.proposal(state=S.DECLINED, decided_by=ADA, decision_reason="We can"), "request_decided", {"by": ADA}
        ),
        "forms.object_form.": forms.object_form(facts.heads_up()),
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
        "forms.ops_form.": forms.ops_form(OpsForm((OONA, PETRA))),
        "planning.order_form.": planning.order_form(OrderForm(1, NASTY, facts.DATE_TARGETS), SITE),
        "talks.counter_form.": talks.counter_form(facts.date_form(), card),
        "talks.question_form.": talks.question_form(card),
        "talks.answer_form.": talks.answer_form(card),
        "handing.handover_form.": handing.handover_form(HandoverForm(1, NASTY, {Role.AM: ADA, Role.PM: PETRA}, NAMES)),
        "handing.handover_form.second": handing.handover_form(
            HandoverForm(1, "Acme site", {Role.PM: PETRA}, NAMES),
            second=True,
            given={"role": "pm", "to": ADA, "why": NASTY},
        ),
        "handing.handed_over.": handing.handed_over(
            {"role": "pm", "old": PETRA, "new": SAM, "by": PETRA, "reason": NASTY, "moved": ["CR-7", "CR-9"]},
            NASTY,
            NAMES,
        ),
        "handing.person_left.": handing.person_left(NASTY, [(1, NASTY, ["pm"]), (2, "Acme shop", ["am", "pm"])]),
        "talks.undo_form.": talks.undo_form(UndoForm(7, "CR-7", NASTY, "Acme", facts.MOVED)),
        "talks.not_me_form.": talks.not_me_form(card),
    }


def _policy() -> dict[str, Any]:
    page, own = facts.policy_page(), facts.policy_page(own=True)
    return {
        "policy.policy_message.as_it_comes": policy.policy_message(page),
        "policy.policy_message.own": policy.policy_message(own),
        "policy.policy_page.to_read": policy.policy_page(page),
        "policy.policy_page.to_change": policy.policy_page(own),
        "policy.rule_form.dates": policy.rule_form(own, Domain.DEADLINE),
        "policy.rule_form.budget": policy.rule_form(own, Domain.BUDGET),
        "policy.rule_form.price": policy.rule_form(page, Domain.PRICE),
        "policy.limits_form.": policy.limits_form(own),
        "policy.policy_changed.rule": policy.policy_changed(facts.policy_change("deadline", NASTY)),
        "policy.policy_changed.limits": policy.policy_changed(facts.policy_change("limits", None)),
    }


def _inputs() -> dict[str, Any]:
    form = InputForm(CHOICES[0], (), facts.DATE_TARGETS)
    given = {"what": NASTY, "whom": NASTY, "due": date(2027, 1, 8), "waits": "milestone:4", "received": True}
    said = {"by": PETRA, "thing": NASTY, "whom": NASTY, "due": "2027-01-08", "waits": NASTY}
    return {
        "inputs.needed_list.empty": inputs.needed_list("Acme site", 1, ()),
        "inputs.needed_list.full": inputs.needed_list(NASTY, 1, facts.NEEDED),
        "inputs.needed_list.long": inputs.needed_list("Acme site", 1, facts.MANY_NEEDED, 2),
        "inputs.input_received.": inputs.input_received(facts.NEEDED[2]),
        "inputs.input_noted.": inputs.input_noted(facts.NEEDED[1], again=False),
        "inputs.input_noted.again": inputs.input_noted(facts.NEEDED[0], again=True),
        "inputs.chase.late": inputs.chase(facts.NEEDED[0], "Ada"),
        "inputs.chase.early": inputs.chase(facts.NEEDED[1], NASTY),
        "inputs.input_form.new": inputs.input_form(form, SITE),
        "inputs.input_form.of_several": inputs.input_form(replace(form, choices=CHOICES), ""),
        "inputs.input_form.edit": inputs.input_form(replace(form, given=given, input_id=1), SITE),
        "inputs.input_added.": inputs.input_added(facts.project(), said),
        "inputs.input_added.by_the_am": inputs.input_added(facts.project(), said | {"by": ADA}),
        "inputs.input_came.": inputs.input_came(facts.project(), said | {"by": ADA}),
    }


def examples() -> dict[str, Any]:
    """Name → a Message, or a view as a dict."""
    found = _request_cards() | _project_cards() | _notices() | _answers() | _views() | _inputs() | _policy()
    found |= examples_of_checkins()
    return {name.rstrip("."): each for name, each in found.items()}
