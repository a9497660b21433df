"""Which of several days is the one asked for: the new one, not the old one, nor the one that explains why.

A day that is only spoken of as the old one is not taken at all, and what may mean several days is asked.
"""

from __future__ import annotations

from datetime import timedelta

from bot.language import days
from bot.language.around import weigh
from bot.language.figures import Mention
from bot.language.words import DASHES, FOLLOWERS, Words, bag

#: below this a day is the old one or only explains; from `_WANTED` on it is plainly asked for
_REFUSED, _WANTED = -2.5, 2.0
#: so many days are asked about at most
_OFFERED = 4
#: what may stand between a shift and the day it leads to
_LEADS_ON = bag(
    ", so to the i e that is means meaning making it = : ( on until till - – — . → > which "
    "new date lands lands puts brings takes us me them then be it'd that'd that's it's at ?"
)
#: "plus three days takes us to the 21st"
_TAKES_TO = bag("takes brings puts lands gets us me them it to on the at that which would")
#: "a week later, on the 16th"
_BEHIND = bag(", on the so i e to")
#: a sentence without these tells
_PUTS = bag(
    "can could would will shall may so make makes making new date please then want wants need needs like ask "
    "asks asking propose proposed suggest ok okay ? → target due deliver launch by latest"
)
_AT_ONCE, _SENT = 5, 8
#: "on or before Friday", "not before Friday", "can't be ready before Friday" name the Friday
_NOT_BEFORE = bag("or no not nothing can't cannot won't unlikely isn't never cant wont")


def best(words: Words, found: list[Mention]) -> Mention | None:
    """The day asked for, or None where every day is an old one or explains."""
    joined = join(words, found)
    if len(joined) == 1 and joined[0].first == 0 and not joined[0].weak:
        return _bounded(words, joined[0])
    scored = [(weigh(words, joined, place), -place) for place in range(len(joined))]
    if not scored:
        return None
    refused = {joined[-place].day.date for score, place in scored if score <= _REFUSED}
    scored = [(score - 3.0 * (joined[-place].day.date in refused and score < 2), place) for score, place in scored]
    score, place = max(scored)
    if score <= _REFUSED and len(scored) > 1:
        score, place = max(scored, key=lambda each: (each[0], -each[1]))
        score = 0.0 if place == 1 - len(scored) else score  # "Friday was my guess, Tuesday is the team's"
    return None if score <= _REFUSED else _bounded(words, joined[-place])


def supports_shift(words: Words, chosen: Mention, stated: tuple[int, int]) -> bool:
    """Whether a day beside a stated shift is its outcome ("by a week, so to the 24th") rather than its reason.

    `stated` are the first and last word of the shift; a day that follows at once ("two days later, the 20th") is it.
    """
    follows = stated[1] <= chosen.first
    if follows and (words.at(chosen.first - 1) == "of" or _names_what_moves(words, chosen)):
        return False  # "add three weeks to the go-live of 7 December"
    between = words.words[stated[1] : chosen.first] if follows else words.words[chosen.last : stated[0]]
    if (follows and between[-5:-1] == ["i", ".", "e", "."]) or between[-4:] == ["i", ".", "e", "."]:
        return True
    if not follows and {"so", "hence", "therefore"} & set(between[:-1]):
        return False  # "they want proof by Friday, so take two days off"
    if follows and _sends(between):
        return True
    if _told_apart(words, chosen, between, follows):
        return False
    at_once = len(between) <= _AT_ONCE and _LEADS_ON.issuperset(between) and (follows or {".", "?"}.isdisjoint(between))
    return at_once or weigh(words, [chosen], 0) >= _WANTED


