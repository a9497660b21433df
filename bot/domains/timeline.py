"""A plan's dates as one snapshot, and what moves with one of them. Pure.

A milestone may follow another: when that one moves, it moves by as many working days, and so do those that follow it.
What is done stays where it is, and what follows it stays too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.worktime import WorkingTime

#: The key of the project's own date among those of its milestones.
PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Step:
    """One date of a plan. `key` is its target, such as "milestone:12"; `follows` that of the one before it."""

    key: str
    name: str
    date: date
    client: bool = False
    follows: str | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Along:
    """One date that moves because another does."""

    key: str
    name: str
    old: date
    new: date
    client: bool = False


def moved_along(steps: Iterable[Step], key: str, new: date, calendar: WorkingTime) -> list[Along]:
    """What else moves when the date `key` moves to `new`, the nearest first; never before what it follows."""
    known = {each.key: each for each in steps}
    if key not in known or known[key].date == new:
        return []
    days = calendar.days_between(known[key].date, new)
    behind = _behind(known)
    at = {key: new}
    found: list[Along] = []
    waiting = list(behind.get(key, ()))
    while waiting:
        step = waiting.pop(0)
        if step.key in at or step.done:
            continue
        to = calendar.add_days(step.date, days)
        before = known[str(step.follows)]
        if days >= 0 and before.date <= step.date:
            # A weekend can be picked: no working day later, and yet later than what follows it.
            to = max(to, at[before.key])
        at[step.key] = to
        if to != step.date:
            found.append(Along(step.key, step.name, step.date, to, step.client))
        waiting += behind.get(step.key, ())
    return sorted(found, key=lambda each: (each.new, each.key))


def expected(
    steps: Iterable[Step], deadline: date, today: date, calendar: WorkingTime, late: Mapping[str, int] | None = None
) -> dict[str, date]:
    """Key (or "project") → when it will be, for what will not be on its day.

    What is overdue comes today at the earliest, what waits for something late comes as many working days (`late`)
    later, what follows one of these moves along, and the project is not over before its last milestone.
    """
    late = late or {}
    known = {each.key: each for each in steps}
    earliest = today if calendar.is_working_day(today) else calendar.add_days(today, 1)
    found: dict[str, date] = {}
    for step in _in_order(known):
        if step.done:
            continue
        when = earliest if step.date < today else step.date
        when = max(when, calendar.add_days(step.date, late.get(step.key, 0)))
        before = known.get(step.follows or "")
        if before is not None and not before.done and before.key in found:
            slip = calendar.days_between(before.date, found[before.key])
            when = max(when, calendar.add_days(step.date, slip))
        if when != step.date:
            found[step.key] = when
    last = max([deadline, *(when for key, when in found.items() if known[key].date <= deadline)])
    end = max(last, calendar.add_days(deadline, late.get(PROJECT, 0)), earliest if deadline < today else deadline)
    return found | ({PROJECT: end} if end != deadline else {})


def _in_order(known: Mapping[str, Step]) -> list[Step]:
    """Each after what it follows."""
    behind = _behind(known)
    found = [each for each in known.values() if each.follows not in known]
    for step in found:
        found += behind.get(step.key, ())
    return found


def is_behind(steps: Iterable[Step], key: str, other: str) -> bool:
    """Whether `other` is `key` itself or follows it, directly or by others: then `key` cannot follow `other`."""
    before = {each.key: each.follows for each in steps}
    at: str | None = other
    for _ in range(len(before) + 1):
        if at == key:
            return True
        at = before.get(at) if at is not None else None
    return False


def _behind(known: Mapping[str, Step]) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in known.values():
        if step.follows is not None:
            found.setdefault(step.follows, []).append(step)
    return found
