"""What stands between two days: a correction, an arrow, a conclusion, or "by then"."""

from __future__ import annotations

from itertools import pairwise

from bot.language.figures import Mention
from bot.language.words import Words, bag

#: what takes back the day before it, within so many words
_CORRECTS = bag("correction scratch scrap oops whoops edit typo wait actually apologies")
_CORRECTS_PAIRS = frozenset(
    tuple(pair.split("-"))
    for pair in (
        "i-mean", "i-meant", "they-meant", "-no", "-sorry", "no-sorry", "or-rather", "make-that", "strike-that",
        "hang-on", "hold-on", "my-bad", "should-read", "hmm-no", "hm-no", "my-mistake", "well-no",
        "should-say",
    )
)  # fmt: skip
_CORRECTION, _PLAIN_CORRECTION = 8, 18
#: what takes back at once: "Friday? No wait, .."
_AT_ONCE = bag("no wait actually sorry scrap scratch oops whoops correction")
#: "the fair is on the 10th, so ..": what follows within so many words is the ask
_SO, _CONCLUSION = bag("so hence therefore meaning thus"), 16
#: "can't wait for Wednesday" corrects nothing
_WAITED_FOR = bag("for until till to")
#: "so they can look", "so she has Tuesday to read": no conclusion
_PURPOSE = bag("can could have has get gets")
#: "so as not to clash"
_NO_CONCLUSION = bag("that as far")
#: "by that date", "live the same day", "live that day"
_ON_IT = bag("by till until til on the for exact very")
_LIVE = bag("live out ready online there done published up delivered")
#: "launch 25 Nov -> launch 30 Nov"
_ARROWS = bag("→ ➡ ➔ ⇒ arrow_right")
_ARROW = 6


def corrected(words: Words, found: list[Mention], place: int) -> float:
    """`Friday. Sorry, I meant Monday`, `the 20th - no, the 24th`: the later one counts, the earlier one does not.

    "By Friday. No wait, that's tomorrow. Monday": what is the same day is taken back with it.
    """
    day = found[place].day.date
    score = 0.0
    for before in range(max(0, place - 2), place):
        if found[before].day.date != day and _takes_back(words, found, before):
            same = all(each.day.date == found[before].day.date for each in found[before + 1 : place])
            score += 4.0 * same
    if place + 1 < len(found) and _takes_back(words, found, place):
        return score - 4.0
    again = place > 0 and found[place - 1].day.date == day and _takes_back(words, found, place - 1)
    return score - 4.0 * again


def concluded(words: Words, found: list[Mention], place: int) -> float:
    """`their fair is on the 10th, so the 8th please`: the one that follows; not "Monday so that they .."."""
    follows = place > 0 and _so(words, found[place - 1].last, found[place].first)
    leads = place + 1 < len(found) and _so(words, found[place].last, found[place + 1].first)
    return 2.0 * follows - 2.0 * leads


def _so(words: Words, last: int, first: int) -> bool:
    between = words.words[last : min(first, last + _CONCLUSION)]
    if first - last > _CONCLUSION or not _SO & set(between) or "from" in between[-2:]:
        return False
    at = next(place for place, word in enumerate(between) if word in _SO)
    purpose = bool(_NO_CONCLUSION & set(between[at + 1 : at + 2])) or bool(_PURPOSE & set(between[at + 2 : at + 3]))
    return not purpose


def _takes_back(words: Words, found: list[Mention], place: int) -> bool:
    """Whether the few words after a day correct it; "sorry, not Monday" corrects the other way."""
    last, first = found[place].last, found[place + 1].first
    if first - last > _PLAIN_CORRECTION:
        return False
    between = [word for word in words.words[last : min(first, last + _PLAIN_CORRECTION)] if word.isalpha()]
    plain = len(_AT_ONCE & set(between[:3])) > 1
    reach = _PLAIN_CORRECTION if plain else _CORRECTION
    if (
        first - last > _PLAIN_CORRECTION
        or len(between) > reach
        or not between
        or between[-1] in {"not", "than", "from", "of"}
    ):
        return False
    if between[:2] in (["sorry", "for"], ["sorry", "about"]):
        return False
    if "wait" in between and _WAITED_FOR & set(between[between.index("wait") + 1 :][:1]):
        between.remove("wait")  # "they can't wait for Wednesday"
    return bool(_CORRECTS & set(between)) or any(pair in _CORRECTS_PAIRS for pair in pairwise(["", *between]))


def led_to(words: Words, found: list[Mention], place: int) -> float:
    """`launch 25 Nov -> launch 30 Nov`: an arrow leads from the old day to the new one."""
    follows = place > 0 and _arrow(words, found[place - 1].last, found[place].first)
    leads = place + 1 < len(found) and _arrow(words, found[place].last, found[place + 1].first)
    return 3.0 * follows - 3.0 * leads


def _arrow(words: Words, last: int, first: int) -> bool:
    if not 1 <= first - last <= _ARROW:
        return False
    between = words.words[last:first]
    if not _ARROWS.isdisjoint(between):
        return True
    return any(word == ">" and words.at(last + at - 1) in {"-", "=", ">"} for at, word in enumerate(between) if at)


def then_follows(words: Words, last: int, end: int) -> bool:
    """`by then`, `till that date`, `live the same day`: the day just named is wanted after all."""
    near = words.words[last : min(end, last + 40)]
    for at, word in enumerate(near):
        if word == "then" and at and near[at - 1] in {"by", "till", "til", "until", "to", "for"}:
            return True
        if word in {"day", "date", "morning"} and at > 1 and near[at - 1] in {"that", "same"}:
            return near[at - 2] in _ON_IT or (near[at - 1] == "that" and near[at - 2] in _LIVE)
    return False
