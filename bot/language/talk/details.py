"""What else a request says beside its kind and its day: add or take out, as a favour or paid, who, and for how long.

Only what is plainly said; the rest is asked in the form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape

_MENTION = re.compile(r"<@(U[A-Z0-9]+)(?:\|[^>]*)?>")
_HOURS = re.compile(r"\b(\d{1,4}(?:\.\d)?)\s*(?:h|hrs?|hours)\b", re.IGNORECASE)
_ADDS = re.compile(r"\b(?:add|include|adding|including|as well|another|on top|an? extra|throw in)\b", re.IGNORECASE)
_DROPS = re.compile(
    r"\b(?:drop|remove|cut|skip|descope|de-scope|omit|lose|dropping|removing|take \S+ (?:\S+ ){0,3}out|leave \S+ "
    r"(?:\S+ ){0,3}out|take out|leave out|out of scope)\b",
    re.IGNORECASE,
)
_ROUNDS = re.compile(r"\brounds?\b", re.IGNORECASE)
_FAVOUR = re.compile(
    r"\b(?:(?:as|out of) (?:a )?(?:goodwill|favou?r)|for (?:free|nothing)|free of charge|at no (?:extra )?cost"
    r"|at no (?:extra )?charge|without charging|on the house)\b",
    re.IGNORECASE,
)
#: "add a Spanish version of the landing page as goodwill": what stands behind the verb, up to what is no part of it
_OBJECT = re.compile(
    r"\b(?:add|include|drop|remove|cut|skip|descope|omit|lose) (?:(?:an?|the|another|some|our|their|one more) )?"
    r"([^?.!,;:\n]{3,60}?)(?= (?:as|to|from|out|please|pls|on top|at no|for free|for nothing|free of|in|because|since"
    r"|so|and|if|instead|by|on|this|next|now|then|with|without)\b|[?.!,;:\n]|$)",
    re.IGNORECASE,
)
_OFF = re.compile(
    r"\b(?:take|get|pull|move) <@\S+ off\b|\bremove <@|\brelease <@|\bremove \S+ \(?<@|\bwithout <@", re.IGNORECASE
)
#: words in quotation marks: what is to be read there from now on
_QUOTED = re.compile(r"[\"“„]([^\"“”„\n]{2,300})[\"”“]")
#: the parts of a brief, as they are named in talk
_PARTS = {
    "background": "background",
    "objective": "objectives?|goals?",
    "audience": "(?:target )?audience|target group",
    "message": "(?:key |main )?message|messaging|tag ?line",
    "tone": "tone(?: of voice)?",
    "deliverables": "deliverables?",
    "mandatories": "mandator(?:y|ies)|must[- ]haves?",
    "timing": "timing|time ?line",
    "success_measure": "success measures?|measures? of success|kpis?",
}
_AMOUNT = re.compile(
    r"(?P<sign>[£$€]) ?(?P<one>\d[\d.,]{0,18}\d|\d)(?P<k1> ?[km]\b)?"
    r"|\b(?P<two>\d[\d.,]{0,18}\d|\d)(?P<k2> ?[km]\b)? ?(?P<coin>[€£$]|(?:eur|euros?|gbp|pounds?|usd|dollars?|quid)\b)"
    r"|\b(?P<three>\d[\d.,]{0,18}\d|\d) ?(?P<k3>k)\b",
    re.IGNORECASE,
)
#: The first letter of what an amount is said to be in → its sign.
_COINS = {"e": "€", "g": "£", "p": "£", "q": "£", "u": "$", "d": "$"}
_MORE = re.compile(
    r"\b(?:more|extra|another|additional|additionally|on top|raise|add|adding|increase\w*|up)\b", re.IGNORECASE
)
_LESS = re.compile(r"\b(?:less|cut|reduce\w*|lower|trim|save|shave|down)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:to|at|is|of|now)(?: about| around| only| just)? ?$", re.IGNORECASE)
_NOT_SAID = re.compile(r"\b(?:not|don't|don’t|never|instead of|rather than)\b", re.IGNORECASE)


def details_of(text: str, kind: str | None) -> dict[str, str]:
    """By the keys of that kind's form: of scope `what`, `name` and `how`, of resourcing `person`, `hours` and `off`, of
    the brief the one part whose new words are quoted, of the strategy its `text`; of money `amount` (all of it, with
    its sign), or `more` or `less` than today."""
    read = _READERS.get(kind or "")
    return read(text) if read is not None else {}


def _of_scope(text: str) -> dict[str, str]:
    adds, drops = bool(_ADDS.search(text)), bool(_DROPS.search(text))
    if adds == drops or _ROUNDS.search(text) or _NOT_SAID.search(text):
        return {}
    found = {"what": "add" if adds else "out"}
    if adds and _FAVOUR.search(text):
        found["how"] = "goodwill"
    named = _OBJECT.findall(text)
    return found | ({"name": named[0].strip()} if len(named) == 1 else {})


def _of_people(text: str) -> dict[str, str]:
    people = set(_MENTION.findall(text))
    if len(people) != 1:
        return {}
    found = {"person": people.pop()}
    hours = _HOURS.findall(text)
    if _OFF.search(text) and not _NOT_SAID.search(text):
        found["off"] = "yes"
    elif len(hours) == 1:
        found["hours"] = hours[0]
    return found


def _of_brief(text: str) -> dict[str, str]:
    quoted = _quoted(text)
    around = _QUOTED.sub(" ", text)
    named = [key for key, words in _PARTS.items() if re.search(rf"\b(?:{words})\b", around, re.IGNORECASE)]
    return {named[0]: quoted} if quoted and len(named) == 1 else {}


def _of_strategy(text: str) -> dict[str, str]:
    quoted = _quoted(text)
    return {"text": quoted} if quoted else {}


def _quoted(text: str) -> str | None:
    """The words in quotation marks, where there are some once, as they were typed."""
    found = _QUOTED.findall(text)
    return unescape(found[0]).strip() or None if len(found) == 1 else None


def _of_money(text: str) -> dict[str, str]:
    found = list(_AMOUNT.finditer(text))
    if len(found) != 1 or _NOT_SAID.search(text):
        return {}
    match = found[0]
    figure = match["one"] or match["two"] or match["three"]
    coin = match["sign"] or match["coin"] or ""
    amount = _COINS.get(coin[:1].lower(), coin) + figure + (match["k1"] or match["k2"] or match["k3"] or "").strip()
    if _WHOLE.search(text[: match.start()]):
        return {"amount": amount}
    more, less = bool(_MORE.search(text)), bool(_LESS.search(text))
    return {"more" if more else "less": amount} if more != less else {}


_READERS: Mapping[str, Callable[[str], dict[str, str]]] = {
    "scope": _of_scope,
    "resourcing": _of_people,
    "brief": _of_brief,
    "strategy": _of_strategy,
    "budget": _of_money,
}
