"""What a date that moves does to the rest of the plan. Pure: a snapshot in, the picture out.

The picture is plain data, so that it can be kept with a request and compared with a later one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bot.domains.timeline import PROJECT, Along, Step, moved_along
from bot.worktime import WorkingTime

#: Entries of one kind that a picture keeps; a card shows fewer.
KEPT = 50
#: Why a day is off, where the day has no name of its own.
WEEKEND, HOLIDAY = "weekend", "public holiday"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that has not come from the client, and the date that waits for it."""

    id: int
    what: str
    due: date
    waits: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody of this project, and another live project that has them from `start` to `end`."""

    user_id: str
    project: str
    start: date | None
    end: date
    #: Until when they work here; None: until this project's deadline.
    here_until: date | None = None
    #: All that the other project has of them.
    hours: float | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """All that bears on a date that moves."""

    today: date
    deadline: Step
    steps: tuple[Step, ...]
    calendar: WorkingTime = field(default_factory=WorkingTime)
    waiting: tuple[Waiting, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    #: (date, who said it): what the client was told beside the plan.
    promised: tuple[tuple[date, str], ...] = ()
    #: What a public holiday is called.
    holiday: Callable[[date], str] = lambda day: ""

    def at(self, key: str) -> Step | None:
        """The date of this key; None for one that is not in the plan (yet)."""
        return self.deadline if key == PROJECT else next((each for each in self.steps if each.key == key), None)


def picture(plan: Plan, key: str, new: date) -> dict[str, Any]:
    """What follows when the date `key` is `new`; only what there is to say, as JSON.

    `was`: the day today. `moves`: what moves along. `inputs`: what the client owes and would be too late, or is late
    already. `people`: who is elsewhere when they would be needed here. `beyond`: what would be after the deadline.
    `promised`: what the client was told beside the plan, and whether it would be held then.
    `client`: the next day that the client was told, and the working days until it. `off`: why it is no working day.
    """
    step = plan.at(key)
    along = moved_along(plan.steps, key, new, plan.calendar)
    dates = {key: new} | {each.key: each.new for each in along}
    found: dict[str, Any] = {
        "was": step.date.isoformat() if step else None,
        "moves": [_move(each) for each in along],
        "inputs": _inputs(plan, dates),
        "people": _people(plan, step.date, new) if step else [],
        "beyond": _beyond(plan, key, new),
        "promised": _promised(plan, dates),
        "client": _client(plan, key, new),
        "off": off_day(plan.calendar, plan.holiday, new),
    }
    return {name: each for name, each in found.items() if each}


def people_of(found: Mapping[str, Any]) -> list[str]:
    """Everybody whom a picture is about, by user id."""
    return [each["user"] for kind in ("people", "promised", "booked") for each in found.get(kind, ())]


def time_left(plan: Plan) -> dict[str, Any]:
    """The working days until the deadline."""
    when = plan.deadline.date
    days = plan.calendar.days_between(plan.today, when)
    return {"date": when.isoformat(), "days": days, "told": plan.deadline.client}


def material(found: Mapping[str, Any]) -> dict[str, Any]:
    """What of a picture must not change unseen: everything but counts of days, which time itself changes."""
    client = found.get("client") or {}
    return {
        "was": found.get("was"),
        "moves": [(each["key"], each["to"]) for each in found.get("moves", ())],
        "inputs": [each["id"] for each in found.get("inputs", ())],
        "people": [(each["user"], each["project"]) for each in found.get("people", ())],
        "beyond": list(found.get("beyond", ())),
        "promised": [(each["date"], each["user"], each["held"]) for each in found.get("promised", ())],
        "booked": [(each["project_id"], each["hours"], each["until"]) for each in found.get("booked", ())],
        "client": (client.get("name"), client.get("date")),
    }


def _move(each: Along) -> dict[str, str]:
    return {"key": each.key, "name": each.name, "from": each.old.isoformat(), "to": each.new.isoformat()}


def _inputs(plan: Plan, dates: Mapping[str, date]) -> list[dict[str, Any]]:
    names = {PROJECT: plan.deadline.name} | {each.key: each.name for each in plan.steps}
    found = [
        {"id": each.id, "what": each.what, "due": each.due.isoformat(), "for": names.get(each.waits, "")}
        for each in plan.waiting
        if each.waits in dates and (each.due > dates[each.waits] or each.due < plan.today)
    ]
    return found[:KEPT]


def _people(plan: Plan, old: date, new: date) -> list[dict[str, Any]]:
    """Later: who is elsewhere in the days that are added. Earlier: in the days that are left."""
    start, end = (old + timedelta(days=1), new) if new > old else (plan.today, new)
    found = [
        {"user": each.user_id, "project": each.project, "until": each.end.isoformat(), "hours": each.hours}
        for each in plan.elsewhere
        if (each.start is None or each.start <= end) and start <= each.end
        if each.here_until is None or each.here_until >= min(old, new)
    ]
    return found[:KEPT]


def _beyond(plan: Plan, key: str, new: date) -> list[str]:
    """Names of what would be after the deadline and is not today."""
    if key == PROJECT:
        return [each.name for each in plan.steps if not each.done and new < each.date <= plan.deadline.date][:KEPT]
    name = plan.at(key)
    later = [(name.name, name.date, new)] if name else []
    later += [(each.name, each.old, each.new) for each in moved_along(plan.steps, key, new, plan.calendar)]
    return [name for name, old, to in later if to > plan.deadline.date >= old][:KEPT]


def _promised(plan: Plan, dates: Mapping[str, date]) -> list[dict[str, Any]]:
    after = {dates.get(each.key, each.date) for each in (*plan.steps, plan.deadline)} | set(dates.values())
    found = [{"date": day.isoformat(), "user": who, "held": day in after} for day, who in plan.promised]
    return found[:KEPT]


def _client(plan: Plan, key: str, new: date) -> dict[str, Any] | None:
    """The next day from `new` on that the client was told, its own aside; else the deadline, where that was one."""
    if key == PROJECT:
        return {"name": "", "date": new.isoformat(), "days": plan.calendar.days_between(plan.today, new)}
    moved = {each.key: each.new for each in moved_along(plan.steps, key, new, plan.calendar)}
    told = [
        (moved.get(each.key, each.date), each.name)
        for each in (*plan.steps, plan.deadline)
        if each.client and not each.done and each.key != key
    ]
    ahead = sorted(each for each in told if each[0] >= new) or sorted(told)[-1:]
    if not ahead:
        return None
    when, name = ahead[0]
    return {"name": name, "date": when.isoformat(), "days": plan.calendar.days_between(new, when)}


def off_day(calendar: WorkingTime, holiday: Callable[[date], str], day: date) -> str:
    """Why nobody works on a day: WEEKEND, or what the public holiday is called; empty for a working day."""
    if calendar.is_working_day(day):
        return ""
    return WEEKEND if day.weekday() not in calendar.weekdays else holiday(day) or HOLIDAY


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is not as it was, each as a kind and its facts, the plainest first."""
    found: list[dict[str, Any]] = []
    if old.get("was") != new.get("was"):
        found.append({"kind": "was", "old": old.get("was"), "new": new.get("was")})
    found += _by_key("moves", old, new, lambda each: each["key"], lambda each: each["to"])
    found += _by_key("inputs", old, new, lambda each: each["id"])
    found += _by_key("people", old, new, lambda each: (each["user"], each["project"]))
    found += [
        {"kind": "beyond", "came": {"name": name}} for name in _only(new.get("beyond", ()), old.get("beyond", ()))
    ]
    found += [
        {"kind": "beyond", "went": {"name": name}} for name in _only(old.get("beyond", ()), new.get("beyond", ()))
    ]
    found += _by_key("promised", old, new, lambda each: (each["date"], each["user"]), lambda each: each["held"])
    found += _by_key("booked", old, new, lambda each: each["project_id"], lambda each: (each["hours"], each["until"]))
    before, after = (material(each)["client"] for each in (old, new))
    if before != after:
        found.append({"kind": "client", "came": new.get("client") or {}, "went": old.get("client") or {}})
    return found


def _only(these: Iterable[str], those: Iterable[str]) -> list[str]:
    gone = set(those)
    return [each for each in these if each not in gone]


def _by_key(
    kind: str, old: Mapping[str, Any], new: Mapping[str, Any], key: Any, value: Any = None
) -> list[dict[str, Any]]:
    before, after = ({key(each): each for each in found.get(kind, ())} for found in (old, new))
    said = []
    for at, each in after.items():
        if at not in before:
            said.append({"kind": kind, "came": each})
        elif value is not None and value(before[at]) != value(each):
            said.append({"kind": kind, "came": each, "went": before[at]})
    return said + [{"kind": kind, "went": each} for at, each in before.items() if at not in after]
