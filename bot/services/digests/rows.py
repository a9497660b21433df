"""What weekly digests are made of, for some projects at once: a statement for each kind of row, however many there are.

Each is by project. Rows come as the driver gives them: a digest shows them and changes none.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, and_, bindparam, or_, select
from sqlmodel import Session, SQLModel, col
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.prepared import Prepared, among, as_model, filled, one_of
from bot.services.cases import REQUEST, columns
from bot.services.checkins.rounds import SEATS
from bot.services.promises import STANDING
from bot.services.routing import Named
from models import Blocker, ChangeRequest, Checkin, CheckinRound, ClientInput, Deputy, Promise, RequestFields
from models.enums import Colour, RequestState
from models.lifecycle import OPEN_STATES

#: So many projects are asked for by one statement.
AT_ONCE = 8


def _of(table: type[SQLModel], names: tuple[str, ...], *where: Any, order: Sequence[Any] = ()) -> Prepared:
    """These columns of a table's rows, the project's id before them."""
    project_id = columns(table, ("project_id",))[0]
    query = select(project_id, *columns(table, names)).where(one_of(project_id, "project", AT_ONCE), *where)
    return Prepared(query.order_by(*order))


_SINCE = bindparam("since", type_=UTCDateTime())
_REQUESTS = _of(
    ChangeRequest,
    REQUEST,
    or_(
        among(col(ChangeRequest.state), sorted(OPEN_STATES)),
        and_(
            col(ChangeRequest.decided_at) >= _SINCE,
            ~among(col(ChangeRequest.state), sorted({*OPEN_STATES, RequestState.TOLD})),
        ),
    ),
    order=[col(ChangeRequest.number)],
)
_DEPUTIES = _of(Deputy, ("role", "user_id", "any_time"), order=[col(Deputy.position)])
_ROUNDS = _of(
    CheckinRound,
    ("id", "on_date", "summary_at"),
    col(CheckinRound.summed_up_at).is_not(None),
    col(CheckinRound.on_date) >= bindparam("fresh", type_=Date()),
    order=[col(CheckinRound.on_date)],
)
_COLOURS = Prepared(
    select(col(Checkin.round_id), col(Checkin.seat), col(Checkin.colour)).where(
        one_of(col(Checkin.round_id), "round", AT_ONCE),
        among(col(Checkin.seat), SEATS),
        col(Checkin.colour).is_not(None),
        col(Checkin.answered_at).is_not(None),
    )
)
_BLOCKERS = _of(
    Blocker,
    ("what", "owner_id", "due"),
    col(Blocker.closed_at).is_(None),
    order=[col(Blocker.due), col(Blocker.id)],
)
_PROMISED = _of(
    Promise,
    ("author_id", "date"),
    among(col(Promise.state), STANDING),
    order=[col(Promise.date), col(Promise.id)],
)
_INPUTS = _of(
    ClientInput,
    ("what", "due"),
    col(ClientInput.received_on).is_(None),
    order=[col(ClientInput.due), col(ClientInput.id)],
)


@dataclass(slots=True)
class Rows:
    """What was read of one project."""

    #: Open, or decided since.
    requests: list[RequestFields] = field(default_factory=list)
    deputies: list[Named] = field(default_factory=list)
    #: As the two said last, where that is fresh and the channel was told: "am", "pm".
    colours: dict[str, Colour] = field(default_factory=dict)
    #: (what, who takes care of it, by when), the most urgent first.
    blockers: list[tuple[str, str, date]] = field(default_factory=list)
    #: (who wrote it, which day).
    promised: list[tuple[str, date]] = field(default_factory=list)
    #: What the client has not sent: (what, by when).
    missing: list[tuple[str, date]] = field(default_factory=list)


def read_rows(
    session: Session, project_ids: Iterable[int], *, since: datetime, fresh: date, now: datetime
) -> dict[int, Rows]:
    """Of each of these projects; requests decided since `since`, colours of check-ins since `fresh`."""
    found = {each: Rows() for each in project_ids}
    for few in filled("project", found, AT_ONCE):

        def gather(
            statement: Prepared, into: Callable[[Rows], list[Any]], few: Mapping[str, int] = few, **given: Any
        ) -> None:
            for project_id, *row in statement.rows(session, **few, **given):
                into(found[project_id]).append(tuple(row))

        for project_id, *row in _REQUESTS.rows(session, since=since, **few):
            found[project_id].requests.append(as_model(RequestFields, REQUEST, row))
        gather(_DEPUTIES, lambda rows: rows.deputies)
        gather(_BLOCKERS, lambda rows: rows.blockers)
        gather(_PROMISED, lambda rows: rows.promised)
        gather(_INPUTS, lambda rows: rows.missing)
        for project_id, colours in _colours(session, few, fresh, now).items():
            found[project_id].colours = colours
    return found


def _colours(session: Session, few: Mapping[str, int], fresh: date, now: datetime) -> dict[int, dict[str, Colour]]:
    """Of the last check-in that was summed up; not what the two differ in before they were told."""
    last = {row[0]: row for row in _ROUNDS.rows(session, fresh=fresh, **few)}
    said: dict[int, dict[str, Colour]] = {}
    for rounds in filled("round", (round_id for _, round_id, *_ in last.values()), AT_ONCE):
        for round_id, seat, colour in _COLOURS.rows(session, **rounds):
            said.setdefault(round_id, {})[seat] = Colour(colour)
    return {
        project_id: said[round_id]
        for project_id, round_id, _, summary_at in last.values()
        if round_id in said
        and not (len(set(said[round_id].values())) > 1 and summary_at is not None and summary_at > now)
    }
