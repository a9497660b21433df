"""What a request changes, in lines that name people instead of ids."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, select

from bot.domains import KINDS
from bot.domains.kind import FieldKind, Kind, Line, Value
from bot.services.calendars import off_on
from bot.services.people import names
from models import ChangeRequest, Project, RequestFields, RequestVersion
from models.enums import Domain


def read_lines(session: Session, request: RequestFields, after: Value | None = None) -> tuple[Line, ...]:
    """What a request (or another version of it, `after`) changes."""
    kind = KINDS[Domain(request.domain)]
    return named(session, request.team_id, kind.lines(request.before, request.after if after is None else after))


def read_offers(session: Session, request: ChangeRequest) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """(author, what it changes) of every version, where there were several."""
    if request.rounds == 0:
        return ()
    query = select(RequestVersion).where(RequestVersion.request_id == request.id).order_by(col(RequestVersion.version))
    return tuple((each.author_id, read_lines(session, request, each.after)) for each in session.exec(query))


def days_off(session: Session, project: Project, lines: Sequence[Line]) -> dict[str, str]:
    """ISO day that is asked for → why nobody works on it; without working days."""
    asked = [each.new for each in asked_of(lines) if each.kind is FieldKind.DATE and each.new]
    why = off_on(session, project) if asked else None
    return {each: off for each in asked if why is not None and (off := why(date.fromisoformat(each)))}


def named(session: Session, team_id: str, lines: list[Line]) -> tuple[Line, ...]:
    """The same lines with people's names: before the label where they are about somebody, and as values."""
    people = {each.about for each in lines}
    people |= {who for each in lines if each.kind is FieldKind.PERSON for who in (each.old, each.new)}
    if people <= {None}:
        return tuple(lines)
    known = names(session, team_id, people)

    def name(line: Line) -> Line:
        if line.kind is FieldKind.PERSON:
            line = replace(line, old=known.get(line.old or "", line.old), new=known.get(line.new or "", line.new))
        return replace(line, label=f"{known.get(line.about, 'somebody')} {line.label}") if line.about else line

    return tuple(name(each) for each in lines)


def what_of(kind: Kind, lines: tuple[Line, ...]) -> str:
    """What a change is about, in a few words: the label of what was asked for alone, else the domain's title."""
    asked = asked_of(lines)
    return asked[0].label if len(asked) == 1 else kind.title


def asked_of(lines: Sequence[Line]) -> list[Line]:
    """The lines of what was asked for, without what moves along."""
    return [each for each in lines if not each.along]
