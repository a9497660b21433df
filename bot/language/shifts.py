"""Durations of change: `+3 days`, `a week later`, `2 working days sooner`, `buy me five days`.

Rules: "Shifts" of the request corpus. A duration is a change only where its direction is said, beside it or by the
verb of its clause; "2 days of Ellie's time" and "since two weeks" are none. Approximate ones ("a bit", "a few",
"2-3 days", "a sprint") have no figure and are none either.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from bot.language.durations import span_of_time
from bot.language.words import DASHES, NUMBERS, Words, bag


class Shift(NamedTuple):
    """A signed duration of change: the words from `first` up to `last`, later is positive."""

    first: int
    last: int
    days: int | None
    workdays: int | None


_LATER = bag("later late more mair extra longer extension additional delay slip further over grace")
_SOONER = bag("earlier sooner early forward fwd forwards ahead prior quicker faster")
_LATER_VERBS = bag(
    "push pushes pushed pushing slips slides extends moves shifts delays postpones puts slip slipped slipping "
    "slide sliding delay delayed delaying extend extended extending extension postpone postpon postponing "
    "postponed defer deferred tack add adding buy shift shifted shifting move moved moving put hold held nudge "
    "nudging bump give allow wait grace kick kicking punt punting stretch stretches stretching shunt roll rolls "
    "rolling float drag dragging prolong sit run runs retard retarded"
)
_SOONER_VERBS = bag(
    "bring bringing brought pull pulled pulling shave shaving trim cut knock advance advanced prepone preponed "
    "accelerate expedite tighten shorten lose compress squeeze condense claw reduce chop lop speed hasten quicken "
    "shrink crunch crash bringing yank haul"
)
#: "take a week out of the schedule", "cut two days from the timeline"
_TAKES = bag("take taking trim cut shave shaving chop knock lop shed strip squeeze carve remove drop get lose")
_WHOLE_TIME = bag("schedule timeline timelines plan programme program timing timings calendar roadmap duration")
#: "a week of grace", "two days' breathing space", "leeway of two days"
_ROOM = bag("grace delay slack leeway breathing slippage extension buffer float headroom contingency slip room")
_NO_CHANGE_BEFORE = bag("in since for within last past next every per ago over these takes took")
_NO_CHANGE_AFTER = bag("ago of off-site a per each from holiday leave")
#: "earlier we were told 3 weeks": how long it was to take
_SAID = bag("told said promised quoted agreed estimated thought")
_NEED = bag("need needs needed want wants require requires requesting request asking ask get have")
_LEAD = bag("+ - − plus by another extra further additional forward back out on")
_TAIL = bag("later sooner earlier early forward fwd back more extra longer extension out")
#: "came back two days ago": no change of a date
_COMES = bag("come comes came get gets got am is are was were i'm be being")
#: "three days before plan", "one day before we planned"
_PLAN = bag("plan planned schedule scheduled agreed due current original existing")
#: what makes a bare duration beside it a longer time: "we need more time. ten days"
_MORE_TIME = bag("extension longer extend")
#: what happened already, late or early
_TOLD = bag("took came sent arrived ran ended finished started landed got was were")
_TOLD_AFTER = bag("late longer later over early earlier behind")
#: what a duration begins with, beside figures
_COUNTS = frozenset(NUMBERS) | {"couple", "the"}
#: "hold it for a week", "delay for two days"
_HOLDS = bag("hold held delay delayed extend extended postpone postponed defer deferred push pushed put")
#: what stands between the verb's clause and its duration: "postpone the release with 10 days"
_TOUCHES = bag("by with for of up out back in right left us me it them")
_STOPS = frozenset(".?!;")
_SO_THAT, _WE = bag("so because and since means that"), bag("we they i you")
_SO = bag("so more less longer maybe perhaps")
#: "approx. 1 week": this full stop ends nothing
_SHORTENED = bag("approx ca c max min est")
#: verbs that a duration belongs to however far behind them it stands
_FAR = bag("slip extend delay move push postpone defer shift bump nudge slide")
#: how far a verb may stand before its duration, and a particle after it
_REACH = 12


def shifts(words: Words) -> list[Shift]:
    """All durations of change in the text, in their order."""
    found: list[Shift] = []
    place = 0
    while place < len(words.words):
        word = words.words[place]
        said = span_of_time(words, place) if word in _COUNTS or word.isdigit() else None
        if said is None or said[1] == "months" or (place and _is_range(words, place)):
            place += 1
            continue
        number, unit, last = said
        sign = _direction(words, place, last)
        if sign and number:
            in_days, in_workdays = (sign * number, None) if unit == "days" else (None, sign * number)
            first, last = _stretch(words, place, last)
            found.append(Shift(first, last, in_days, in_workdays))
        place = last
    return found


def _stretch(words: Words, first: int, last: int) -> tuple[int, int]:
    """The duration with the sign and the words beside it: `by +3 days later`."""
    while words.at(last) in _TAIL:
        last += 1
    while first and words.at(first - 1) in _LEAD:
        first -= 1
    return first, last


def _than_planned(words: Words, last: int) -> bool:
    return words.at(last) == "before" and bool(_PLAN & set(words.words[last + 1 : last + 5]))


def _is_range(words: Words, place: int) -> bool:
    """`2-3 days`, `a day or two`: no figure."""
    before = words.at(place - 1)
    if before in DASHES:
        return words.number(place - 2) is not None
    return before in {"or", "to"} and (words.number(place - 2) is not None or words.at(place - 2) in {"two", "one"})


def _direction(words: Words, first: int, last: int) -> int:
    """+1 later, -1 sooner, 0 no change of a date."""
    before, after = words.at(first - 1), words.at(last)
    if before == "." and words.at(first - 2) in _SHORTENED:
        before = "about"
    if before in {"+", "-", "−"} and _is_sign(words, first - 1):
        return 1 if before == "+" else -1
    if before == "plus" and words.at(first - 2) not in {"weekend", "weeks", "days", "week", "day"}:
        return 1
    if before in _SAID and (not after or after in _STOPS | {","}):
        return 0
    if before == "," and after == "late" and words.at(last + 1) in {",", "."}:
        return 0  # "testing took till the 13th, four days late, so .."
    if _is_past(words, first):
        return 0
    if words.number(first) == 0 or _is_about(words, last) or _is_feared(words.words[max(0, first - 5) : first]):
        return 0
    if beside := _of_room(words, first, last) or _out_of_the_plan(words, first, last) or _beside(words, first, last):
        return beside
    if _asked_before(words, first) and after not in _NO_CHANGE_AFTER:
        return 1
    if before == "by" and words.at(first - 2) in {"back", "out"}:
        return 1
    if before in {"giving", "naming", "without", "name", "give"} and words.at(first) == "a" and after in {"", "."}:
        return 0  # "sooner, without giving a day"
    if before in {"out", "back"} and after in {"to", "till", "until"}:
        return 1  # "could it go out 4 days to the 31st"
    if before in {"in", "for"} and (sign := _moved_by(words, first - 1)):
        return sign
    if before in _NO_CHANGE_BEFORE or after in _NO_CHANGE_AFTER:
        return 0
    if first == 0 and not _more_said(words, last):
        return 1
    return _by_verb(words, first, last)


def _is_about(words: Words, last: int) -> bool:
    """`a day or two`, `a week or so`: no figure; "three working days or it breaks" has one."""
    word = words.at(last + 1)
    return words.at(last) == "or" and (word in NUMBERS or word in _SO or word.isdigit())


def _is_past(words: Words, first: int) -> bool:
    """`delayed by 12 days`, `the boat is late 6 days`, `she lost a day`: what was, not what is asked for."""
    before = words.words[max(0, first - 4) : first]
    if before[-2:] in (["delayed", "by"], ["is", "late"], ["are", "late"], ["was", "late"]):
        return not {"be", "get", "have", "can", "could", "should"} & set(before)
    if before[-2:] == ["was", "a"] or before[-1:] == ["was"]:
        return words.at(first + 1) == "week" and words.at(first + 2) == "back"
    return before[-1:] == ["lost"] or before[-2:] == ["have", "lost"]


def _is_feared(before: list[str]) -> bool:
    """`otherwise we lose three weeks`, `so we lose two days`: what is feared or explains, not asked for."""
    if "lose" not in before:
        return False
    told = before[max(0, before.index("lose") - 2) : before.index("lose")]
    return bool({"otherwise", "else"} & set(before)) or (len(told) == 2 and told[0] in _SO_THAT and told[1] in _WE)


def _of_room(words: Words, first: int, last: int) -> int:
    """`a week of grace`, `two days' breathing space`, `leeway of two days`."""
    after = last + (words.at(last) in {"of", "'"})
    return int(words.at(after) in _ROOM or (words.at(first - 1) == "of" and words.at(first - 2) in _ROOM))


def _out_of_the_plan(words: Words, first: int, last: int) -> int:
    """`take a week out of the schedule`, `chop a week off`, `claw two days back`."""
    near = set(words.words[max(0, first - 4) : first])
    if words.at(last) == "back" or words.at(first - 1) == "back":
        return -1 if "claw" in near else 0
    if words.at(last) == "off":
        return -1 if near & _TAKES and not words.at(last + 1).isalpha() else 0
    if words.at(last) not in {"out", "from"} or not near & (_TAKES | _SOONER_VERBS):
        return 0
    return -1 if _WHOLE_TIME & set(words.words[last + 1 : last + 5]) else 0


def _moved_by(words: Words, link: int) -> int:
    """`pull in two days`, `hold it back for a week`: the verb just before makes a change of what else tells a time."""
    near = words.words[max(0, link - 3) : link]
    if words.at(link) == "in":
        return -1 if near and near[-1] in _SOONER_VERBS else 0
    return int(bool(_HOLDS & set(near)))


def _asked_before(words: Words, first: int) -> int:
    """`we need more time on it. ten days.`, `asking for a week`, `ask: 3 days`: later, with the verb further off."""
    before = words.words[max(0, first - 4) : first]
    if before[-2:] == ["asking", "for"] or before[-2:] in (["ask", ":"], ["request", ":"]):
        return 1
    if not before or before[-1] not in _STOPS | {":", ",", "-"}:
        return 0
    near = words.words[max(0, first - 18) : first]
    if _MORE_TIME & set(near):
        return 1
    return int(any(pair == ("more", "time") for pair in pairwise(near)))


def _is_sign(words: Words, place: int) -> bool:
    """A plus or minus stands glued to its figure, or after a space; a dash glued to both sides joins words."""
    return words.at(place) == "+" or (words.glued(place + 1) and not words.glued(place))


def _more_said(words: Words, last: int) -> bool:
    """Whether words follow the duration: alone ("a fortnight") it is what is asked for."""
    if words.at(last) in {".", "!"}:
        return False  # "Two weeks. That is what they ask for"
    return any(word.isalnum() and word not in {"please", "pls"} for word in words.words[last : last + 3])


def _beside(words: Words, first: int, last: int) -> int:
    """The direction said by the words that touch the duration."""
    inside = words.words[first:last]
    around = [words.at(first - 1), words.at(last), *inside]
    if words.at(last) in {"'", "worth"}:
        around.append(words.at(last + 1))
    if _told(words, first) and words.at(last) in _TOLD_AFTER:
        return 0
    if any(word in _SOONER for word in around):
        return -1
    if words.words[last : last + 3] in (["to", "the", "right"], ["to", "the", "left"]):
        return 1 if words.at(last + 2) == "right" else -1
    if words.words[last : last + 2] == ["on", "top"] or words.at(last) == "short":
        return 1
    if any(word in _LATER or word == "another" for word in around):
        return 0 if words.at(last) == "of" and words.at(last + 1) not in {"time", "the"} else 1
    if "back" in (words.at(last), words.at(first - 1)) and words.at(first - 2) not in _COMES:
        return 1
    if _than_planned(words, last):
        return -1
    if words.at(last) == "off" and words.at(last + 1) in {"the", "of", "our", "that", "this", "it"}:
        return -1
    return 0


def _told(words: Words, first: int) -> bool:
    """`feedback came three days late`, `the audit took five days longer`: told of what was, not asked for."""
    near = words.words[max(0, first - 3) : first]
    wished = {"if", "whether", "rather"} & set(words.words[max(0, first - 9) : first])
    return bool(_TOLD & set(near)) and near[-1:] != ["by"] and not wished


def _by_verb(words: Words, first: int, last: int) -> int:
    """The direction said by the verb of the clause: the nearest one before the duration."""
    touching = words.at(first - 1) in _TOUCHES
    for place in range(first - 1, max(-1, first - 1 - _REACH), -1):
        word = words.at(place)
        if word in _STOPS and not (word == "." and words.at(place - 1) in _SHORTENED):
            return 0
        if word in _SOONER or word in _SOONER_VERBS or word == "left":
            return -1
        if word == "up" and words.at(place - 1) in {"move", "moved", "moving"}:
            return -1
        if word in _LATER_VERBS:
            return _verb_direction(words, place, first, last, touching)
    return 0


def _verb_direction(words: Words, verb: int, first: int, last: int, touching: bool) -> int:
    between = words.words[verb + 1 : first]
    particle = set(words.words[last : last + 2])
    moved = {word for at, word in enumerate(between) if between[max(0, at - 1) : at] != ["-"]}  # "the pop-up"
    if moved & (_SOONER | {"up", "left"}) or particle & _SOONER:
        return -1
    close = first - verb <= 3
    return 1 if touching or close or words.at(verb) in _FAR else 0
