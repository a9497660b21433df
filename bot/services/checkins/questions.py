"""What each role is asked at a check-in, and changing it for the workspace."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from bot.errors import Invalid
from bot.services.ops import require_admin
from bot.services.records import record
from models import CheckinQuestions

ROLES = ("am", "pm", "team")
#: Slack takes longer labels; people do not read them.
LONGEST = 150
MOST = 10


class Answer(StrEnum):
    """How a question is answered."""

    #: Green, amber or red.
    COLOUR = "colour"
    TEXT = "text"
    #: Each line something that stands in the way, with who takes care of it and by when.
    BLOCKERS = "blockers"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a check-in."""

    label: str
    kind: Answer = Answer.TEXT
    #: Told only to those who see money.
    private: bool = False


DEFAULTS: Mapping[str, tuple[Question, ...]] = {
    "am": (
        Question("How does the client feel?", Answer.COLOUR),
        Question("New asks from the client"),
        Question("Anything promised to the client"),
    ),
    "pm": (
        Question("Are we on track for the next milestone?", Answer.COLOUR),
        Question("Blockers", Answer.BLOCKERS),
        Question("People and budget risks", private=True),
        Question("What is needed from the client"),
    ),
    "team": (
        Question("How is your part going?", Answer.COLOUR),
        Question("Blockers", Answer.BLOCKERS),
    ),
}

#: What may stand behind a question in the form that edits them.
_MARK = re.compile(r"\s*\((green/amber/red|blockers|private)\)\s*$", re.IGNORECASE)


def read_questions(session: Session, team_id: str, role: str) -> tuple[Question, ...]:
    """What this role is asked in this workspace."""
    own = session.get(CheckinQuestions, (team_id, role))
    if own is None:
        return DEFAULTS[role]
    return tuple(Question(each["label"], Answer(each["kind"]), each["private"]) for each in own.questions)


def as_lines(questions: Sequence[Question]) -> str:
    """One line for each, as `from_lines` reads them."""
    marks = {Answer.COLOUR: " (green/amber/red)", Answer.BLOCKERS: " (blockers)", Answer.TEXT: ""}
    return "\n".join(f"{each.label}{marks[each.kind]}{' (private)' * each.private}" for each in questions)


def from_lines(text: str, field: str) -> tuple[Question, ...]:
    """Raises Invalid: no question at all, too many, one that is too long, two that read the same, two colours."""
    found = [_read(" ".join(line.split()), field) for line in text.splitlines() if line.strip()]
    if not found:
        raise Invalid("questions_missing", field)
    if len(found) > MOST:
        raise Invalid("questions_many", field, limit=MOST)
    if len({each.label.casefold() for each in found}) < len(found):
        raise Invalid("questions_twice", field)
    for kind in (Answer.COLOUR, Answer.BLOCKERS):
        if sum(each.kind is kind for each in found) > 1:
            raise Invalid("questions_one_of", field)
    return tuple(found)


def _read(line: str, field: str) -> Question:
    marks = set()
    while (match := _MARK.search(line)) is not None:
        marks.add(match[1].lower())
        line = line[: match.start()]
    if not line:
        raise Invalid("questions_missing", field)
    if len(line) > LONGEST:
        raise Invalid("too_long", field, limit=LONGEST)
    kind = Answer.BLOCKERS if "blockers" in marks else Answer.TEXT
    if "green/amber/red" in marks:
        kind = Answer.COLOUR
    private = "private" in marks
    if private and kind is not Answer.TEXT:
        raise Invalid("questions_private", field)
    return Question(line, kind, private)


def open_questions(session: Session, *, team_id: str, user_id: str) -> dict[str, str]:
    """Role → its questions as lines. Raises Refused for who may not change them."""
    require_admin(session, team_id, user_id)
    return {role: as_lines(read_questions(session, team_id, role)) for role in ROLES}


def set_questions(session: Session, *, team_id: str, actor_id: str, given: Mapping[str, str], now: datetime) -> None:
    """From the next form on this is asked; what was answered keeps the question that it answered.

    Raises Refused; Invalid with the role as field.
    """
    require_admin(session, team_id, actor_id)
    found = {role: from_lines(given.get(role, ""), role) for role in ROLES}
    for role, questions in found.items():
        if questions == read_questions(session, team_id, role):
            continue
        kept = session.get(CheckinQuestions, (team_id, role))
        fresh = [asdict(each) for each in questions]
        kept = kept or CheckinQuestions(
            team_id=team_id, role=role, questions=fresh, changed_by=actor_id, changed_at=now
        )
        kept.questions, kept.changed_by, kept.changed_at = fresh, actor_id, now
        session.add(kept)
        record(session, team_id=team_id, actor_id=actor_id, action="checkin_questions", now=now, role=role)
