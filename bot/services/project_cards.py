"""What the card of a project and its status show, read in one transaction: data only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.policy.may import waits_for
from bot.services import routing
from bot.services.inputs import Needed
from bot.services.lines import read_lines, what_of
from bot.services.marks import Mark, read_marks
from bot.services.people import names
from bot.services.projects import waiting_to_agree
from bot.services.saying import Said, read_said
from bot.services.talked import Talked, read_talked
from models import ChangeRequest, Person, Project
from models.enums import ProjectStatus, Role
from models.lifecycle import OPEN_STATES

#: What a card shows as it is stored.
_AS_STORED = (
    "plan_version",
    "name",
    "client",
    "am_id",
    "pm_id",
    "second_id",
    "made_by",
    "deadline",
    "deadline_client",
    "brief_version",
    "started_at",
    "home_channel",
)


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """One project as its card and its status show it. Money is absent unless the reader may see it."""

    project_id: int
    plan_version: int
    name: str
    client: str
    status: ProjectStatus
    am_id: str
    pm_id: str
    second_id: str | None
    made_by: str
    deadline: date
    deadline_client: bool
    #: The deadline with what was agreed and is expected, and the dates on the way to it.
    mark: Mark
    milestones: tuple[Mark, ...]
    brief_version: int
    #: Who has not agreed to the proposals; empty once it is live.
    waits_for: tuple[str, ...]
    started_at: datetime | None
    home_channel: str
    #: Messages in its channels are read for requests.
    reads: bool = True
    open_requests: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    budget_minor: int | None = None
    currency: str | None = None
    #: What the other domains say, for whoever asked.
    said: tuple[Said, ...] = ()
    deputies: tuple[tuple[Role, str, bool], ...] = ()
    #: What has not come from the client, for whoever asked.
    needed: tuple[Needed, ...] = ()
    #: What was said to the client beside the plan, for whoever asked.
    talked: Talked = field(default_factory=Talked)
    names: Mapping[str, str] = field(default_factory=dict)


def read_project_card(
    session: Session, project_id: int, now: datetime, *, reader_id: str | None = None
) -> ProjectCard | None:
    """The project as the channel sees it or, with `reader_id`, as that person may see it (then with money)."""
    project = session.get(Project, project_id)
    if project is None:
        return None
    marks = read_marks(session, project, now, forecast=reader_id is not None)
    reader = session.get(Person, (project.team_id, reader_id)) if reader_id else None
    money = reader is not None and routing.sees_money(session, project, reader)
    deputies = tuple(
        (role, user_id, user_id in seat.any_time)
        for role, seat in routing.seats(session, project, now).items()
        for user_id in seat.deputies
    )
    requests = _open_requests(session, project, now)
    people = [
        project.am_id,
        project.pm_id,
        project.second_id,
        project.made_by,
        *(user_id for _, user_id, _ in deputies),
        *(who for _, _, asked in requests for who in asked),
    ]
    return ProjectCard(
        project_id=project_id,
        status=ProjectStatus(project.status),
        mark=marks.deadline,
        milestones=marks.milestones,
        waits_for=tuple(waiting_to_agree(project)) if project.status is ProjectStatus.PLANNING else (),
        reads=project.reads_messages,
        open_requests=requests,
        budget_minor=project.budget_minor if money else None,
        currency=project.currency if money else None,
        said=read_said(session, project, money=money) if reader is not None else (),
        deputies=deputies,
        needed=marks.needed,
        talked=read_talked(session, project) if reader is not None else Talked(),
        names=names(session, project.team_id, people),
        **{each: getattr(project, each) for each in _AS_STORED},
    )


def _open_requests(session: Session, project: Project, now: datetime) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(CR-n, what, who must answer) of each open request of the project, oldest first."""
    query = (
        select(ChangeRequest)
        .where(ChangeRequest.project_id == project.id, col(ChangeRequest.state).in_(OPEN_STATES))
        .order_by(col(ChangeRequest.id))
    )
    found = []
    seats = None
    for request in session.exec(query):
        seats = seats or routing.seats(session, project, now)
        facts = routing.request_facts(session, request, project, now, seats)
        what = what_of(request, read_lines(session, request))
        what += ", done already" if request.done is not None else ""
        found.append((request.name, what, routing.still_here(session, request.team_id, waits_for(facts))))
    return tuple(found)
