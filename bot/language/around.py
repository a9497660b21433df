"""What the words around a day say of it: the new day, the old one, or the reason for the ask.

Every day is weighed within its sentence, by the words before it, after it and between it and its neighbours. Source:
"Dates", old and new together, of the request corpus; the words are those of agency talk.
"""

from __future__ import annotations

from itertools import pairwise

from bot.language import stock
from bot.language.between import concluded, corrected, led_to, then_follows
from bot.language.figures import Mention
from bot.language.standing import stands
from bot.language.words import FOLLOWERS, WEEKDAYS, Words

_REACH, _NEGATION_REACH = 7, 12


def weigh(words: Words, found: list[Mention], place: int) -> float:
    """How much the words around a day speak for it: above 0 for, below 0 against."""
    mention = found[place]
    if words.is_struck(mention.first):
        return -10.0
    start = found[place - 1].last if place else 0
    end = found[place + 1].first if place + 1 < len(found) else len(words.words)
    before = _before(words, mention.first, start)
    if words.at(mention.first) == "end" and before[:1] in (["back"], ["tail"], ["very"]):
        before = before[1:]
    after = _after(words, mention.last, end)
    score = _left(before) + _negated(_before(words, mention.first, start, _NEGATION_REACH))
    score += _right(words, mention, after) + _sentence(words, mention.first)
    score += corrected(words, found, place) + concluded(words, found, place) + led_to(words, found, place)
    score -= 1.5 * mention.weak
    score += _tells(before, after) + _alone(words, mention, before)
    if stock.STANDS & set(pairwise(reversed(before))):
        score -= 3.0
    if words.at(mention.last - 1).endswith("'s"):
        score -= 3.0
    return score + stands(words, found, place) + 6.0 * then_follows(words, mention.last, end)


def _before(words: Words, first: int, start: int, reach: int = _REACH) -> list[str]:
    """The words before a day, nearest first, within its sentence."""
    near: list[str] = []
    for place in range(first - 1, max(start, first - 1 - reach) - 1, -1):
        if words.words[place] in {".", "?", "!"} and not words.glued(place + 1):
            break
        near.append(words.words[place])
    return near


def _after(words: Words, last: int, end: int) -> list[str]:
    near: list[str] = []
    for word in words.words[last : min(end, last + _REACH)]:
        if word in {".", "?", "!"}:
            break
        near.append(word)
    return near


def _left(before: list[str]) -> float:
    solid = [word for word in before[before[:1] == ["this"] :] if word not in stock.LEADS]
    if solid[:1] == ["plan"] and _is_thing_planned(before[before.index("plan") + 1 :]):
        solid = ["thing", *solid[1:]]  # "the site plan on Friday"
    if solid[:2] in (["to", "stick"], ["to", "on"], ["for", "hoped"], ["to", "keep"]):
        return -4.0
    if "of" in before[:2] and solid[:2] in (["place", "in"], ["lieu", "in"]):
        return -4.0
    if solid[:1] == ["latest"] or solid[:2] in (["for", "asking"], ["for", "ask"], ["is", "ask"]):
        return 2.5
    if solid and solid[0] in stock.KEPT and "," not in before[: before.index(solid[0])]:
        return -3.0
    if solid[:2] == ["right", "arrow"]:
        return 3.0  # the emoji
    if solid[:1] == ["is"] and set(solid[1:2]) & stock.ASKED_FOR:
        return 2.0
    if "off" in solid and "sign" in solid[solid.index("off") :][1:3]:
        solid.remove("off")  # "sign-off" explains nothing
    score = -2.0 * _only_then(before)
    if solid[:1] == ["than"] and set(solid[1:2]) & stock.LIMITS and set(solid[2:4]) & {"no", "not", "nothing"}:
        return 2.5  # "no later than Friday"
    if (solid[:1] in (["have"], ["hit"])) and stock.MODALS & set(solid[1:4]) and not {"only", "if"} & set(solid[1:4]):
        return 2.0  # "can I have Thursday week", "if we could hit the 23rd"
    if _answers(before):
        return -5.0
    if solid[:1] in (["said"], ["say"]) and {"rather", "sooner"} & set(solid[1:4]):
        return 3.0  # "I'd much rather we said w/c 18 January"
    if solid:
        score += stock.NEW.get(solid[0], 0.0) + (0.0 if solid[:2] == ["not", "why"] else stock.OLD.get(solid[0], 0.0))
        if before[:1] == ["of"] and solid[0] == "instead":
            score -= 1.0
    if set(solid[1:4]) & {"currently", "was", "originally", "said", "plan", "earlier", "instead", "scrap", "meant"}:
        score -= 2.5
    if solid[:1] and solid[0] in {"for", "to", "at", "as"} and set(solid[1:3]) & stock.SET:
        score -= 2.0
    if set(solid[:3]) & {"room", "flexibility", "leeway", "wiggle", "movement"} or _any_give(solid):
        score -= 3.0
    score -= 3.0 * _explains(before)
    if (solid[:1] in (["be"], ["makes"]) and "that'd" in solid[:2]) or solid[:1] == ["that'd"]:
        score += 2.0
    if set(solid[:3]) & {"other", "alternative", "new", "wish", "wished", "preferred", "desired"}:
        score += 1.5
    return score


