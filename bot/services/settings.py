"""What people set for themselves, and what admins and ops leads set for everybody who set nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time

from sqlalchemy import update
from sqlmodel import Session, col

from bot import countries
from bot.errors import Invalid
from bot.services import hours, outbox
from bot.services.digests import weekly
from bot.services.ops import require_admin
from bot.services.patience import patience_of, read_patience, set_patience
from bot.services.people import require_colleague
from bot.services.records import record
from bot.worktime import WorkingTime, valid_zone
from models import Person, PersonSettings, Workspace
from models.settings import HoursFields

_SOME_MONDAY = date(2027, 1, 4)
#: What the morning message may tell of, in its order.
PARTS = ("needs", "waits", "due", "overdue", "inputs", "checkins")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a settings form holds: as it is now when it opens, as it was filled in when it is sent."""

    work_from: time | None = None
    work_until: time | None = None
    weekdays: tuple[int, ...] = ()
    #: ISO 3166: "CZ"; "" for no public holidays.
    country: str = ""
    region: str = ""
    digest_at: time | None = None
    digest_days: tuple[int, ...] = ()
    weekly_at: time | None = None
    weekly_days: tuple[int, ...] = ()
    #: One's own only.
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest_parts: tuple[str, ...] = PARTS
    weekly_parts: tuple[str, ...] = weekly.PARTS
    #: The workspace's only, as it was typed.
    zone: str = ""
    #: How long silence may last: field → what is in force, or what was typed.
    silence: Mapping[str, str] = field(default_factory=dict)
    #: Of the workspace, instead of one's own.
    is_for_all: bool = False
    #: Whoever reads it may set the workspace's too.
    is_admin: bool = False


def open_settings(session: Session, *, team_id: str, user_id: str) -> Settings:
    """A person's settings as they are in force now. Raises Refused for outsiders."""
    person = require_colleague(session, team_id, user_id)
    own = session.get(PersonSettings, (team_id, user_id)) or PersonSettings(team_id=team_id, user_id=user_id)
    parts = own.digest_parts.split(",") if own.digest_parts is not None else PARTS
    return replace(
        _in_force(own, session.get_one(Workspace, team_id)),
        quiet_from=own.quiet_from,
        quiet_until=own.quiet_until,
        digest_parts=tuple(each for each in PARTS if each in parts),
        weekly_parts=weekly.parts_of(session, team_id, user_id),
        is_admin=person.is_admin or person.is_ops_lead,
    )


def open_defaults(session: Session, *, team_id: str, user_id: str) -> Settings:
    """The workspace's settings. Raises Refused for who may not change them."""
    require_admin(session, team_id, user_id)
    workspace = session.get_one(Workspace, team_id)
    silence = {name: f"{round(value, 2):g}" for name, value in asdict(patience_of(session, team_id)).items()}
    usual = _in_force(workspace, workspace)
    return replace(usual, zone=workspace.zone, silence=silence, is_for_all=True, is_admin=True)


def save_settings(session: Session, *, team_id: str, user_id: str, given: Settings, now: datetime) -> None:
    """From now on these are the person's. Raises Refused; Invalid with the field of what cannot be."""
    require_colleague(session, team_id, user_id)
    clean = _clean(given)
    workspace = session.get_one(Workspace, team_id)
    own = session.get(PersonSettings, (team_id, user_id)) or PersonSettings(team_id=team_id, user_id=user_id)
    usual = _columns(_in_force(workspace, workspace), workspace.country or "")
    for name, value in _columns(given, clean).items():
        # What is as in the workspace stays the workspace's, and changes with it.
        setattr(own, name, value if value != usual[name] else None)
    own.quiet_from, own.quiet_until = given.quiet_from, given.quiet_until
    own.digest_parts = None if set(given.digest_parts) >= set(PARTS) else ",".join(given.digest_parts)
    own.weekly_parts = None if set(given.weekly_parts) >= set(weekly.PARTS) else ",".join(given.weekly_parts)
    session.add(own)
    _written(session, team_id, user_id, "settings_changed", now, [user_id])


