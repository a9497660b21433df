"""What the words around a day say of it: the new day, the old one, or the reason for the ask.

Every day is weighed within its sentence, by the words before it, after it and between it and its neighbours. Source:
"Dates", old and new together, of the request corpus; the words are those of agency talk.
"""

from __future__ import annotations

from itertools import pairwise

from bot.language.between import concluded, corrected, led_to, then_follows
from bot.language.figures import Mention
from bot.language.standing import stands
from bot.language.words import DASHES, FOLLOWERS, WEEKDAYS, Words, bag

_REACH, _NEGATION_REACH = 7, 12
_TRANSPARENT = bag(
    "the on at eod cob cop eob noon around about a an of our say maybe end play business close by midday lunch "
    "first thing like it , ( * _ : \" ' “ ” \ufe0f"
) - {"say", "by"}
_NEW = {
    **dict.fromkeys(bag("to till til until into → > ➡ ➔ ⇒ arrow_right"), 3.0),
    **dict.fromkeys(bag("by say becomes become so looking agree aim aiming makes means meaning"), 2.5),
    **dict.fromkeys(bag("ask asking proposed revised requested request bis"), 2.0),
    **dict.fromkeys(bag("for be propose prefer want wants need needs do with target make makes landed go live"), 1.0),
}
_OLD = {
    **dict.fromkeys(bag("from than not originally currently current since said promised plan planned statt"), -4.0),
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
    "ignore fair agm party festival exhibition expo congress summit ceremony gala opens opening inspection exam exams "
    "audit closed maintenance strike outage shutdown inventory stocktake"
)
_EVENTS = bag(
    "conference meeting meet board holiday event trip flight contract fair agm party festival exhibition expo congress "
    "summit ceremony gala exam exams audit visit leave maintenance strike outage shutdown inventory stocktake"
)
#: "getting the app out on Friday" explains nothing, "Ana is out on Friday" does
_GETS = bag("get gets getting got go goes going put send sending ship push roll come comes")
#: "which makes it 24 Aug", "meaning the 8th": the day follows from the ask
_OUTCOME = bag("makes means making meaning")
_KEPT = bag("miss missing overshoot keep keeping stick hold expected told guess planning old")
_STANDS = frozenset([("things", "stand"), ("it", "stands"), ("the", "moment"), ("at", "present"), ("right", "now")])
_ASKED_FOR = bag("realistic truth ask request proposal hope wish target honest suggestion")
_BE = bag("is 's was")
_LIMITS = bag("later earlier sooner")
#: "not before Friday", "no sooner than Friday"
_NOT_BEFORE = bag("before earlier sooner")
_APART = frozenset([",", "(", ":", "-", "–", "—"])
_TELLS = bag("being are is has have will're they're we're")
#: "in the plan", "what we plan"
_PLANNED = bag("the our original old to in was is are current their my this that we they i per not and as by for of")
_NAMES_A_THING = bag("the a an our their his her my your its usual")
_OLD_AFTER = bag(
    "is isn't ain't aint isnt was won't wont doesn't looks feels seems date slot deadline were in'plan cannot can't "
    "cant stopped clashes falls fell comes came has had needs no we'll never old"
)
#: "1 December is safe", "the 2nd is what we can promise"
_GOOD = bag(
    "what safe realistic honest better fine possible doable ok okay where likelier easier certain sure good best "
    "feasible workable thinkable ideal great perfect alright fair enough needed wanted preferred safer"
)
#: "slated for the 25th", "booked in for", "on the hook for": the day that stands
_SET = bag("slated pencilled penciled earmarked booked set scheduled hook lined meant planned due signed billed fixed")
_WISH = bag("they'd they she'd he'd we'd i'd client client'd")
#: "is more realistic", "is far better"
_MUCH = (["more"], ["much"], ["far"])
#: "1 December is when their CEO starts": the reason
_REASON = bag("when because full")


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
    if _STANDS & set(pairwise(reversed(before))):
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
    solid = [word for word in before[before[:1] == ["this"] :] if word not in _TRANSPARENT]
    if solid[:1] == ["plan"] and _is_thing_planned(before[before.index("plan") + 1 :]):
        solid = ["thing", *solid[1:]]  # "the site plan on Friday"
    if solid[:2] in (["to", "stick"], ["to", "on"], ["for", "hoped"], ["to", "keep"]):
        return -4.0
    if "of" in before[:2] and solid[:2] in (["place", "in"], ["lieu", "in"]):
        return -4.0
    if solid[:1] == ["latest"] or solid[:2] in (["for", "asking"], ["for", "ask"], ["is", "ask"]):
        return 2.5
    if solid and solid[0] in _KEPT and "," not in before[: before.index(solid[0])]:
        return -3.0
    if solid[:2] == ["right", "arrow"]:
        return 3.0  # the emoji
    if solid[:1] == ["is"] and set(solid[1:2]) & _ASKED_FOR:
        return 2.0
    if "off" in solid and "sign" in solid[solid.index("off") :][1:3]:
        solid.remove("off")  # "sign-off" explains nothing
    score = 0.0
    if solid[:1] == ["than"] and set(solid[1:2]) & _LIMITS and set(solid[2:4]) & {"no", "not", "nothing"}:
        return 2.5  # "no later than Friday"
    if solid:
        score += _NEW.get(solid[0], 0.0) + (0.0 if solid[:2] == ["not", "why"] else _OLD.get(solid[0], 0.0))
        if before[:1] == ["of"] and solid[0] == "instead":
            score -= 1.0
    if set(solid[1:4]) & {"currently", "was", "originally", "said", "plan", "earlier", "instead", "scrap", "meant"}:
        score -= 2.5
    if solid[:1] and solid[0] in {"for", "to", "at", "as"} and set(solid[1:3]) & _SET:
        score -= 2.0
    if set(solid[:3]) & {"room", "flexibility", "leeway", "wiggle"} or _any_give(solid):
        score -= 3.0
    parted = 0
    for place, word in enumerate(before):
        if word == ":" and before[place + 1 : place + 2] and before[place + 1] in _EVENTS | {"opening"}:
            break  # "exhibition opening: 8/24"
        parted += word == ","
        if parted > 0 or (word in _BOUNDARIES and word not in _TRANSPARENT) or word in _OUTCOME:
            break
        if (
            word in _TRANSPARENT
            or (word == "off" and "sign" in before)
            or (word == "out" and (_GETS & set(before) or before[place + 1 : place + 3] == ["be", "to"]))
        ):
            continue
        if word.removesuffix("'s") in _EXPLAINS and not (word in _EVENTS and _names_more(before, place)):
            score -= 3.0
            break
    if (solid[:1] in (["be"], ["makes"]) and "that'd" in solid[:2]) or solid[:1] == ["that'd"]:
        score += 2.0
    if set(solid[:3]) & {"other", "alternative", "new", "wish", "wished", "preferred", "desired"}:
        score += 1.5
    return score