def _told_apart(words: Words, chosen: Mention, between: list[str], follows: bool) -> bool:
    """`two days sooner. Their fair moved to the 1st`, `five days less, since their call went to 11 December`."""
    if follows and {"since", "because", "cause", "reason"} & set(between):
        return True
    ends = [place for place, word in enumerate(between) if word in {".", "?", "!"}]
    if not ends or (follows and len(between) <= _SENT):
        return False
    first = chosen.first - (len(between) - ends[-1] - 1) if follows else _opening(words, chosen.first)
    last = chosen.last + 6 if follows else chosen.last + ends[0] + 1
    return not _PUTS & set(words.words[first:last])


def _names_what_moves(words: Words, chosen: Mention) -> bool:
    """`two weeks on the 11 December launch`: the day it is now."""
    after = words.at(chosen.last)
    linked = words.at(chosen.first - 1) == "the" and words.at(chosen.first - 2) in {"on", "to", "for"}
    return linked and after.isalpha() and after not in FOLLOWERS


def _opening(words: Words, place: int) -> int:
    while place > 0 and words.words[place - 1] not in {".", "?", "!"}:
        place -= 1
    return place


def leads_to(words: Words, found: list[Mention], stated: tuple[int, int]) -> Mention | None:
    """`a week later, on the 16th`: the day right behind a stated shift, whatever other days there are."""
    for place, mention in enumerate(found):
        if mention.first >= stated[1]:
            between = words.words[stated[1] : mention.first]
            if not between or not (
                _TAKES_TO.issuperset(between) or (between[0] == "," and _BEHIND.issuperset(between))
            ):
                return None
            there = found[place + 1] if place + 1 < len(found) else None
            if there is not None and words.words[mention.last : there.first] in (["to"], ["to", "the"]):
                return there  # "three weeks, 1 December to 22 December"
            return mention
    return None


def _sends(between: list[str]) -> bool:
    """`one more day and send it on Friday`, `two more days? Friday would do`: the day goes with the time asked for."""
    if "and" in between[:1] and len(between) <= _SENT and {".", "?", ";"}.isdisjoint(between):
        return True
    return bool(between) and between[-1] in {".", "?"} and len(between) <= _SENT and between.count(between[-1]) == 1


def join(words: Words, found: list[Mention]) -> list[Mention]:
    """`Thursday or Friday`, `24 Dec - 2 Jan`, `between the 3rd and the 5th`: one mention that names both days."""
    joined: list[Mention] = []
    for mention in found:
        if joined and _alternatives(words, joined[-1], mention):
            before = joined.pop()
            if _at_the_latest(words, mention):
                joined.append(mention)
                continue
            both = [each.day.date for each in (before, mention) if each.day.date is not None]
            open_days = (*before.day.candidates, *both)[:_OFFERED]
            day = days.either(*open_days) if open_days else mention.day
            joined.append(Mention(before.first, mention.last, day))
        else:
            joined.append(mention)
    return joined


def _at_the_latest(words: Words, mention: Mention) -> bool:
    """`Monday or Tuesday at the latest`: the one that is the latest."""
    return "latest" in words.words[mention.last : mention.last + 3]


def _alternatives(words: Words, before: Mention, mention: Mention) -> bool:
    between = [word for word in words.words[before.last : mention.first] if word not in {"the", "on", "even"}]
    if len(between) != 1 or words.is_struck(before.first):
        return False
    if between[0] in {"and", "&"}:
        return "between" in {words.at(before.first - 1), words.at(before.first - 2)}
    return between[0] in {"or", "/"} or between[0] in DASHES


def _bounded(words: Words, chosen: Mention) -> Mention:
    """`before Friday` and `after the 14th` name no day: asked; `on or before Friday`, `not before Friday` name it."""
    place = chosen.first - 1
    while words.at(place) in {"the", "of"}:
        place -= 1
    before = words.at(place)
    if before == "before" and _NOT_BEFORE & set(words.words[max(0, place - 4) : place]):
        return chosen
    day = chosen.day.date
    if day is None or before not in {"before", "after", "ahead"}:
        return chosen
    other = day + timedelta(days=1 if before == "after" else -1)
    pair = (day, other) if other < words.today or before == "after" else (other, day)
    return chosen._replace(day=days.either(*pair))