def save_defaults(session: Session, *, team_id: str, user_id: str, given: Settings, now: datetime) -> None:
    """From now on these hold for everybody who set nothing else. Raises Refused; Invalid."""
    require_admin(session, team_id, user_id)
    clean = _clean(given)
    zone = given.zone.strip()
    if not valid_zone(zone):
        raise Invalid("zone_unknown", "zone", text=zone)
    patience = read_patience(given.silence)
    workspace = session.get_one(Workspace, team_id)
    workspace.zone = zone
    set_patience(workspace, patience)
    for name, value in _columns(given, clean).items():
        setattr(workspace, name, value)
    session.add(workspace)
    _written(session, team_id, user_id, "defaults_changed", now, None)


def _clean(given: Settings) -> str:
    """The country's code. Raises Invalid for hours that cannot be."""
    start, end = given.work_from or hours.WORK_FROM, given.work_until or hours.WORK_UNTIL
    if start == end:
        raise Invalid("hours_none", "work_until")
    if start < end and (end.hour - start.hour) * 60 + end.minute - start.minute < 60:
        raise Invalid("hours_few", "work_until")
    if not given.weekdays:
        raise Invalid("weekdays_missing", "weekdays")
    if (given.quiet_from is None) != (given.quiet_until is None):
        raise Invalid("quiet_half", "quiet_from" if given.quiet_from is None else "quiet_until")
    if given.quiet_from is not None and given.quiet_from == given.quiet_until:
        raise Invalid("hours_none", "quiet_until")
    country = countries.read(given.country, given.region) if given.country else ""
    if country is None:
        listed = ", ".join(countries.regions(given.country)[:20]) or "none"
        raise Invalid("region_unknown", "region", text=given.region, listed=listed)
    if start < end and given.digest_at is not None and given.digest_at >= end:
        raise Invalid("digest_after_work", "digest_at", until=f"{end:%H:%M}")
    if given.quiet_from is not None and given.quiet_until is not None:
        _require_time_left(WorkingTime("UTC", start, end, quiet=(given.quiet_from, given.quiet_until)))
    return country


def _require_time_left(working: WorkingTime) -> None:
    """Raises Invalid when the quiet hours leave nothing of the day's work."""
    if working.is_quiet(working.next_arrival(working.at_local(_SOME_MONDAY, working.start))):
        raise Invalid("quiet_all", "quiet_from")


def _in_force(own: HoursFields, usual: HoursFields) -> Settings:
    """What a person and the workspace both have, as it is in force."""
    days = own.weekdays or usual.weekdays or hours.WEEKDAYS
    digest_days = own.digest_days if own.digest_days is not None else usual.digest_days
    country, _, region = ((own.country if own.country is not None else usual.country) or "").partition("-")
    return Settings(
        work_from=own.work_from or usual.work_from or hours.WORK_FROM,
        work_until=own.work_until or usual.work_until or hours.WORK_UNTIL,
        weekdays=_days(days),
        country=country,
        region=region,
        digest_at=own.digest_at or usual.digest_at or hours.DIGEST_AT,
        digest_days=_days(digest_days if digest_days is not None else days),
        weekly_at=own.weekly_at or usual.weekly_at or weekly.AT,
        weekly_days=_days(
            next((each for each in (own.weekly_days, usual.weekly_days) if each is not None), weekly.FRIDAY)
        ),
    )


def _columns(given: Settings, country: str) -> Mapping[str, time | str]:
    """As the rows hold them."""
    return {
        "work_from": given.work_from or hours.WORK_FROM,
        "work_until": given.work_until or hours.WORK_UNTIL,
        "weekdays": _digits(given.weekdays),
        "country": country,
        "digest_at": given.digest_at or hours.DIGEST_AT,
        "digest_days": _digits(given.digest_days),
        "weekly_at": given.weekly_at or weekly.AT,
        "weekly_days": _digits(given.weekly_days),
    }


def _days(digits: str) -> tuple[int, ...]:
    return tuple(int(each) for each in digits)


def _digits(days: Iterable[int]) -> str:
    return "".join(str(each) for each in sorted(set(days)))


def _written(
    session: Session, team_id: str, user_id: str, action: str, now: datetime, people: list[str] | None
) -> None:
    """What arrives by itself for these people (None: everybody) is reckoned anew."""
    whose = [col(Person.team_id) == team_id, *([col(Person.user_id).in_(people)] if people is not None else [])]
    session.flush()
    session.connection().execute(update(Person).where(*whose).values(planned_at=None))
    weekly.forget_times(session, team_id=team_id, user_id=user_id if people is not None else None, now=now)
    record(session, team_id=team_id, action=action, actor_id=user_id, now=now)
    outbox.redraw_home(session, team_id=team_id, user_ids=[user_id])
