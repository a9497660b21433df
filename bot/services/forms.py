"""What forms are filled with when they open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.domains import KINDS
from bot.domains.kind import FieldKind, Kind, Target
from bot.errors import Refused
from bot.services import finding, privately, routing
from bot.services.due import shown_offsets
from bot.services.impacts import Preview, read_preview
from bot.services.patience import USUAL, Patience, patience_of
from bot.services.people import names, require_insider
from bot.services.projects import get_project, require_started
from bot.services.requests import get_request, open_key
from models import ChangeRequest, Deputy, Person, PersonFields, Project
from models.enums import Domain, Pace, Role


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """One domain's form for one project."""

    domain: Domain
    choice: finding.Choice | None
    #: All projects that can be picked instead; empty when it is settled.
    choices: tuple[finding.Choice, ...]
    targets: tuple[Target, ...] = ()
    chosen: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    #: When an open request of one's own is put anew.
    request_id: int | None = None
    version: int | None = None
    name: str | None = None
    pace: Pace = Pace.USUAL
    #: What it would do to the rest of the plan, as far as it is filled in.
    preview: Preview | None = None
    patience: Patience = USUAL


def open_change_form(
    session: Session,
    *,
    team_id: str,
    user_id: str,
    channel_id: str,
    domain: Domain,
    project_id: int | None = None,
    target: str | None = None,
    given: Mapping[str, Any] | None = None,
    why: str = "",
    pace: Pace = Pace.USUAL,
    now: datetime,
) -> ChangeForm:
    """The form of a domain, for the project meant: the one named, else the channel's, else the person's own.

    Raises Refused (outsiders, on hold, closed), NotFound when there is no project at all. An open request of one's
    own for the same value is opened instead, to be put anew.
    """
    require_insider(session, team_id, user_id)
    choices = finding.in_question(session, team_id=team_id, user_id=user_id, channel_id=channel_id)
    settled = next((each for each in choices if each.project_id == project_id), choices[0])
    project = get_project(session, team_id, settled.project_id)
    require_started(project)
    kind = KINDS[domain]
    targets = kind.targets(session, project)
    chosen = _chosen(kind, targets, target)
    mine_open = _own_open_request(session, project, domain, chosen.key, user_id) if chosen is not None else None
    if mine_open is not None:
        return form_of_request(session, project, mine_open, user_id, given or {}, why, now)
    known = as_it_is(session, kind, project, chosen, user_id)
    key = chosen.key if chosen is not None else None
    return ChangeForm(
        domain,
        settled,
        tuple(choices) if len(choices) > 1 else (),
        tuple(targets),
        key,
        {**known, **(given or {})},
        why,
        pace=pace,
        preview=read_preview(session, project, domain, key, given or {}, user_id, now),
        patience=patience_of(session, team_id),
    )


def _chosen(kind: Kind, targets: Sequence[Target], wanted: str | None) -> Target | None:
    """What the form is about when it opens; nothing yet where its name or person is one of the questions."""
    found = next((each for each in targets if each.key == wanted), None)
    return found if found is not None or kind.about is not None else targets[0]


def as_it_is(session: Session, kind: Kind, project: Project, chosen: Target | None, user_id: str) -> Mapping[str, Any]:
    """Today's value in the fields; a new date is never filled in, and money only for those who see it."""
    person = session.get(Person, (project.team_id, user_id))
    if chosen is None or any(each.kind is FieldKind.TARGET for each in kind.fields):
        return {}
    if kind.private and (person is None or not routing.sees_money(session, project, person)):
        return {}
    return kind.filled(chosen.value)


def open_edit_form(
    session: Session,
    *,
    team_id: str,
    user_id: str,
    request_id: int,
    now: datetime,
    given: Mapping[str, Any] | None = None,
) -> ChangeForm:
    """The form of an open request of one's own. Raises NotFound, Refused."""
    require_insider(session, team_id, user_id)
    request = get_request(session, team_id, request_id)
    if request.requester_id != user_id:
        raise Refused("not_your_request", name=request.name, whose=[request.requester_id])
    project = get_project(session, team_id, request.project_id)
    return form_of_request(session, project, request, user_id, given or {}, "", now)


