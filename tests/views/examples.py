"""An example of everything that is shown to people, named "module.function.case"."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.domains.kind import FieldKind, Line
from bot.services.cards import RequestCard
from bot.services.impacts import Budget
from bot.services.inputs import InputForm
from bot.views import (
    cards,
    home,
    inputs,
    notices,
    policy,
)
from models.enums import Domain, ProjectStatus, RequestState, Role
from tests.views import facts
from tests.views.examples_of_answers import examples_of_answers
from tests.views.examples_of_checkins import examples_of_checkins
from tests.views.examples_of_forms import examples_of_forms
from tests.views.examples_of_talk import OFFER, examples_of_talk
from tests.views.examples_of_time import examples_of_time
from tests.views.facts import ADA, CHOICES, DUE, NASTY, NOW, OONA, PETRA, SAM, SITE

S = RequestState


def _request_cards() -> dict[str, Any]:
    found = _asked() | _proposed() | _ended()
    shown = {f"cards.request_card.{name}": cards.request_card(each, NOW) for name, each in found.items()}
    return shown | {"cards.public_card.decided": cards.public_card(facts.decided(hidden=True))}


def _asked() -> dict[str, RequestCard]:
    second = {"because": "second", "acting": None, "steward": "pm", "mode": "approval", "condition": "client_date"}
    behalf = facts.because("on_behalf", condition="client_date", acting=None)
    both = {"waits_for": (ADA, PETRA), "requester_id": SAM, "requester_role": None, "rule": (behalf,)}
    return {
        "pending": facts.card(),
        "of_the_pm_about_a_client_date": facts.card(rule=(facts.because(acting="pm", condition="client_date"),)),
        "needs_both": facts.card(**both),
        "half_signed": facts.card(**both | {"waits_for": (PETRA,), "signed_by": (ADA,)}),
        "by_a_deputy": facts.card(requester_id=SAM),
        "of_one_who_is_both": facts.card(
            waits_for=(OONA,), holders={Role.AM: ADA, Role.PM: ADA, Role.SECOND: OONA}, rule=(second,)
        ),
        "brief": facts.brief_card(),
        "does_much": facts.card(impact=facts.IMPACT, off={"2027-12-14": "Good Friday"}),
        "about_money": facts.card(budget=Budget(1250050, 25000, "GBP", 1000000), channel_id="group:U0ADA,U0PETRA"),
        "offered_together": facts.card(
            lines=facts.TOGETHER,
            author_id=PETRA,
            rounds=1,
            offers=((ADA, facts.MOVED), (PETRA, facts.TOGETHER)),
            rule=(facts.because(), facts.because("asked", domain="budget"), facts.because(domain="scope")),
            also_moves=(facts.IMPACT, {"booked": facts.IMPACT["booked"]}),
        ),
        "moves_others": facts.card(lines=facts.moves_along(2)),
        "taken_out": facts.card(lines=(Line("Copy", FieldKind.DATE, "2027-11-12", None),)),
        "urgent": facts.card(urgent=True),
        "on_hold": facts.card(project=NASTY, on_hold=True, due_at=None),
        "done_first": facts.card(done=True),
        "nasty": facts.card(project=NASTY, client=NASTY, reason=NASTY, names={ADA: NASTY, PETRA: NASTY}, what=NASTY),
    }


def _proposed() -> dict[str, RequestCard]:
    return {
        "proposed": facts.proposal(),
        "proposed_follow_on": facts.proposal(
            input_id=None,
            follow_on=True,
            reason=f"{NASTY} was done 1 working day late",
            rule=(facts.because("done_late", acting=None),),
        ),
        "proposed_and_agreed": facts.proposal(state=S.APPROVED, decided_by=ADA, decided_as="am", decided_at=DUE),
        "proposed_and_absorbed": facts.proposal(
            state=S.DECLINED, decided_by=PETRA, decided_as="pm", decided_at=DUE, decision_reason="We can"
        ),
    }


def _ended() -> dict[str, RequestCard]:
    return {
        "moves_many": facts.decided(lines=facts.moves_along(200)),
        "approved": facts.decided(take_back_until=DUE),
        "approved_long_ago": facts.decided(),
        "declined": facts.decided(S.DECLINED, decided_as="pm deputy", by=SAM, decision_reason="Not before Easter"),
        "withdrawn": facts.decided(S.WITHDRAWN, ADA, decided_as=None),
        "expired": facts.decided(S.LAPSED, None),
        "ended_with_its_project": facts.decided(S.LAPSED, None, decision_reason="project closed"),
        "told": facts.heads_up(),
        "told_on_hold": facts.heads_up(on_hold=True, due_at=None),
        "noted": facts.heads_up(state=S.NOTED, decided_by=ADA, decided_as="am", decided_at=DUE, waits_for=()),
        "noted_by_the_clock": facts.heads_up(state=S.NOTED, decided_at=DUE, waits_for=()),
        "objected": facts.heads_up(
            state=S.OBJECTED, decided_by=ADA, decided_as="am", decided_at=DUE, waits_for=(), decision_reason="Too late"
        ),
        "done_first_and_never_answered": facts.decided(S.LAPSED, None, done=True, decision_reason="project closed"),
    }


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


def _request_notices() -> dict[str, Any]:
    given: dict[str, Any] = {"by": PETRA, "whose": [ADA], "offer": 2, "opened": "CR-9", "by_name": "Petra"}
    card = facts.card(rounds=1, offers=((ADA, facts.MOVED), (PETRA, facts.MOVED)))
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
    together = facts.card(lines=facts.TOGETHER, rounds=1, offers=((ADA, facts.MOVED), (PETRA, facts.TOGETHER)))
    found["notices.request_notice.countered_with_more"] = notices.request_notice(together, "request_countered", given)
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
    agreed = facts.proposal(state=S.APPROVED, decided_by=ADA)
    absorbed = facts.proposal(state=S.DECLINED, decided_by=ADA, decision_reason="We can")
    return found | {
        "notices.request_notice.agreed": notices.request_notice(agreed, "request_decided", {"by": ADA}),
        "notices.request_notice.absorbed": notices.request_notice(absorbed, "request_decided", {"by": ADA}),
        "notices.request_ended.approved": notices.request_ended(facts.decided(hidden=True)),
        "notices.elsewhere.": notices.elsewhere(SITE, cards.request_card(facts.card(), NOW).text),
        "notices.ping.": notices.ping(PETRA, cards.request_card(facts.card(), NOW).text),
    }


def _project_notices() -> dict[str, Any]:
    ended = {"close": [["CR-7", ADA], ["CR-9", SAM]]}
    steps = {
        f"notices.project_status.{step}": notices.project_status(
            facts.project(), {"by": PETRA, "step": step, "ended": ended.get(step, [])}
        )
        for step in ("hold", "resume", "close", "reopen")
    }
    return steps | {
        "notices.project_started.": notices.project_started(facts.project()),
        "notices.installed.": notices.installed({"user_id": OONA}),
    }


def _channel_notices() -> dict[str, Any]:
    guests = {"channel": SITE, "project": "Acme site", "project_id": 1, "guests": ["Cleo", NASTY], "sortable": True}
    shared = guests | {"project": NASTY, "shared": True, "guests": [], "sortable": False}
    return {
        "notices.post_parked.": notices.post_parked({}),
        "notices.channel_broken.": notices.channel_broken({"channel": SITE, "error": "is_archived"}),
        "notices.channel_restricted.": notices.channel_restricted({"channel": SITE, "error": "restricted_action"}),
        "notices.channel_outside.shared": notices.channel_outside(shared),
        "notices.channel_outside.guests": notices.channel_outside(guests),
        "notices.for_outsiders.": notices.for_outsiders({}),
    }


def _homes() -> dict[str, Any]:
    return {
        "home.home.offers": home.home(replace(facts.FULL_DESK, offers=(OFFER,))),
        "home.home.freelancer": home.home(facts.Desk("U0CLEO", is_freelancer=True, projects=CHOICES)),
        "home.home.unknown": home.home(facts.Desk("U0SAM", is_unknown=True)),
        "home.home.outsider": home.home(facts.Desk("U0CLEO", is_outsider=True)),
        "home.home.empty": home.home(facts.Desk(SAM)),
        "home.home.second_page": home.home(replace(facts.FULL_DESK, **facts.MANY_PROJECTS), page=1),
        "home.home.full": home.home(facts.FULL_DESK),
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
        "inputs.input_noted.": inputs.input_noted(replace(facts.NEEDED[1], off="weekend"), again=False),
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
    found = _request_cards() | _project_cards() | _homes() | _inputs() | _policy()
    found |= _request_notices() | _project_notices() | _channel_notices()
    found |= examples_of_answers() | examples_of_forms() | examples_of_talk() | examples_of_time()
    found |= examples_of_checkins()
    return {name.rstrip("."): each for name, each in found.items()}
