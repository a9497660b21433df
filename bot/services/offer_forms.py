"""What the form of `Suggest another` is filled in with: another value, and what can be offered together with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.domains import KINDS
from bot.domains.kind import Target
from bot.services import finding, privately, routing
from bot.services.forms import ChangeForm, as_it_is, form_of_request
from bot.services.impacts import read_preview
from bot.services.offering import TOGETHER
from bot.services.people import require_insider
from bot.services.projects import get_project
from bot.services.requests import get_request
from models import ChangeRequest, Project
from models.enums import Domain
from models.request import Part


@dataclass(frozen=True, slots=True)
class OfferForm:
    """The form of what was asked for, what may be offered with it, and the forms of what is."""

    instead: ChangeForm
    choices: tuple[Domain, ...] = TOGETHER
    also: Mapping[Domain, ChangeForm] = field(default_factory=dict)


def open_counter_form(
    session: Session,
    *,
    team_id: str,
    user_id: str,
    request_id: int,
    now: datetime,
    given: Mapping[str, Any] | None = None,
    also: Mapping[Domain, Mapping[str, Any]] | None = None,
    why: str = "",
) -> OfferForm:
    """The form of a request that somebody else made, filled in with what is asked for or was offered last.

    `also`: what was picked to be offered with it, as far as that is filled in; None: what the last offer had. Money
    only for who sees it. Raises NotFound, Refused.
    """
    person = require_insider(session, team_id, user_id)
    request = get_request(session, team_id, request_id)
    project = get_project(session, team_id, request.project_id)
    form = form_of_request(session, project, request, user_id, given or {}, "", now)
    choices = _choices(session, project, request, money=routing.sees_money(session, project, person))
    last = {each.domain: each for each in request.parts[1:]}
    if not privately.may_read(session, request, project, user_id):
        last = {}
    picked: Collection[Domain] = last if also is None else also
    return OfferForm(
        replace(form, why=why, request_id=None, version=None, name=None),
        choices,
        {
            each: _together(session, project, request, each, last.get(each), (also or {}).get(each, {}), user_id, now)
            for each in choices
            if each in picked
        },
    )


def _choices(session: Session, project: Project, request: ChangeRequest, *, money: bool) -> tuple[Domain, ...]:
    """What can be offered with it: money by who sees it, and nothing that it is about already."""
    return tuple(
        each
        for each in TOGETHER
        if (money or not KINDS[each].private)
        and (KINDS[each].about is not None or _others(session, project, request, each))
    )


def _others(session: Session, project: Project, request: ChangeRequest, domain: Domain) -> list[Target]:
    """What of a kind there is to change beside what was asked for."""
    asked = (request.domain, request.target)
    return [each for each in KINDS[domain].targets(session, project) if (domain, each.key) != asked]


def _together(
    session: Session,
    project: Project,
    request: ChangeRequest,
    domain: Domain,
    last: Part | None,
    given: Mapping[str, Any],
    user_id: str,
    now: datetime,
) -> ChangeForm:
    """The form of one thing that is offered with it, as it was offered last or as it is today."""
    kind = KINDS[domain]
    targets = _others(session, project, request, domain)
    wanted = given.get("target") or (last.target if last is not None else None)
    chosen = next((each for each in targets if each.key == wanted), None)
    if chosen is None and kind.about is None and targets:
        chosen = targets[0]
    known = kind.filled(last.after) if last is not None else as_it_is(session, kind, project, chosen, user_id)
    filled = {**known, **given}
    key = chosen.key if chosen is not None else None
    return ChangeForm(
        domain,
        finding.choice(project),
        (),
        tuple(targets),
        key,
        filled,
        preview=read_preview(session, project, domain, key, filled, user_id, now),
    )
