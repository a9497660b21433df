"""What is needed from the client, as it is typed: `Photos from Carla by 12 Nov for Homepage copy`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.language.dates import Problem, Reading
from bot.language.following import named
from bot.language.phrases import read_milestone_phrase

_FOR = re.compile(r"\s+(?:for|before)\s+", re.IGNORECASE)
_FROM = re.compile(r"\s+from\s+", re.IGNORECASE)
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class InputPhrase:
    """What was understood; "" and None for what was not typed."""

    what: str
    whom: str
    reading: Reading
    #: The known name of what waits for it.
    waits: str | None = None


def read_input_phrase(text: str, today: date, names: Sequence[str], *, day_first: bool | None = None) -> InputPhrase:
    """`names`: what can wait for it. Never raises."""
    text, waits = _waits(text[:_LONGEST], names)
    phrase = read_milestone_phrase(text, today, day_first=day_first)
    dated = phrase.reading.problem is not Problem.NONE_FOUND
    name = phrase.name if dated else text.strip()
    parts = list(_FROM.finditer(name))
    if not parts:
        return InputPhrase(" ".join(name.split()), "", phrase.reading, waits)
    what, whom = name[: parts[-1].start()], name[parts[-1].end() :]
    return InputPhrase(" ".join(what.split()), " ".join(whom.split()), phrase.reading, waits)


def _waits(text: str, names: Sequence[str]) -> tuple[str, str | None]:
    for found in reversed(list(_FOR.finditer(text))):
        name = named(re.sub(r"^the\s+", "", text[found.end() :], flags=re.IGNORECASE), names)
        if name is not None:
            return text[: found.start()], name
    return text, None
