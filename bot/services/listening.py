"""What a message is read against: the projects of its channel, who wrote it, and how sure the bot has to be.

Nothing is written here: most messages are no request, and leave no row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.domains import KINDS
from bot.domains.deadline import fold
from bot.language.talk import Understood
from bot.services import finding, outbox
from bot.services.checking import today_of
from models import Person, PickUp, Project
from models.enums import Domain, ProjectStatus

#: Of a direct message or a mention half of the certainty is enough: it was said to us, and is answered anyway.
LOWER_BAR = 0.5
#: Each "Not a request" in a row leaves this much of the doubt that was allowed before.
SHYER = 0.6
#: Letters of a word that tells one date's name from the others'.
TELLING = 4
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Heard:
    """A project that a message may be about."""

    project_id: int
    name: str
    client: str
    #: The names of its dates.
    targets: tuple[str, ...]
    #: As what the author speaks there: "am", "pm" or "other".
    role: str


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything that reading one message needs to know."""

    projects: tuple[Heard, ...]
    #: The author is from outside: their ask goes to the account manager alone.
    by_outsider: bool
    #: Outsiders read the channel.
    outside: bool
    #: On the author's calendar, when they wrote it.
    today: date
    day_first: bool | None
    shyness: int


def listen(
    session: Session, *, team_id: str, channel_id: str, user_id: str, ts: str, sent_at: datetime
) -> Setting | None:
    """What a message in a channel is read against.

    None where nobody is to be offered anything: no project is read here, the author is a bot, a freelancer or unknown,
    or something came of this message already.
    """
    projects = _read_here(session, team_id, channel_id)
    person = session.get(Person, (team_id, user_id)) if projects else None
    if person is None or person.is_bot or person.is_deleted or person.is_freelancer:
        return None
    if find(session, team_id=team_id, channel_id=channel_id, ts=ts) is not None:
        return None
    outside = outbox.outsiders_read(session, team_id, channel_id)
    return _setting(session, projects, person, sent_at, outside=outside)


def listen_directly(
    session: Session, *, team_id: str, channel_id: str, user_id: str, sent_at: datetime
) -> Setting | None:
    """The same for a mention or a direct message: the channel's projects, else the person's own."""
    person = session.get(Person, (team_id, user_id))
    if person is None or person.is_outsider or person.is_deleted or person.is_freelancer:
        return None
    choices = finding.in_channel(session, team_id=team_id, channel_id=channel_id)
    choices = choices or finding.visible(session, team_id=team_id, user_id=user_id)
    keys = [each.project_id for each in choices if each.status is ProjectStatus.LIVE]
    found = {each.id: each for each in session.exec(select(Project).where(col(Project.id).in_(keys)))} if keys else {}
    projects = [found[key] for key in keys if key in found]
    return _setting(session, projects, person, sent_at, outside=False) if projects else None


def listen_again(session: Session, *, team_id: str, pick_up_id: int, sent_at: datetime) -> Setting | None:
    """What a message that was picked up before is read against, when it was edited."""
    found = session.get(PickUp, pick_up_id)
    person = session.get(Person, (team_id, found.author_id)) if found is not None else None
    if found is None or person is None:
        return None
    project = session.get_one(Project, found.project_id)
    return _setting(session, [project], person, sent_at, outside=False)


def find(session: Session, *, team_id: str, channel_id: str, ts: str) -> PickUp | None:
    """What came of a message, if anything did."""
    query = select(PickUp).where(PickUp.team_id == team_id, PickUp.channel_id == channel_id, PickUp.ts == ts)
    return session.exec(query).first()


def about(setting: Setting, text: str) -> tuple[Heard, bool]:
    """The project that a message is about, and whether that is sure: the only one, or the one it names."""
    if len(setting.projects) == 1:
        return setting.projects[0], True
    folded = fold(text)
    named = [each for each in setting.projects if fold(each.name) in folded]
    named = named or [each for each in setting.projects if fold(each.client) in folded]
    named = named or [each for each in setting.projects if any(fold(name) in folded for name in each.targets[1:])]
    return (named[0], True) if len(named) == 1 else ((named or setting.projects)[0], False)


def named_date(heard: Heard, text: str) -> str | None:
    """The one date of the project that a message names, in full or by a word that no other has."""
    said, targets = fold(text), heard.targets[1:]
    whole = [each for each in targets if fold(each) in said]
    if whole:
        longest = max(whole, key=len)
        return longest if all(fold(each) in fold(longest) for each in whole) else None
    words = {each: set(fold(each).split()) for each in targets}
    spoken = set(_WORD.findall(said))
    own = {name: {w for w in mine if sum(w in each for each in words.values()) == 1} for name, mine in words.items()}
    part = [name for name, mine in own.items() if any(len(word) >= TELLING and word in spoken for word in mine)]
    return part[0] if len(part) == 1 else None


def is_sure(understood: Understood, threshold: float, shyness: int, *, directly: bool = False) -> bool:
    """Whether enough was understood to say something. `threshold`: 0 to 1, the reader's own."""
    if understood.kind is None:
        return False
    if directly:
        return understood.confidence >= threshold * LOWER_BAR
    needed = 1 - (1 - threshold) * SHYER ** min(shyness, 20)
    return understood.is_request and understood.confidence >= needed


def _read_here(session: Session, team_id: str, channel_id: str) -> list[Project]:
    query = finding.query_of_channel(team_id, channel_id)
    return list(session.exec(query.where(Project.status == ProjectStatus.LIVE, col(Project.reads_messages).is_(True))))


def _setting(
    session: Session, projects: Sequence[Project], person: Person, sent_at: datetime, *, outside: bool
) -> Setting:
    heard = tuple(
        Heard(
            each.id or 0,
            each.name,
            each.client,
            tuple(target.name for target in KINDS[Domain.DEADLINE].targets(session, each)),
            {each.am_id: "am", each.pm_id: "pm"}.get(person.user_id, "other"),
        )
        for each in projects
    )
    return Setting(
        heard,
        person.is_outsider,
        outside,
        today_of(person, sent_at),
        None if person.locale is None else person.locale != "en-US",
        person.shyness,
    )