def _explains(before: list[str]) -> bool:
    """`the fair is on Friday`, `Ana is off till Monday`: within the clause of the day stands what it is the day of."""
    for place, word in enumerate(before):
        if word == ":" and before[place + 1 : place + 2] and before[place + 1] in stock.EVENTS | {"opening"}:
            return False  # "exhibition opening: 8/24"
        if word == "," or (word in stock.BOUNDARIES and word not in stock.LEADS) or word in stock.OUTCOME:
            return False
        if (
            word in stock.LEADS
            or (word == "off" and "sign" in before)
            or (word == "out" and (stock.GETS & set(before) or before[place + 1 : place + 3] == ["be", "to"]))
        ):
            continue
        if word.removesuffix("'s") in stock.EXPLAINS and not (word in stock.EVENTS and _names_more(before, place)):
            return True
    return False


def _only_then(before: list[str]) -> bool:
    """`the artist only records on the 7th` explains; "we can only do the 7th" offers it."""
    if "only" not in before[:4]:
        return False
    return not {"we", "i", "we'd", "i'd", "we're", "can", "could"} & set(before[before.index("only") :][:3])


def _answers(before: list[str]) -> bool:
    """`she wants an answer by tomorrow`: when to say so, not what is asked for."""
    near = before[:4]
    until = {"by", "before", "until", "till"} & set(near[:2])
    return bool(until and stock.ANSWER & set(near)) and "proof" not in near


def _names_more(before: list[str], place: int) -> bool:
    """`the festival app on Friday`: the event only tells which app; in "the festival on Friday" it is the reason."""
    following = before[place - 1] if place else ""
    tells = (
        following in stock.LEADS or following in stock.OLD or following in stock.EXPLAINS or following.endswith("ed")
    )
    return following.isalpha() and not tells


def _is_thing_planned(before: list[str]) -> bool:
    """`the media plan`, `a test plan`: something to deliver, not the plan that a day stands in."""
    return before[:1] != [] and before[0].isalpha() and before[0] not in stock.PLANNED


def _any_give(solid: list[str]) -> bool:
    """`any give on the 18th` speaks of the old day; `give us the 16th` asks for it."""
    near = solid[:4]
    return any(
        word == "give" and near[place + 1 : place + 2] in (["any"], ["some"], ["no"], ["much"], ["there"])
        for place, word in enumerate(near)
    )


def _alone(words: Words, mention: Mention, before: list[str]) -> float:
    """`the 25th is a holiday there, 26 Nov?`: a day all by itself, with a question mark, is put to somebody."""
    lead = before[1:] if before[:1] in (["the"], ["on"]) else before
    return 3.0 * (words.at(mention.last) == "?" and (not lead or lead[0] in stock.APART))


