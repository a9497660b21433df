"""Several values that are asked for, or offered, together: decided as one, applied as one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.domains import KINDS
from bot.domains.kind import Kind, Target, Value
from bot.errors import Conflict
from bot.policy.change import Change
from bot.policy.judge import Verdict, strictest
from bot.policy.lending import whose_word
from bot.policy.table import Policy
from bot.services.following import reversed_of
from bot.services.impacts import impact_of
from models import ProjectFields, RequestFields
from models.enums import Role
from models.request import Part


@dataclass(frozen=True, slots=True)
class Piece:
    """One value: what it is about, as it is today, and what it is to become, checked."""

    kind: Kind
    target: Target
    after: Value

    @property
    def stays(self) -> bool:
        """It is to be as it is."""
        return self.after == self.target.value

    def change(self, project: ProjectFields) -> Change:
        return self.kind.change(project, self.target.value, self.after)


def judge_all(
    project: ProjectFields, pieces: Sequence[Piece], acting: frozenset[Role], policy: Policy, *, hybrid: bool
) -> Verdict:
    """Whose word all of it needs: the strictest rule of what it touches."""
    moving = [each for each in pieces if not each.stays] or pieces[:1]
    verdicts = [(each.kind.domain, whose_word(each.change(project), acting, policy, hybrid=hybrid)) for each in moving]
    return strictest(pieces[0].kind.domain, verdicts)


def part_of(session: Session, project: ProjectFields, piece: Piece, now: datetime) -> Part:
    """As it is kept, with what it would move."""
    domain, key = piece.kind.domain, piece.target.key
    impact = impact_of(session, project, domain, key, piece.after, now)
    return Part(domain, key, piece.target.value, piece.after, impact)


def columns_of(parts: Sequence[Part]) -> dict[str, Any]:
    """The columns of a request that hold them, what was asked for first."""
    own, *more = parts
    also = [each.kept() for each in more] or None
    return {"before": own.before, "after": own.after, "impact": own.impact, "also": also}


def changes_of(parts: Iterable[Part]) -> list[tuple[Kind, str, Value]]:
    """What there is to apply: without what stays as it is."""
    return [(KINDS[each.domain], each.target, each.after) for each in parts if each.after != each.before]


def standing(session: Session, project: ProjectFields, request: RequestFields, parts: Iterable[Part]) -> list[Piece]:
    """What a request made so, and what each would be again. Raises Conflict where something moved it since."""
    found = []
    for part in parts:
        if part.after == part.before:
            continue
        kind = KINDS[part.domain]
        key = kind.find(session, project, part.target, part.after)
        today = kind.read(session, project, key)
        if kind.lines(part.after, today.value):
            raise Conflict("moved_on", what=today.name, request_id=request.id)
        now = Target(key, today.name, today.value)
        found.append(Piece(kind, now, reversed_of(part.before, part.after)))
    return found
