"""What a whole sentence says of its day: it stands in the plan, nobody can make it, or it has to be."""

from __future__ import annotations

from itertools import pairwise

from bot.language import stock
from bot.language.figures import Mention
from bot.language.words import DASHES, MONTHS, Words

_SENTENCE_ENDS = frozenset(".?!;")
#: so many other days are looked at, however many a text has
_NEAR = 4


def stands(words: Words, found: list[Mention], place: int) -> float:
    """How much the sentence around the day speaks for it, or against."""
    mention = found[place]
    before, after = _lead(words, mention.first), _rest(words, mention.last)
    score = -3.0 * (_ends_in(before, stock.STOOD, stock.STOOD_LAST) and not stock.PUT & set(before[-5:-1]))
    score += 2.0 * _ends_in(before, stock.WANTED, stock.WANTED_LAST)
    score += 2.5 * _begins_with(after, stock.STANDS_NOW, stock.STANDS_NOW_FIRST)
    score -= 3.0 * _begins_with(after, stock.STILL_STANDS, stock.STILL_STANDS_FIRST)
    score += 5.0 * _replaces(words, found, place) + 3.0 * _is_put_to_them(before, after)
    score += _labelled(words, mention.first) - 3.0 * _falls(words, found, place)
    score -= 3.0 * _gives_the_reason(words, mention.first)
    score -= 5.0 * _until(words, mention, after)
    if after[:4] == [
        "out",
        "of",
        "the",
        "question",
    ]:  # "is Friday out of the question?", "Friday's out of the question"
        score += (
            2.5
            if {"is", "would"} & set(before[-2:] or words.words[max(0, mention.first - 1) : mention.first])
            else -2.5
        )
    if after[:2] == [",", "which"] and stock.GONE & set(after[2:12]):
        score -= 3.0
    if after[:2] in (["will", "not"], ["is", "not"], ["does", "not"], ["can", "not"]):
        score -= 2.5
    if _of_nobody(words, mention.first):
        score -= 3.0
    if mention.first == 0 and after[:1] in (["for"], ["instead"]):
        score += 2.0  # "next Mon for the boards?"
    if place and _ends_an_absence(words, found[place - 1], mention):
        score -= 6.0
    return score + _named_again(words, found, place) + _one_of_two(found, place) + _asked_politely(words, mention)


def _ends_in(before: list[str], phrases: frozenset[tuple[str, ...]], last: frozenset[str]) -> bool:
    if not before or before[-1] not in last:
        return False
    return any(tuple(before[-size:]) in phrases for size in range(1, len(before) + 1))


def _begins_with(after: list[str], phrases: frozenset[tuple[str, ...]], first: frozenset[str]) -> bool:
    if not after or after[0] not in first:
        return False
    return any(tuple(after[:size]) in phrases for size in range(1, 6))


def _lead(words: Words, first: int) -> list[str]:
    """The few words before a day, within its sentence, without what always stands there."""
    near: list[str] = []
    for place in range(first - 1, max(-1, first - 8), -1):
        word = words.words[place]
        if word in _SENTENCE_ENDS:
            break
        if near or word not in stock.TRANSPARENT:
            near.insert(0, word)
    return near


def _rest(words: Words, last: int) -> list[str]:
    near: list[str] = []
    for word in words.words[last : last + 12]:
        if word in _SENTENCE_ENDS:
            break
        near.append(word)
    return near


def _until(words: Words, mention: Mention, after: list[str]) -> bool:
    """`6 Feb until now`, `until Friday I believed in it`, `she is away until Friday`: how it was, or why."""
    if after[:1] and after[0] in stock.UNTIL and set(after[1:2]) & stock.NOW:
        return True
    place = mention.first - 1 - (words.at(mention.first - 1) in {"the", "end", "of"})
    if words.at(place) not in stock.UNTIL:
        return False
    before = words.at(place - 1)
    opens = before in _SENTENCE_ENDS or not before or words.at(place) == "through"
    if (opens and set(after[:1]) & stock.SAID_AFTER) or before in stock.AWAY:
        return True
    if before.endswith("ed") and len(before) > 4 and not stock.WISHES & set(words.words[max(0, place - 9) : place]):
        return True  # "the studio is flooded until the 22nd"
    return _is_somewhere(words.words[max(0, place - 6) : place]) or _had(words.words[max(0, place - 4) : place])


def _is_somewhere(before: list[str]) -> bool:
    """`he's in Milan until the 27th`, `they are on site till Monday`: why, not when."""
    for place, word in enumerate(before[-4:-1], max(0, len(before) - 4)):
        if word in {"in", "at", "on"}:
            return place > 0 and (before[place - 1] in stock.BEING or before[place - 1].endswith(("'s", "'re", "'m")))
    return False


