"""Examples of forms: of a project, of a change, of what comes between yes and no."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.domains.impact import differences
from bot.services.forms import ProjectForm
from bot.services.handover import HandoverForm
from bot.services.impacts import Budget, Preview
from bot.services.impacts import Moved as Changed
from bot.services.offer_forms import OfferForm
from bot.services.ops import OpsForm
from bot.services.ordering import OrderForm
from bot.services.outsiders import Sorting
from bot.services.undoing import UndoForm
from bot.views import forms, handing, planning, talks
from bot.views.impact import moved_form
from models.enums import Domain, Guest, Pace, Role
from tests.views import facts
from tests.views.facts import ADA, CHOICES, NAMES, NASTY, OONA, PETRA, SAM, SITE

GUESTS = (Sorting("U0CLEO", "Cleo Marsh", None), Sorting("U0FINN", NASTY, Guest.FREELANCER))


def examples_of_forms() -> dict[str, Any]:
    return _project_forms() | _change_forms() | _forms_between() | _handing()


def _project_forms() -> dict[str, Any]:
    new = ProjectForm(SITE, "GBP")
    old = ProjectForm(SITE, project_id=1, name=NASTY, deputies={Role.PM: (SAM,)}, any_time={Role.PM: True}, names=NAMES)
    given = {"name": "Acme site", "am": ADA, "pm": ADA, "deadline": date(2027, 11, 30), "budget": "12k"}
    return {
        "forms.project_form.new": forms.project_form(new),
        "forms.project_form.guests": forms.project_form(new, guests=GUESTS, given={"name": NASTY, "reads": []}),
        "forms.guests_form.": forms.guests_form(GUESTS, SITE),
        "forms.move_form.": forms.move_form(NASTY, 1),
        "forms.project_form.second": forms.project_form(new, second=True, given=given),
        "forms.project_edit_form.": forms.project_edit_form(old),
        "forms.ops_form.": forms.ops_form(OpsForm((OONA, PETRA))),
        "planning.milestone_form.": planning.milestone_form(OrderForm(1, NASTY, ()), SITE, {}),
        "planning.milestone_form.filled": planning.milestone_form(
            OrderForm(1, NASTY, facts.DATE_TARGETS),
            SITE,
            {"name": NASTY, "date": date(2027, 12, 14), "client": "yes", "follows": facts.DATE_TARGETS[-1].key},
            NASTY,
        ),
        "planning.order_form.": planning.order_form(OrderForm(1, NASTY, facts.DATE_TARGETS), SITE),
    }


def _change_forms() -> dict[str, Any]:
    again = {"request_id": 7, "version": 1, "name": "CR-7", "given": {"date": "2027-12-14"}, "why": "It moved"}
    later = facts.IMPACT | {"was": None, "moves": [facts.IMPACT["moves"][0] | {"to": "2027-11-19"}], "beyond": []}
    later |= {"inputs": facts.IMPACT["inputs"][:1], "people": [], "client": {}}
    both = (*differences(facts.IMPACT, later), *differences(later, facts.IMPACT), *differences({}, facts.IMPACT))
    differ = [{**each, "what": NASTY} for each in (*both, *differences(facts.IMPACT, {}))]
    moved = Changed("0" * 16, "CR-7", tuple(differ))
    return {
        "forms.change_form.date": forms.change_form(facts.date_form(), channel_id=SITE),
        "forms.change_form.date_of_several": forms.change_form(facts.date_form(choices=CHOICES), channel_id=SITE),
        "forms.change_form.date_again": forms.change_form(facts.date_form(**again), channel_id=SITE),
        "forms.change_form.urgent": forms.change_form(facts.date_form(pace=Pace.URGENT), channel_id=SITE),
        "forms.change_form.date_picked": forms.change_form(
            facts.date_form(preview=Preview("2027-12-25", facts.IMPACT, NAMES, Budget(1250050, 25000, "GBP"))),
            channel_id=SITE,
        ),
        "forms.change_form.nothing_else_moves": forms.change_form(
            facts.date_form(preview=Preview("2027-12-11", {"off": "weekend"}, NAMES)), channel_id=SITE
        ),
        "impact.moved_form.": moved_form("CR-7", 7, 1, moved, NAMES),
        "impact.moved_form.much": moved_form("CR-7", 7, 1, replace(moved, differences=moved.differences * 9), NAMES),
        "forms.change_form.brief": forms.change_form(facts.brief_form(given=facts.TEXT), channel_id=SITE),
        "forms.decline_form.": forms.decline_form(facts.card(project=NASTY)),
        "forms.decline_form.absorb": forms.decline_form(facts.proposal()),
        "forms.object_form.": forms.object_form(facts.heads_up()),
    }


def _forms_between() -> dict[str, Any]:
    card = facts.card(question="Which <date>?", questioned_by=PETRA)
    return {
        "talks.counter_form.": talks.counter_form(OfferForm(facts.date_form()), card),
        "talks.counter_form.together": talks.counter_form(facts.offer_form(), card),
        "talks.counter_form.without_money": talks.counter_form(
            OfferForm(facts.brief_form(given=facts.TEXT), (Domain.DEADLINE, Domain.SCOPE, Domain.RESOURCING)), card
        ),
        "talks.question_form.": talks.question_form(card),
        "talks.answer_form.": talks.answer_form(card),
        "talks.undo_form.": talks.undo_form(UndoForm(7, "CR-7", NASTY, "Acme", facts.MOVED)),
        "talks.not_me_form.": talks.not_me_form(card),
    }


def _handing() -> dict[str, Any]:
    return {
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
    }