def form_of_request(
    session: Session,
    project: Project,
    request: ChangeRequest,
    user_id: str,
    given: Mapping[str, Any],
    why: str,
    now: datetime,
) -> ChangeForm:
    domain = Domain(request.domain)
    target = KINDS[domain].read(session, project, request.target)
    # What somebody else offered about money is not for everybody who asked.
    readable = request.author_id == user_id or privately.may_read(session, request, project, user_id)
    asked = KINDS[domain].filled(request.after or request.before) if readable else {}
    return ChangeForm(
        domain,
        finding.choice(project),
        (),
        (target,),
        request.target,
        {**asked, **given},
        why or request.reason,
        request.id,
        request.version,
        request.name,
        Pace.URGENT if request.urgent else Pace.USUAL,
        read_preview(session, project, domain, request.target, {**asked, **given}, user_id, now),
        patience_of(session, project.team_id),
    )


def _own_open_request(
    session: Session, project: Project, domain: Domain, target: str, user_id: str
) -> ChangeRequest | None:
    query = select(ChangeRequest).where(
        ChangeRequest.open_key == open_key(project, domain, target), ChangeRequest.requester_id == user_id
    )
    return session.exec(query).first()


@dataclass(frozen=True, slots=True)
class ProjectForm:
    """What the project form starts with."""

    channel_id: str
    currency: str = "EUR"
    project_id: int | None = None
    name: str = ""
    deputies: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    any_time: Mapping[Role, bool] = field(default_factory=dict)
    #: Working days ahead at which it reminds: "10, 5, 2, 1, 0".
    offsets: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


#: The currency first offered, by where the person's clock hangs; it can always be changed.
_CURRENCIES = {
    "Europe/London": "GBP",
    "Europe/Prague": "CZK",
    "Europe/Zurich": "CHF",
    "Europe/Warsaw": "PLN",
    "Europe/Stockholm": "SEK",
    "Europe/Copenhagen": "DKK",
    "Europe/Oslo": "NOK",
    "Asia/Kolkata": "INR",
    "Asia/Tokyo": "JPY",
    "Asia/Singapore": "SGD",
    "Pacific/Auckland": "NZD",
    "Africa/Johannesburg": "ZAR",
    "America/Toronto": "CAD",
}


def open_project_form(session: Session, *, team_id: str, user_id: str, channel_id: str) -> ProjectForm:
    """A new project's form. Raises Refused for outsiders."""
    person = require_insider(session, team_id, user_id)
    return ProjectForm(channel_id if channel_id.startswith(("C", "G")) else "", offered_currency(person))


def offered_currency(person: PersonFields) -> str:
    """With which a new project's form is filled in."""
    area = {"America": "USD", "Australia": "AUD"}.get(person.zone.partition("/")[0], "EUR")
    return _CURRENCIES.get(person.zone, area)


def open_project_edit_form(session: Session, *, team_id: str, user_id: str, project_id: int) -> ProjectForm:
    """A project's name, home channel and deputies. Raises Refused for who may not edit them."""
    project = get_project(session, team_id, project_id)
    person = require_insider(session, team_id, user_id)
    routing.require_role(session, project, person)
    rows = session.exec(select(Deputy).where(Deputy.project_id == project_id).order_by(col(Deputy.position))).all()
    deputies = {role: tuple(each.user_id for each in rows if each.role == role) for role in (Role.AM, Role.PM)}
    any_time = {role: any(each.any_time for each in rows if each.role == role) for role in (Role.AM, Role.PM)}
    return ProjectForm(
        project.home_channel,
        project_id=project_id,
        name=project.name,
        deputies=deputies,
        any_time=any_time,
        offsets=shown_offsets(project) or "none",
        names=names(session, team_id, [project.am_id, project.pm_id]),
    )
