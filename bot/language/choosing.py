"""Which of several days is the one asked for: the new one, not the old one, nor the one that explains why.

Every day is weighed by the words around it, within its sentence. Source: "Dates", old and new together, of the request
corpus; the words are those of agency talk. A day that is only spoken of as the old one is not taken at all.
"""

from __future__ import annotations

from datetime import timedelta

from bot.language import days
from bot.language.figures import Mention
from bot.language.words import DASHES, FOLLOWERS, WEEKDAYS, Words, bag

#: below this a day is the old one or only explains; from `_WANTED` on it is plainly asked for
_REFUSED, _WANTED = -2.5, 2.0
_REACH, _NEGATION_REACH = 7, 12
#: so many days are asked about at most
_OFFERED = 4
_TRANSPARENT = bag(
    "the on at eod cob cop eob noon around about a an of our say maybe end play business close by midday lunch "
    "first thing like it , ( * _ : \" ' “ ”"
) - {"say", "by"}
_NEW = {
    **dict.fromkeys(bag("to till til until → >"), 3.0),
    **dict.fromkeys(bag("by say becomes become so looking agree aim aiming makes means meaning"), 2.5),
    **dict.fromkeys(bag("for be propose prefer want wants need needs do with target make makes landed go live"), 1.0),
}
_OLD = {
    **dict.fromkeys(bag("from than not originally currently current since said promised plan planned"), -4.0),
    **dict.fromkeys(bag("was were had has says thinking = hit scheduled agreed committed commit instead"), -3.0),
    **dict.fromkeys(bag("have making due between last is are"), -1.0),
    **dict.fromkeys(bag("before after ahead"), -1.5),
}
_NEGATIONS = bag("not no never cannot cant wont dont isnt unlikely")
#: "can't we", "couldn't it": turned round, a negation asks
_ASKED = bag("we it you they i")
_BOUNDARIES = bag(", ; : so but can could and because bc ( ) then what") | DASHES
_ASKS = bag(
    "can could would want wants wanted need needs propose proposing suggest like let's lets move push shift prefer "
    "shall asking ask request requesting requested extend may possible chance hoping how rather launch deliver "
    "slide pull bring slip live ready have makes"
)
_EXPLAINS = bag(
    "because bc cos flies fly conference meeting meet board holiday off out away back down runs takes starts start "
    "ends end which lifts closes cutoff visit leave annual event trip flight expires contract works presenting booked "
    "ignore"
)
#: "which makes it 24 Aug", "meaning the 8th": the day follows from the ask
_OUTCOME = bag("makes means making meaning")
_NAMES_A_THING = bag("the a an our their his her my your its usual")
_OLD_AFTER = bag("is isn't isnt was won't wont doesn't looks feels date slot deadline was were in'plan")


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
    return None if score <= _REFUSED else _bounded(words, joined[-place])


def supports_shift(words: Words, chosen: Mention) -> bool:
    """Whether a day beside a stated shift is its outcome ("by a week, so to the 24th") rather than its reason."""
    return weigh(words, [chosen], 0) >= _WANTED


def weigh(words: Words, found: list[Mention], place: int) -> float:
    """How much the words around a day speak for it: above 0 for, below 0 against."""
    mention = found[place]
    if words.is_struck(mention.first):
        return -10.0
    start = found[place - 1].last if place else 0
    end = found[place + 1].first if place + 1 < len(found) else len(words.words)
    before = _before(words, mention.first, start)
    after = _after(words, mention.last, end)
    score = _left(before) + _negated(_before(words, mention.first, start, _NEGATION_REACH))
    score += _right(words, mention, after) + _sentence(words, mention.first)
    score -= 1.5 * mention.weak
    if words.at(mention.last - 1).endswith("'s"):
        score -= 3.0
    return score + 4.0 * _then_follows(words, mention.last, end)


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
    solid = [word for word in before[before[:1] == ["this"] :] if word not in _TRANSPARENT]
    if "off" in solid and "sign" in solid[solid.index("off") :][1:3]:
        solid.remove("off")  # "sign-off" explains nothing
    score = 0.0
    if solid:
        score += _NEW.get(solid[0], 0.0) + (0.0 if solid[:2] == ["not", "why"] else _OLD.get(solid[0], 0.0))
        if before[:1] == ["of"] and solid[0] == "instead":
            score -= 1.0
    if set(solid[1:4]) & {"currently", "was", "originally", "said", "plan", "earlier", "instead", "scrap", "meant"}:
        score -= 2.5
    if set(solid[:3]) & {"room", "flexibility", "leeway"} or _any_give(solid):
        score -= 3.0
    for word in solid:
        if word in _BOUNDARIES:
            break
        if word in _OUTCOME:
            break
        if word.removesuffix("'s") in _EXPLAINS:
            score -= 3.0
            break
    if (solid[:1] in (["be"], ["makes"]) and "that'd" in solid[:2]) or solid[:1] == ["that'd"]:
        score += 2.0
    if set(solid[:3]) & {"other", "alternative", "new"}:
        score += 1.5
    return score


