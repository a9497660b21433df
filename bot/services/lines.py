"""What a request changes, in lines that name people instead of ids."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, select

from bot.domains import KINDS
from bot.domains.kind import FieldKind, Line
from bot.services.calendars import off_on
from bot.services.people import names
from models import ChangeRequest, Project, RequestFields, RequestVersion
from models.enums import Domain
from models.request import Part


def read_lines(session: Session, request: RequestFields, parts: Iterable[Part] | None = None) -> tuple[Line, ...]:
    """What a request (or another version of it, `parts`) changes."""
    of = request.parts if parts is None else parts
    lines = [line for each in of for line in KINDS[each.domain].lines(each.before, each.after)]
    return named(session, request.team_id, lines)


def read_offers(session: Session, request: ChangeRequest) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """(author, what it changes) of every version, where there were several."""
    if request.rounds == 0:
        return ()
    query = select(RequestVersion).where(RequestVersion.request_id == request.id).order_by(col(RequestVersion.version))
    own = request.parts[0]
    return tuple((each.author_id, read_lines(session, request, each.parts(own))) for each in session.exec(query))


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


def what_of(request: RequestFields, lines: Sequence[Line]) -> str:
    """What a change is about, in a few words: the label that all lines of what was asked for have, else the titles of
    its domains."""
    labels = {each.label for each in asked_of(lines)}
    titles = dict.fromkeys(KINDS[each.domain].title for each in request.parts if each.after != each.before)
    first, *more = titles or [KINDS[Domain(request.domain)].title]
    return labels.pop() if len(labels) == 1 else ", ".join([first, *(each[0].lower() + each[1:] for each in more)])


def asked_of(lines: Sequence[Line]) -> list[Line]:
    """The lines of what was asked for, without what moves along."""
    return [each for each in lines if not each.along]
