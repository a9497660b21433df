"""What a whole sentence says of its day: it stands in the plan, nobody can make it, or it has to be."""

from __future__ import annotations

from bot.language.figures import Mention
from bot.language.words import MONTHS, Words, bag

_SENTENCE_ENDS = frozenset(".?!;")
#: so many other days are looked at, however many a text has
_NEAR = 4


def _phrases(lines: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(each.split()) for each in lines.split("|"))


def _last_words(phrases: frozenset[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(each[-1] for each in phrases)


def _first_words(phrases: frozenset[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(each[0] for each in phrases)


#: "we had it down for the Friday", "it's down as tomorrow", "we have them in for the 23rd", "it was going on the 3rd"
_STOOD = _phrases(
    """
    committed to | told them | told her | told him | told you | than wait for | not wait for | than waiting for
    | down for | down as | down on | it in for | them in for | us in for | that in for | was going on | were going on
    | was going out | were going out | opposed to | supposed to be | meant to be | pencilled in | old date | old
    date : | current date | original date | old deadline | it says | stands at | stands for | set on | had put | had
    said | i'd put | we'd put | we'd said | i'd said | we'd told them | had told them | had promised | had them for
    | had it for | had it on | used to be | had been | it was | that was | until now | till now | up to now | so far
    | believed in | we believed | we thought | i thought | they thought | formerly | previously | counted on | we
    planned for | we planned on | had planned for | had planned | had agreed | were aiming for | was aiming for |
    had aimed for | was heading for | were heading for | plan as | plan for | plan with | tracker as | tracker for |
    sheet as | sheet for | calendar as | calendar for | timeline as | timeline for | it sits on | sits at | is
    sitting on | still says | still has | ahead of | sooner than | earlier than the | later than the | forget |
    forget about | in lieu of | in stead of | except | anything but
    """
)
_STOOD_LAST = _last_words(_STOOD)
_TRANSPARENT = bag("the on at eod cob around about a by for as end of noon , ( *") - {"for", "as"}
#: "8 January makes more sense", "30 January it has to be", "a week tomorrow is their promise", "the 9th it is"
_STANDS_NOW = _phrases(
    """
    makes more sense | makes sense | would make sense | it has to be | it must be | it needs to be | it is | it'll
    have to be | it will have to be | is their promise | is their offer | is their wish | is their date | is the
    date | is the new | is our new | is my ask | is the ask | is all i | is as early | is the earliest | is the
    soonest | is the first | is the next | they all can | as opposed to | has to be it | or nothing | or bust | i
    can do | we could do | i could do | would save | would help | would suit | is free | is open | if that's
    """
)
_STANDS_NOW_FIRST = _first_words(_STANDS_NOW)
#: "that is the 16th", "make it the 16th", "how about the 16th"
_WANTED = _phrases(
    """
    ideally
    | , that is | , that's | so that is | so that's | namely | which would be | that would be | that'd be | make it |
    make that | let's say | let us say | i'd say | go for | go with | settle on | settle for | how about | what
    about | why not | could be | may be | might be | should be | must be | has to be | have to be | needs to be |
    wants it | want it | need it | needs it | like it | would like | have it | get it | ready for | no later than |
    not later than | at the latest | latest | deadline now | date now | now wants | now want | now need
    """
)
_WANTED_LAST = _last_words(_WANTED)
#: "gone until the 4th", "closed till Monday": the reason
_AWAY = bag(
    "gone away off out abroad busy unavailable unreachable travelling traveling offline booked closed shut back tied "
    "sick ill holiday leave vacation honeymoon jury court training retreat offsite lasts runs goes continues open"
)
_UNTIL = bag("until till til through")
#: "6 Feb until now", "until today it was the 5th"
_NOW = bag("now today recently yesterday")
_SAID_AFTER = bag("i we it they that this the he she everybody everyone nobody")
_STILL_STANDS = _phrases(
    """
    on the plan | in the plan | on the schedule | in the schedule | in the tracker | on the tracker | in the calendar
    | on the calendar | on paper | on the books | in the books | in the contract | in the SOW | in the sow | right now
    | in the sheet | in there | as it stands | as things stand | at the moment | pencilled in | on file
    """
)
_STILL_STANDS_FIRST = _first_words(_STILL_STANDS)
#: "the 22nd, which is too late", "the 7th is gone"
_GONE = bag("late gone dead impossible off unavailable taken full cancelled canceled scrapped ambitious tight")
_NOBODY = bag("nobody noone none neither")
_NEXT_DAY_SAID = bag(", ( - – — i e so aka right after ie namely meaning .")


def stands(words: Words, found: list[Mention], place: int) -> float:
    """How much the sentence around the day speaks for it, or against."""
    mention = found[place]
    before, after = _lead(words, mention.first), _rest(words, mention.last)
    score = -3.0 * _ends_in(before, _STOOD, _STOOD_LAST) + 1.5 * _ends_in(before, _WANTED, _WANTED_LAST)
    score += 2.5 * _begins_with(after, _STANDS_NOW, _STANDS_NOW_FIRST)
    score -= 3.0 * _begins_with(after, _STILL_STANDS, _STILL_STANDS_FIRST)
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
    if after[:2] == [",", "which"] and _GONE & set(after[2:12]):
        score -= 3.0
    if after[:2] in (["will", "not"], ["is", "not"], ["does", "not"], ["can", "not"]):
        score -= 2.5
    if _of_nobody(words, mention.first):
        score -= 3.0
    if mention.first == 0 and after[:1] in (["for"], ["instead"]):
        score += 2.0  # "next Mon for the boards?"
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
        if near or word not in _TRANSPARENT:
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
    if after[:1] and after[0] in _UNTIL and set(after[1:2]) & _NOW:
        return True
    place = mention.first - 1 - (words.at(mention.first - 1) in {"the", "end", "of"})
    if words.at(place) not in _UNTIL:
        return False
    before = words.at(place - 1)
    opens = before in _SENTENCE_ENDS or not before or words.at(place) == "through"
    return (opens and bool(set(after[:1]) & _SAID_AFTER)) or before in _AWAY


def _of_nobody(words: Words, first: int) -> bool:
    """`Nobody is going to read it on the 24th`: the sentence begins so, and its first clause holds the day."""
    opened = first - 1
    while opened >= 0 and words.words[opened] not in _SENTENCE_ENDS and first - opened < 24:
        if words.words[opened] in {",", ":", "so", "but"}:
            return False
        opened -= 1
    lead = words.words[opened + 1 : opened + 3]
    return bool(lead) and (lead[0] in _NOBODY or lead == ["no", "one"])


def _named_again(words: Words, found: list[Mention], place: int) -> float:
    """`the Wednesday after, 27 August`: said twice, and the day of a month is the surer one."""
    if place + 1 < len(found) and _same(words, found[place], found[place + 1]):
        return -2.5
    return 2.5 * (place > 0 and _same(words, found[place - 1], found[place]))


def _same(words: Words, one: Mention, other: Mention) -> bool:
    if one.day.date == other.day.date or _is_dated(words, one) or not _is_dated(words, other):
        return False
    between = words.words[one.last : other.first]
    return 0 < len(between) <= 5 and _NEXT_DAY_SAID.issuperset(between) and not {",", "("}.isdisjoint(between)


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