def _any_give(solid: list[str]) -> bool:
    """`any give on the 18th` speaks of the old day; `give us the 16th` asks for it."""
    near = solid[:4]
    return any(
        word == "give" and near[place + 1 : place + 2] in (["any"], ["some"], ["no"], ["much"], ["there"])
        for place, word in enumerate(near)
    )


def _negated(before: list[str]) -> float:
    """`we won't make Friday` speaks of the day that does not hold; "can't we say Friday" and "why not Friday" ask."""
    for place, word in enumerate(before):
        if word in _BOUNDARIES:
            return 0.0
        if word in _NEGATIONS or word.endswith("n't"):
            asks = "why" in before[place + 1 : place + 2] or bool(_ASKED & set(before[max(0, place - 1) : place]))
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
    if after[0] in {"instead", "rather", "not"} or after[:2] == ["and", "not"]:
        return 2.5
    if after[0] == "(" and set(after[1:3]) & {"was", "currently", "not", "instead"}:
        return 2.0
    if after[0] in _OLD_AFTER:
        return -2.5
    if set(after[:3]) >= {"in", "plan"} or set(after[:4]) >= {"in", "sheet"}:
        return -3.0
    if after[0] in {"would", "works", "could", "latest", "max", "itself", "pls", "please"}:
        return 1.0
    return 0.0


def _is_thing(words: Words, mention: Mention, after: str) -> bool:
    return after.isalpha() and after not in FOLLOWERS and words.at(mention.first - 1) in _NAMES_A_THING


def _sentence(words: Words, first: int) -> float:
    """A day after the verb of the ask, in its sentence, is more likely the one asked for."""
    for place in range(first - 1, max(-1, first - 26), -1):
        word = words.words[place]
        if word in {".", "?", "!"} and not words.glued(place + 1):
            return 0.0
        if word in _ASKS:
            return 1.0
    return 0.0


def _then_follows(words: Words, last: int, end: int) -> bool:
    """`by then`, `till then`: the day just named is wanted after all."""
    near = words.words[last : min(end, last + 40)]
    return any(word == "then" and near[at - 1] in {"by", "till", "til", "until"} for at, word in enumerate(near) if at)


def join(words: Words, found: list[Mention]) -> list[Mention]:
    """`Thursday or Friday`, `24 Dec - 2 Jan`, `between the 3rd and the 5th`: one mention that names both days."""
    joined: list[Mention] = []
    for mention in found:
        if joined and _alternatives(words, joined[-1], mention):
            before = joined.pop()
            both = [each.day.date for each in (before, mention) if each.day.date is not None]
            open_days = (*before.day.candidates, *both)[:_OFFERED]
            day = days.either(*open_days) if open_days else mention.day
            joined.append(Mention(before.first, mention.last, day))
        else:
            joined.append(mention)
    return joined


def _alternatives(words: Words, before: Mention, mention: Mention) -> bool:
    between = [word for word in words.words[before.last : mention.first] if word not in {"the", "on", "even"}]
    if len(between) != 1 or words.is_struck(before.first):
        return False
    if between[0] in {"and", "&"}:
        return "between" in {words.at(before.first - 1), words.at(before.first - 2)}
    return between[0] in {"or", "/"} or between[0] in DASHES


def _bounded(words: Words, chosen: Mention) -> Mention:
    """`before Friday` and `after the 14th` name no day: asked."""
    before = words.at(chosen.first - 1)
    before = words.at(chosen.first - 2) if before in {"the", "of"} else before
    day = chosen.day.date
    if day is None or before not in {"before", "after", "ahead"}:
        return chosen
    other = day + timedelta(days=1 if before == "after" else -1)
    pair = (day, other) if other < words.today or before == "after" else (other, day)
    return chosen._replace(day=days.either(*pair))
