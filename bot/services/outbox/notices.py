"""Many notices at once: what a look at the clock owes, by two statements instead of two for each."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from sqlmodel import Session

from bot.services.outbox import owing
from models.enums import PostKind


class Notice(NamedTuple):
    """One of many notices that are owed at once; `owe_notice` says what is what."""

    address: str
    key: str
    picture: str
    facts: dict[str, Any]
    project_id: int | None = None
    thread_of: int | None = None
    not_before: datetime | None = None
    has_lane: bool = False


def owe_notices(session: Session, team_id: str, notices: Sequence[Notice], now: datetime) -> None:
    """The same for many of one workspace by two statements, in the order of their keys; none when none are given."""
    if not notices:
        return
    same = owing.row_of(team_id, "", PostKind.NOTICE, "", "", {}, now)
    # Two who owe the same at once take them in the same order.
    rows = [
        {
            "address": each.address,
            "key": each.key,
            "picture": each.picture,
            "facts": each.facts,
            "marker": marker,
            "project_id": each.project_id,
            "thread_of": each.thread_of,
            "not_before": each.not_before,
        }
        for each, marker in zip(sorted(notices, key=attrgetter("key")), owing.new_markers(len(notices)), strict=True)
    ]
    common = {name: value for name, value in (owing.EMPTY | same).items() if name not in rows[0]}
    owing.SAY_ONCE[owing.dialect_of(session)].many(session, rows, **common)
    without_lane = {(team_id, each.address) for each in notices if not each.has_lane}
    owing.MAKE_LANE[owing.dialect_of(session)].many(session, owing.lanes_for(without_lane, now))
