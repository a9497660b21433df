"""The words that days and durations are said with, and the cutting of a text into words.

Spellings are those of chat: short, long, hurried. Cutting is one pass, and no pattern here can back-track over
more than one word, so the cost grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import lru_cache


def _named(*spellings: str) -> dict[str, int]:
    return {word: place for place, line in enumerate(spellings) for word in line.split()}


def _numbered(line: str) -> dict[str, int]:
    return {word: place for place, word in enumerate(line.split(), start=1)}


def bag(*lines: str) -> frozenset[str]:
    """The words of some lines: a list that people can read and add to."""
    return frozenset(word for line in lines for word in line.split())


def misspelled(word: str) -> set[str]:
    """A long word typed in haste: one letter lost, or two neighbours swapped; its first and last letter stay."""
    lost = {word[:at] + word[at + 1 :] for at in range(1, len(word) - 1)}
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 2)}
    return lost | swapped


def _with_misspelled(names: dict[str, int]) -> dict[str, int]:
    wrong = {each: number for word, number in names.items() if len(word) > 5 for each in misspelled(word)}
    return {**wrong, **names}


WEEKDAYS = _with_misspelled(
    _named(
        "mon monday montag",
        "tue tues tuesday dienstag",
        "wed weds wednesday wednes wensday wedensday mittwoch",
        "thu thur thurs thursday donnerstag",
        "fri friday freitag",
        "sat saturday saterday samstag",
        "sun sunday sonntag",
    )
)
#: also English words: they need a sign that the day is meant
DOUBTFUL_WEEKDAYS = frozenset({"sat", "sun", "wed", "mon"})
MONTHS = _with_misspelled(
    _named(
        "",
        "jan january janurary januar",
        "feb february febuary feburary februar",
        "mar march märz",
        "apr april",
        "may mai",
        "jun june juni",
        "jul july juli",
        "aug august",
        "sep sept september septemeber",
        "oct october okt oktober octobre",
        "nov november novemeber",
        "dec december dez dezember decemeber",
    )
)
NUMBERS = _numbered(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
NUMBERS.update({"a": 1, "an": 1, "another": 1, "thirty": 30, "forty": 40})
ORDINALS = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS["thirtieth"] = 30
ORDINALS.update(
    {f"{tens}{sign}{one}": number + ORDINALS[one] for tens, number in (("twenty", 20), ("thirty", 30)) for sign in " -"
     for one in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")}
)  # fmt: skip
SUFFIXES = frozenset({"st", "nd", "rd", "th"})
TODAY = bag("today tonight tonite 2day 2nite")
TOMORROW = bag(
    "tomorrow tmrw tmr tmrow tmw tomo tom tomorow tommorow tommorrow tomorro tommoro tomoro tomoz 2moro 2morrow "
    "tmrrw tmro tmoro tomrow tomrw tomorrw 2mrw 2mrrw 2morow"
)
DASHES = frozenset("-–—")
#: what may stand after a day that ends a thought; anything else after "the second" is the thing counted
FOLLOWERS = bag(
    "and or but so if as because since for not rather instead at on in with w by from to till until please pls plz "
    "then than when which who that is was would could should can will we i they it he she you latest max itself "
    "works only too also though due due though just of ideally maybe perhaps possible doable ok okay thanks "
    "cheers now the this a after before already unless morning afternoon arvo noon evening eod cob cop said asked "
    "client's our their my"
)
#: what is counted, not dated, in "the 2nd round"
COUNTED = bag(
    "round rounds draft drafts version versions cut pass phase page pages time times quarter half party person "
    "place one option designer developer writer set wave edit proof film sprint edition anniversary birthday floor "
    "century concept batch iteration review look go day week month year stage step item line version slot team "
    "screen frame slide email film video week landing pair language market amend amends revision route"
)
_WORD = re.compile(
    r"(?i:twenty|thirty)[ -](?i:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*|[0-9]+|[^\w\s]"
)
_FIGURES = re.compile(r"(?<![\d/])([0-3]?[0-9])/([0-3]?[0-9])(?!\d)")
_MARKUP = re.compile(r"<[^<>|]*(?:\|(?=[^<>]*>)|>)|&(?:gt|lt|amp);")
_CHANNEL = re.compile(r"<[#!@][^<>]*>")
_STRUCK = re.compile(r"~(?=\S)[^~\n]*(?<=\S)~")


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into lower-case words, numbers and signs, with what is needed to resolve days in it."""

    source: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    today: date
    day_first: bool | None
    asked_within: int
    struck: tuple[tuple[int, int], ...]

    def at(self, place: int) -> str:
        return self.words[place] if 0 <= place < len(self.words) else ""

    def glued(self, place: int) -> bool:
        """Whether the word at `place` follows the one before it without a space."""
        return 0 < place < len(self.words) and self.starts[place] == self.ends[place - 1]

    def number(self, place: int) -> int | None:
        """The figures at `place`, up to four of them: longer ones are no days."""
        word = self.at(place)
        return int(word) if len(word) <= 4 and word.isascii() and word.isdigit() else None

    def is_capital(self, place: int) -> bool:
        return place < len(self.words) and self.source[self.starts[place]].isupper()

    def is_struck(self, place: int) -> bool:
        before = bisect_right(self.struck, (self.starts[place], len(self.source) + 1)) - 1
        return before >= 0 and self.starts[place] < self.struck[before][1]


def _order_shown(source: str) -> bool | None:
    """Whether other dates of the text show that the day comes first: 11/27 beside 12/1 shows that it does not."""
    shown = {int(first) > 12 for first, second in _FIGURES.findall(source) if (int(first) > 12) != (int(second) > 12)}
    return shown.pop() if len(shown) == 1 else None


@lru_cache(maxsize=4096)
def spelled(name: str) -> tuple[str, ...]:
    """A name as the words a text is cut into, whatever its case and spacing."""
    return tuple(found.lower().replace("’", "'") for found in _WORD.findall(name))


def cut(text: str, today: date, *, day_first: bool | None, asked_within: int) -> Words:
    """Cut `text` into words. Slack's mentions, links and escapes are blanked, so that every place stays the same."""
    source = text
    if "<" in source or "&" in source:
        for pattern in (_CHANNEL, _MARKUP):
            source = pattern.sub(lambda found: " " * len(found.group()), source)
    words, starts, ends = [], [], []
    for found in _WORD.finditer(source):
        words.append(found.group().lower().replace("’", "'"))
        starts.append(found.start())
        ends.append(found.end())
    if day_first is None and "/" in source:
        day_first = _order_shown(source)
    struck = tuple(found.span() for found in _STRUCK.finditer(source)) if "~" in source else ()
    return Words(source, words, starts, ends, today, day_first, asked_within, struck)