def _had(before: list[str]) -> bool:
    """`they thought they'd till the 26th`, `we had until Friday`: the day that stood."""
    if not before or {"if", "could", "can", "may", "wish", "?"} & set(before):
        return False
    return before[-1] == "had" or (before[-1].endswith("'d") and len(before[-1]) > 2) or before[-1] in stock.BELIEVED


def _replaces(words: Words, found: list[Mention], place: int) -> bool:
    """`put the 9th in the plan in place of the 4th`: the one that is put there."""
    if place + 1 == len(found):
        return False
    said = [word for word in words.words[found[place].last : found[place + 1].first] if word != "the"]
    return len(said) < 10 and (tuple(said[-2:]) in stock.IN_PLACE or tuple(said[-3:]) in stock.IN_PLACE)


def _is_put_to_them(before: list[str], after: list[str]) -> bool:
    """`would 15 January be ok`."""
    return bool(stock.MIGHT & set(before[-1:])) and bool(stock.DO & set(after[:1]))


def _labelled(words: Words, first: int) -> float:
    """`Old: 12 January. New: 18 January`, `due: 23.11. Wanted: 27.11. Because: print only on 26.11`."""
    place = first - 1 - (words.at(first - 1) in {"the", "on"})
    return stock.LABELS.get(words.at(place - 1), 0.0) if words.at(place) == ":" else 0.0


def _falls(words: Words, found: list[Mention], place: int) -> bool:
    """`Friday for the shoot is out`: it is told of the day that it does not hold."""
    until = found[place + 1].first if place + 1 < len(found) else len(words.words)
    rest = words.words[found[place].last : min(until, found[place].last + 9)]
    return any(pair in stock.FALLS for pair in pairwise(rest[1:])) and not {"if", ".", "?", ","} & set(rest[:5])


def _gives_the_reason(words: Words, first: int) -> bool:
    """`Why: the mix moved to 30 Nov`: the sentence says that it only explains."""
    opened = first - 1
    while opened >= 0 and words.words[opened] not in _SENTENCE_ENDS and first - opened < 24:
        opened -= 1
    return words.at(opened + 1) in stock.REASONS and words.at(opened + 2) == ":"


def _ends_an_absence(words: Words, before: Mention, mention: Mention) -> bool:
    """`the client is out Mon 30 to Wed 2`: the end of why, however much "to" speaks for a day."""
    between = [word for word in words.words[before.last : mention.first] if word != "the"]
    if len(between) != 1 or not (between[0] in stock.UNTIL or between[0] == "to" or between[0] in DASHES):
        return False
    lead = [word for word in words.words[max(0, before.first - 4) : before.first] if word not in stock.LEADING]
    signed_off = {"-", "sign"} & set(lead[-2:-1])  # "sign-off from the 3rd to the 5th"
    return bool(stock.AWAY & set(lead[-1:])) and not signed_off


def _of_nobody(words: Words, first: int) -> bool:
    """`Nobody is going to read it on the 24th`: the sentence begins so, and its first clause holds the day."""
    opened = first - 1
    while opened >= 0 and words.words[opened] not in _SENTENCE_ENDS and first - opened < 24:
        if words.words[opened] in {",", ":", "so", "but"}:
            return False
        opened -= 1
    lead = words.words[opened + 1 : opened + 3]
    return bool(lead) and (lead[0] in stock.NOBODY or lead == ["no", "one"])


def _named_again(words: Words, found: list[Mention], place: int) -> float:
    """`the Wednesday after, 27 August`: said twice, and the day of a month is the surer one."""
    if place + 1 < len(found) and _same(words, found[place], found[place + 1]):
        return -2.5
    return 2.5 * (place > 0 and _same(words, found[place - 1], found[place]))


def _same(words: Words, one: Mention, other: Mention) -> bool:
    if one.day.date == other.day.date or _is_dated(words, one) or not _is_dated(words, other):
        return False
    between = words.words[one.last : other.first]
    return 0 < len(between) <= 5 and stock.NEXT_DAY_SAID.issuperset(between) and not {",", "("}.isdisjoint(between)


def _is_dated(words: Words, mention: Mention) -> bool:
    said = words.words[mention.first : mention.last]
    return any(word in MONTHS for word in said) and any(word.isdigit() for word in said)


def _one_of_two(found: list[Mention], place: int) -> float:
    """`she can do the 21st or the 22nd, let's say the 21st`: the one said plainly, not both."""
    day = found[place].day
    if day.date is None:
        return -3.0 * any(other.day.date in day.candidates for other in found[place + 1 : place + 1 + _NEAR])
    return 2.0 * any(day.date in other.day.candidates for other in found[max(0, place - _NEAR) : place])


def _asked_politely(words: Words, mention: Mention) -> float:
    """`Monday please?`: put to somebody all by itself."""
    polite = words.at(mention.last) in {"please", "pls", "plz"} and words.at(mention.last + 1) in {"?", ""}
    return 2.0 * (polite and words.at(mention.first - 1) in {".", "?", "!", ""})
