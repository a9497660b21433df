"""What a project has to keep a date for, and who answers for it: what reminders and digests tell of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.cadence import FARTHEST, Ahead
from bot.domains.deadline import DEADLINE
from bot.errors import Invalid
from bot.policy.may import Seat, waits_for
from bot.services import routing
from bot.services.hours import working_time
from models import ChangeRequest, ClientInput, Milestone, Project
from models.enums import RequestState, Role

#: Working days ahead of a date at which its people are reminded, until a project says otherwise.
OFFSETS = (10, 5, 2, 1, 0)
#: Nobody wants to be reminded more often than that.
MOST_OFFSETS = 20
BOTH = (Role.AM, Role.PM)
#: An answer is due within a day or two: it is reminded of on the day itself, and when it is late.
_ON_THE_DAY = frozenset({0})


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
    found = []
    if project.delivered_at is None:
        found.append(Thing(f"project:{project.id}", DEADLINE, project.deadline, client=project.deadline_client))
    milestones = select(Milestone).where(Milestone.project_id == project.id, col(Milestone.done_at).is_(None))
    found += [
        Thing(f"milestone:{each.id}", each.name, each.date, client=each.client_date)
        for each in session.exec(milestones)
    ]
    inputs = select(ClientInput).where(ClientInput.project_id == project.id, col(ClientInput.received_on).is_(None))
    found += [
        Thing(f"input:{each.id}", each.what, each.due, (Role.AM,), from_whom=each.from_whom)
        for each in session.exec(inputs)
    ]
    found += _requests(session, project, seats, now)
    return sorted(found, key=lambda each: (each.due, each.key))


def _requests(session: Session, project: Project, seats: Mapping[Role, Seat], now: datetime) -> list[Thing]:
    waiting = select(ChangeRequest).where(
        ChangeRequest.project_id == project.id, ChangeRequest.state == RequestState.PENDING
    )
    found = []
    for request in session.exec(waiting):
        asked = waits_for(routing.request_facts(session, request, project, now, seats))
        if not asked or request.due_at is None:
            continue
        due = working_time(session, project.team_id, asked[0]).local_date(request.due_at)
        # Of money nothing but its name may be read in a channel.
        name = f"{request.name} ({request.domain.replace('_', ' ')})"
        found.append(Thing(f"request:{request.id}", name, due, (), asked, version=request.version))
    return found


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
