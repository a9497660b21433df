"""An agency with thousands of projects, each with one request that waits for its PM: rows put in by the thousand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, text
from sqlmodel import SQLModel, col

from benchmarks.transport import PRESSER
from models import Baseline, ChangeRequest, Decision, Lane, Person, Post, Project, ProjectChannel, Workspace
from models.enums import Domain, Mode, PostKind, PostState, ProjectStatus, RequestState, Role

AM, PM = "U0ADA", PRESSER
BEFORE, AFTER = date(2027, 11, 30), date(2027, 12, 14)
CHUNK = 2000
#: Why the PM is asked, as the judge stores it.
RULE = {"because": "rule", "acting": "am", "steward": "pm", "mode": "approval"}


@dataclass(frozen=True)
class Agency:
    """`projects` live projects in a channel each; of the first `requests` (of all, when left out) somebody asks to
    move the date. Projects and requests are numbered from 1, and their cards are shown in Slack already."""

    team_id: str
    projects: int
    requests: int | None = None

    def seed(self, connection: Connection) -> None:
        """Put everything in; the database must be empty."""
        now = datetime.now(UTC)
        _insert(connection, Workspace, [{"team_id": self.team_id, "installer_id": AM, "created_at": now,
                                         "last_request_number": self.projects}])  # fmt: skip
        people = [(AM, "Ada"), (PM, "Petra")]
        _insert(connection, Person, [_person(self.team_id, *each, now) for each in people])
        for first in range(1, self.projects + 1, CHUNK):
            numbers = range(first, min(first + CHUNK, self.projects + 1))
            asked = numbers[: max(0, (self.requests or self.projects) - first + 1)]
            for table, make in ROWS:
                of = asked if table is ChangeRequest else numbers
                _insert(connection, table, [row for n in of for row in make(self.team_id, n, now)])
        if connection.dialect.name == "postgresql":
            for table_name in ("project", "change_request", "post"):
                found = f"SELECT setval(pg_get_serial_sequence('{table_name}', 'id'), max(id)) FROM {table_name}"
                connection.execute(text(found))
            connection.execute(text("ANALYZE"))


def count_decided(connection: Connection) -> tuple[int, int, int]:
    """(decisions, requests approved, projects whose date was moved)."""
    return (
        connection.scalar(select(func.count()).select_from(Decision)) or 0,
        connection.scalar(select(func.count()).where(col(ChangeRequest.state) == RequestState.APPROVED)) or 0,
        connection.scalar(select(func.count()).where(col(Project.deadline) == AFTER)) or 0,
    )


def channel(number: int) -> str:
    return f"C0P{number}"


def _person(team_id: str, user_id: str, name: str, now: datetime) -> dict[str, Any]:
    return Person(team_id=team_id, user_id=user_id, name=name, first_name=name, asked_at=now).model_dump()


def _project(team_id: str, number: int, now: datetime) -> Iterator[dict[str, Any]]:
    yield {
        "id": number, "team_id": team_id, "name": f"Project {number}", "name_key": f"project {number}",
        "client": "Acme", "status": ProjectStatus.LIVE, "made_by": AM, "am_id": AM, "pm_id": PM, "deadline": BEFORE,
        "deadline_client": True, "home_channel": channel(number), "plan_version": 1, "am_agreed_by": AM,
        "pm_agreed_by": PM, "brief_version": 0, "created_at": now, "started_at": now,
    }  # fmt: skip


def _binding(team_id: str, number: int, now: datetime) -> Iterator[dict[str, Any]]:
    yield {"project_id": number, "channel_id": channel(number), "team_id": team_id, "used_at": now}


def _baseline(team_id: str, number: int, now: datetime) -> Iterator[dict[str, Any]]:
    """The plan as it was agreed at the start, as every live project has it."""
    yield {"project_id": number, "number": 1, "dates": {"project": BEFORE.isoformat()}, "created_at": now}


def _request(team_id: str, number: int, now: datetime) -> Iterator[dict[str, Any]]:
    value = {"name": "Deadline", "client": True}
    yield {
        "id": number, "team_id": team_id, "number": number, "project_id": number, "domain": Domain.DEADLINE,
        "target": "project", "mode": Mode.APPROVAL, "state": RequestState.PENDING, "version": 1,
        "open_key": f"{number}:deadline:project", "requester_id": AM, "requester_role": Role.AM, "author_id": AM,
        "needs": "pm", "before": value | {"date": BEFORE.isoformat()}, "after": value | {"date": AFTER.isoformat()},
        "reason": "the client's event moved", "rule": [RULE], "policy_version": 1,
        "channel_id": channel(number), "asked_at": now, "due_at": now + timedelta(days=2),
        "impact": {"was": BEFORE.isoformat(), "client": {"name": "", "date": AFTER.isoformat(), "days": 200}},
    }  # fmt: skip


def _cards(team_id: str, number: int, now: datetime) -> Iterator[dict[str, Any]]:
    for post_id, picture, ts in (
        (2 * number - 1, "project", f"1.{number:06}"),
        (2 * number, "request", f"2.{number:06}"),
    ):
        yield {
            "id": post_id, "team_id": team_id, "address": channel(number), "kind": PostKind.CARD,
            "key": f"{picture}:{number}", "picture": picture, "facts": {}, "project_id": number,
            "request_id": number if picture == "request" else None, "state": PostState.OPEN, "wanted": 1, "shown": 1,
            "channel_id": channel(number), "ts": ts, "attempts": 0, "marker": f"{post_id:024x}", "looks": 0,
            "created_at": now,
        }  # fmt: skip


def _lane(team_id: str, number: int, now: datetime) -> Iterator[dict[str, Any]]:
    yield {"team_id": team_id, "address": channel(number), "free_at": now, "turn": 2}


ROWS = (
    (Project, _project), (Baseline, _baseline), (ProjectChannel, _binding), (ChangeRequest, _request), (Post, _cards),
    (Lane, _lane),
)  # fmt: skip


def _insert(connection: Connection, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), list(rows))