def _tells(before: list[str], after: list[str]) -> float:
    """`Friday the testers are all away`: a sentence that begins with a day tells what that day is like."""
    opens = before in ([], ["on"], ["this"])
    return -2.0 * (opens and after[:1] != [","] and bool(stock.TELLS & set(after[after[:1] != ["being"] : 5])))


def _negated(before: list[str]) -> float:
    """`we won't make Friday` speaks of the day that does not hold; "can't we say Friday" and "why not Friday" ask.

    "Not before Friday" and "no earlier than Friday" name the Friday.
    """
    earliest = bool(stock.NOT_BEFORE & set(before[:2]))
    for place, word in enumerate(before):
        if earliest and (word in stock.NEGATIONS or word.endswith("n't") or word == "nothing"):
            return 1.0
        if word in stock.BOUNDARIES or word == '"' or before[max(0, place - 2) : place] == ["than", "later"]:
            return 0.0
        if word == "no" and before[max(0, place - 2) : place] in (["you", "way"], ["you'd", "way"], ["of", "chance"]):
            return 0.0  # "there's no way you'd have it by Tuesday, is there"
        if word in stock.NEGATIONS or word.endswith("n't"):
            asks = "why" in before[place + 1 : place + 2] or bool(stock.ASKED & set(before[max(0, place - 1) : place]))
            return 0.0 if asks else -4.0
    return 0.0


def _right(words: Words, mention: Mention, after: list[str]) -> float:
    if not after:
        return 0.0
    if (
        mention.last - mention.first == 1
        and words.at(mention.first) in WEEKDAYS
        and _is_thing(words, mention, after[0])
    ):
        return -2.0  # "the Saturday ping", "our Friday call"
    if stock.STANDS & set(pairwise(after[:5])):
        return -3.0
    if after[0] in stock.BE and (
        set(after[1 + (after[1:2] in stock.MUCH) :][:1]) & stock.GOOD or after[1:3] == ["the", "only"]
    ):
        return 2.0
    if after[:2] == ["is", "when"] and set(after[2:3]) & stock.WISH:
        return 2.0
    if after == ["is"] or after[:2] in (["is", ","], ["more", "like"], ["i", "mean"], ["i", "meant"]):
        return 2.5
    if "latest" in after[:3] and after[0] in {"latest", "at", "the"}:
        return 2.5
    if after[0] in stock.BE | {"would"} and (set(after[1:3]) & stock.REASON or after[1:4] == ["be", "the", "day"]):
        return -3.0
    if after[:1] == ["("] and after[2:3] == [")"] and after[1] in stock.AS_WHAT:
        return stock.AS_WHAT[after[1]]
    if after[:2] == ["(", "new"] or after[:2] == ["we", "can"] or after[0] == "new":
        return 2.0
    if after[:2] == ["(", "old"] or after[:2] == ["we", "can't"]:
        return -3.0
    if after[0] in {"onwards", "onward"}:
        return 5.0  # "from 24 November onwards"
    if after[:2] == ["no", "longer"]:
        return -2.5
    if after[0] in {"instead", "rather", "not"} or after[:2] in (["and", "not"], [",", "not"]):
        return 2.5
    if after[0] == "(" and set(after[1:4]) & {"was", "currently", "not", "instead", "originally", "from", "until"}:
        return 3.0
    if after[0] in stock.OLD_AFTER:
        return -2.5
    if set(after[:3]) >= {"in", "plan"} or set(after[:4]) >= {"in", "sheet"}:
        return -3.0
    if after[0] in {"would", "works", "could", "latest", "max", "itself", "pls", "please"}:
        return 1.0
    return 0.0


def _is_thing(words: Words, mention: Mention, after: str) -> bool:
    return after.isalpha() and after not in FOLLOWERS and words.at(mention.first - 1) in stock.NAMES_A_THING


def _sentence(words: Words, first: int) -> float:
    """A day after the verb of the ask, in its sentence, is more likely the one asked for."""
    for place in range(first - 1, max(-1, first - 26), -1):
        word = words.words[place]
        if word in {".", "?", "!"} and not words.glued(place + 1):
            return 0.0
        if word in stock.ASKS:
            return 1.0
    return 0.0
