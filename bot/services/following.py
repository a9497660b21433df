"""What moves with a date that is moved: read from the plan as it is now, and put back as it was."""

from datetime import date

from sqlmodel import Session

from bot.domains.kind import Target, Value
from bot.domains.milestones import read_steps
from bot.domains.timeline import Along, moved_along
from bot.services.calendars import calendar_of
from models import ProjectFields
from models.enums import Domain


def carry(session: Session, project: ProjectFields, domain: Domain, target: Target, after: Value) -> Value:
    """`after` with what moves along today, in working days; nothing follows the project's own date."""
    if domain is not Domain.DEADLINE or not target.key.startswith("milestone:") or not after:
        return after
    kept = {key: each for key, each in after.items() if key != "moves"}
    if not target.value or target.value.get("date") == after.get("date"):
        return kept
    steps = target.facts.get("steps") or read_steps(session, project.id)
    found = moved_along(steps, target.key, date.fromisoformat(after["date"]), calendar_of(session, project))
    return {**kept, "moves": [_move(each) for each in found]} if found else kept


def reversed_of(before: Value, after: Value) -> Value:
    """The value from before the change, with what moved along on its way back."""
    moves = [{**each, "from": each["to"], "to": each["from"]} for each in after.get("moves", ())]
    return {**before, "moves": moves} if moves else before


def along_of(after: Value) -> tuple[tuple[str, str, str], ...]:
    """(name, from, to) of what moves along."""
    return tuple((each["name"], each["from"], each["to"]) for each in after.get("moves", ()))


def _move(each: Along) -> dict[str, object]:
    return {
        "key": each.key,
        "name": each.name,
        "from": each.old.isoformat(),
        "to": each.new.isoformat(),
        "client": each.client,
    }
