"""What a project has to keep a date for, and who answers for it: what reminders and digests tell of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from bot.cadence import FARTHEST, Ahead
from bot.domains.deadline import DEADLINE
from bot.errors import Invalid
from bot.policy.may import Seat, waits_for
from bot.prepared import Prepared, among, as_model, filled, one_of
from bot.services import routing
from bot.services.cases import REQUEST, columns
from bot.services.hours import hours_of, usual
from models import ChangeRequest, ClientInput, Milestone, Project, RequestFields
from models.enums import RequestState, Role

#: Working days ahead of a date at which its people are reminded, until a project says otherwise.
OFFSETS = (10, 5, 2, 1, 0)
#: Nobody wants to be reminded more often than that.
MOST_OFFSETS = 20
BOTH = (Role.AM, Role.PM)
#: An answer is due within a day or two: it is reminded of on the day itself, and when it is late.
_ON_THE_DAY = frozenset({0})
#: So many projects are asked for by one statement.
_AT_ONCE = 8


def _of(table: type[SQLModel], names: tuple[str, ...], *where: Any) -> Prepared:
    project_id = columns(table, ("project_id",))[0]
    return Prepared(select(*columns(table, names)).where(one_of(project_id, "project", _AT_ONCE), *where))


_MILESTONES = _of(Milestone, ("project_id", "id", "name", "date", "client_date"), col(Milestone.done_at).is_(None))
_INPUTS = _of(ClientInput, ("project_id", "id", "what", "due", "from_whom"), col(ClientInput.received_on).is_(None))
_REQUESTS = _of(ChangeRequest, REQUEST, among(col(ChangeRequest.state), [RequestState.PENDING]))


@dataclass(frozen=True, slots=True)
class Thing:
    """One date to keep. `key` is "project:<id>", "milestone:<id>", "input:<id>" or "request:<id>"."""

    key: str
    name: str
    due: date
    #: The roles that are reminded …
    roles: tuple[Role, ...] = BOTH
    #: … or, of a request, the people who answer it.
    people: tuple[str, ...] = ()
    #: The client was told this date.
    client: bool = False
    #: From whom it comes, where it is the client's to send.
    from_whom: str | None = None
    #: Of a request: its present version.
    version: int = 0

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]

    def cadence(self, offsets: frozenset[int]) -> Ahead:
        return Ahead(self.due, offsets & _ON_THE_DAY if self.kind == "request" else offsets)


def things_of(session: Session, project: Project, seats: Mapping[Role, Seat], now: datetime) -> list[Thing]:
    """Everything of this project that is not done yet, the earliest first."""
    return things_of_many(session, [project], {project.id or 0: seats}, now)[project.id or 0]


def things_of_many(
    session: Session, projects: Sequence[Project], seats: Mapping[int, Mapping[Role, Seat]], now: datetime
) -> dict[int, list[Thing]]:
    """The same of some projects, by their ids."""
    found: dict[int, list[Thing]] = {each.id or 0: [] for each in projects}
    for project in projects:
        if project.delivered_at is None:
            own = Thing(f"project:{project.id}", DEADLINE, project.deadline, client=project.deadline_client)
            found[project.id or 0].append(own)
    for few in filled("project", found, _AT_ONCE):
        for project_id, key, name, due, client in _MILESTONES.rows(session, **few):
            found[project_id].append(Thing(f"milestone:{key}", name, due, client=client))
        for project_id, key, what, due, from_whom in _INPUTS.rows(session, **few):
            found[project_id].append(Thing(f"input:{key}", what, due, (Role.AM,), from_whom=from_whom))
        waiting = [as_model(RequestFields, REQUEST, row) for row in _REQUESTS.rows(session, **few)]
        for project_id, thing in _answers(session, projects, waiting, seats, now):
            found[project_id].append(thing)
    return {key: sorted(things, key=lambda each: (each.due, each.key)) for key, things in found.items()}


def _answers(
    session: Session,
    projects: Sequence[Project],
    waiting: Sequence[RequestFields],
    seats: Mapping[int, Mapping[Role, Seat]],
    now: datetime,
) -> Iterator[tuple[int, Thing]]:
    """(project, when an answer is due and from whom) of each request that waits for somebody who is still here."""
    of = {each.id: each for each in projects}
    asked = {
        each.id: people
        for each in waiting
        if each.due_at is not None
        and (
            people := waits_for(routing.request_facts(session, each, of[each.project_id], now, seats[each.project_id]))
        )
    }
    for team_id in sorted({each.team_id for each in waiting if each.id in asked}):
        theirs = [each for each in waiting if each.team_id == team_id and each.id in asked]
        left = routing.who_left(session, team_id, {who for each in theirs for who in asked[each.id]})
        if left:
            asked |= {each.id: tuple(who for who in asked[each.id] if who not in left) for each in theirs}
            theirs = [each for each in theirs if asked[each.id]]
        hours = hours_of(session, team_id, {asked[each.id][0] for each in theirs})
        for request in theirs:
            people = asked[request.id]
            working = hours[people[0]].working if people[0] in hours else usual(session, team_id)
            # Of money nothing but its name may be read in a channel.
            name = f"{request.name} ({request.domain.replace('_', ' ')})"
            due = working.local_date(request.due_at or now)
            thing = Thing(f"request:{request.id}", name, due, (), people, version=request.version)
            yield request.project_id, thing


def offsets_of(project: Project) -> frozenset[int]:
    """So many working days ahead the project reminds; 0 is the day itself."""
    kept = project.reminder_offsets
    return frozenset(OFFSETS if kept is None else (int(each) for each in kept.split(",") if each))


def shown_offsets(project: Project) -> str:
    """As the form shows them: `10, 5, 2, 1, 0`."""
    return ", ".join(str(each) for each in sorted(offsets_of(project), reverse=True))


def read_offsets(text: str) -> str | None:
    """As the row holds what was typed; None for the usual ones. Raises Invalid for what is no list of working days."""
    words = [each for each in re.split(r"[\s,;]+", text.strip()) if each]
    if [each.casefold() for each in words] == ["none"]:
        return ""
    if not all(each.isascii() and each.isdecimal() for each in words):
        raise Invalid("offsets_unclear", "offsets", text=text.strip()[:100])
    found = {int(each[:6]) for each in words}
    if any(each > FARTHEST for each in found):
        raise Invalid("offsets_far", "offsets", limit=FARTHEST)
    if len(found) > MOST_OFFSETS:
        raise Invalid("offsets_many", "offsets", limit=MOST_OFFSETS)
    return None if found == set(OFFSETS) else ",".join(str(each) for each in sorted(found, reverse=True))