def _names_more(before: list[str], place: int) -> bool:
    """`the festival app on Friday`: the event only tells which app; in "the festival on Friday" it is the reason."""
    following = before[place - 1] if place else ""
    tells = following in _TRANSPARENT or following in _OLD or following in _EXPLAINS or following.endswith("ed")
    return following.isalpha() and not tells


def _is_thing_planned(before: list[str]) -> bool:
    """`the media plan`, `a test plan`: something to deliver, not the plan that a day stands in."""
    return before[:1] != [] and before[0].isalpha() and before[0] not in _PLANNED


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
    return 3.0 * (words.at(mention.last) == "?" and (not lead or lead[0] in _APART))


def _tells(before: list[str], after: list[str]) -> float:
    """`Friday the testers are all away`: a sentence that begins with a day tells what that day is like."""
    opens = before in ([], ["on"], ["this"])
    return -2.0 * (opens and after[:1] != [","] and bool(_TELLS & set(after[after[:1] != ["being"] : 5])))


def _negated(before: list[str]) -> float:
    """`we won't make Friday` speaks of the day that does not hold; "can't we say Friday" and "why not Friday" ask.

    "Not before Friday" and "no earlier than Friday" name the Friday.
    """
    earliest = bool(_NOT_BEFORE & set(before[:2]))
    for place, word in enumerate(before):
        if earliest and (word in _NEGATIONS or word.endswith("n't") or word == "nothing"):
            return 1.0
        if word in _BOUNDARIES or word == '"' or before[max(0, place - 2) : place] == ["than", "later"]:
            return 0.0
        if word == "no" and before[max(0, place - 2) : place] in (["you", "way"], ["you'd", "way"], ["of", "chance"]):
            return 0.0  # "there's no way you'd have it by Tuesday, is there"
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
    if _STANDS & set(pairwise(after[:5])):
        return -3.0
    if after[0] in _BE and (set(after[1 + (after[1:2] in _MUCH) :][:1]) & _GOOD or after[1:3] == ["the", "only"]):
        return 2.0
    if after[:2] == ["is", "when"] and set(after[2:3]) & _WISH:
        return 2.0
    if after == ["is"] or after[:2] in (["is", ","], ["more", "like"], ["i", "mean"], ["i", "meant"]):
        return 2.5
    if "latest" in after[:3] and after[0] in {"latest", "at", "the"}:
        return 2.5
    if after[0] in _BE | {"would"} and (set(after[1:3]) & _REASON or after[1:4] == ["be", "the", "day"]):
        return -3.0
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
