"""What a domain is: its fields as data, how its value reads now, how it is applied, what a change of it means.

One file in this folder is one domain. Forms, cards, `/why` and the policy read only what is declared here, so that a
further domain needs no other code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlmodel import Session

from bot.policy.change import Change
from models import ProjectFields
from models.enums import Domain

#: A value as it is stored with a request: JSON only, dates as ISO texts.
Value = dict[str, Any]


class FieldKind(StrEnum):
    """How a field is asked for and shown."""

    #: One of the project's own things that this domain can change.
    TARGET = "target"
    DATE = "date"
    TEXT = "text"
    LONG_TEXT = "long_text"
    #: Somebody of the workspace, by user id.
    PERSON = "person"
    #: An amount as people type it; in a line "<minor units> <currency>".
    MONEY = "money"
    #: A number of something, such as hours.
    NUMBER = "number"
    #: One of the field's options.
    CHOICE = "choice"
    #: Ticked or not.
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a domain's form."""

    key: str
    label: str
    kind: FieldKind
    required: bool = True
    hint: str | None = None
    max_length: int = 3000
    #: For a choice: (value, what people read); for a flag: its one pair.
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """One thing in a project that this domain can change."""

    key: str
    name: str
    value: Value
    #: What else has to be known to check a change of it; the domain's own shape, never stored.
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that differs, for "old → new"; `old` None means it is new, `new` None that it goes."""

    label: str
    kind: FieldKind
    old: str | None
    new: str | None
    #: Whom it is about, by user id; their name goes before the label.
    about: str | None = None
    #: It was not asked for by itself: it moves along with what was.
    along: bool = False


@dataclass(frozen=True, slots=True)
class Application:
    """What applying a change needs to know beside the values."""

    actor_id: str
    reason: str
    request_id: int | None
    now: datetime


#: The last question of every form, and of every refusal.
WHY = Field("why", "Why", FieldKind.LONG_TEXT, max_length=1000)


class Kind(Protocol):
    """A domain that can be proposed."""

    @property
    def domain(self) -> Domain: ...

    @property
    def title(self) -> str:
        """In the picker, worded for people: "Move a date"."""
        ...

    @property
    def fields(self) -> Sequence[Field]: ...

    @property
    def private(self) -> bool:
        """Money: only for the eyes of the two roles, their deputies and ops leads."""
        ...

    @property
    def about(self) -> str | None:
        """The key of the field that names what it is about; None where there is one thing, or one is chosen."""
        ...

    def target_of(self, given: Mapping[str, Any]) -> str:
        """The key of what a filled-in form is about. Raises Invalid with the field's key."""
        ...

    def filled(self, value: Value) -> dict[str, Any]:
        """What the form's fields hold for a value."""
        ...

    def targets(self, session: Session, project: ProjectFields) -> list[Target]:
        """What can be changed, the most usual first."""
        ...

    def read(self, session: Session, project: ProjectFields, target: str) -> Target:
        """The target with today's value. Raises NotFound when it is gone."""
        ...

    def find(self, session: Session, project: ProjectFields, target: str, after: Value) -> str:
        """Where the value lives once `after` was applied to `target`: what was new has a key of its own by then."""
        ...

    def clean(self, now: Target, given: Mapping[str, Any], today: date) -> Value:
        """What was given, checked, as a value. Raises Invalid with the field's key."""
        ...

    def change(self, project: ProjectFields, before: Value, after: Value) -> Change:
        """The facts that the policy looks at."""
        ...

    def apply(self, session: Session, project: ProjectFields, target: str, after: Value, by: Application) -> None:
        """Make it so. `after` may be an earlier value, when a decision is taken back."""
        ...

    def lines(self, before: Value, after: Value) -> list[Line]:
        """What differs, in reading order."""
        ...
