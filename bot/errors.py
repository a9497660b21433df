"""The things a person may be told, as a tree: each a code and the facts its sentence needs.

    Problem                 a person can be told this; nothing was changed
    ├── Invalid             something that was typed or picked cannot be used (`field` says where)
    ├── NotFound            what was named does not exist (in this workspace, for this person)
    ├── Refused             not theirs to do; the facts say whose it is
    ├── Conflict            it was theirs to do, but something else came first
    └── Busy                nothing was changed because there was no time for it; press again

The sentences are made in `bot/views/problems.py`, one for each code; a test holds the two lists equal.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Problem(Exception):
    """Something a person may be told. `code` names the sentence, `facts` fill it in."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Invalid(Problem):
    """What was typed or picked cannot be used. `field` is a field key of the form, or None."""

    def __init__(self, code: str, field: str | None = None, **facts: Any) -> None:
        super().__init__(code, **facts)
        self.field = field
        #: What is wrong with other fields of the same form.
        self.others: tuple[Invalid, ...] = ()


class Complaints:
    """All that is wrong with a form, told at once: look at each field within `noting`, then `tell`."""

    def __init__(self) -> None:
        self._found: list[Invalid] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    @contextmanager
    def noting(self) -> Iterator[None]:
        """What cannot be used is kept for later; what was to be made of it is not there then."""
        try:
            yield
        except Invalid as problem:
            self._found += [problem, *problem.others]

    def tell(self) -> None:
        """Raises Invalid, with the others, where there was any."""
        if self._found:
            first, *others = self._found
            first.others = tuple(others)
            raise first


class NotFound(Problem):
    """What was named does not exist in this workspace, or not for this person."""


class Refused(Problem):
    """Not theirs to do."""


class Conflict(Problem):
    """Something else came first; the facts say what."""


class Busy(Problem):
    """No time was left for it. Nothing was changed."""

    def __init__(self) -> None:
        super().__init__("busy")


class SettingsError(Exception):
    """The settings are not usable. The message lists all that is missing and where to get it."""


class DatabaseLocked(Exception):
    """Another process owns this SQLite file."""


class SchemaOutdated(Exception):
    """The database has an older schema than this code needs."""
