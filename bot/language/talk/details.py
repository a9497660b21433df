"""What else a request says beside its kind and its day: add or take out, as a favour or paid, who, and for how long.

Only what is plainly said; the rest is asked in the form.
"""

from __future__ import annotations

import re

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
_NOT_SAID = re.compile(r"\b(?:not|don't|don’t|never|instead of|rather than)\b", re.IGNORECASE)


def details_of(text: str, kind: str | None) -> dict[str, str]:
    """By the keys of that kind's form: of scope `what`, `name` and `how`, of resourcing `person`, `hours` and `off`."""
    if kind == "scope":
        return _of_scope(text)
    if kind == "resourcing":
        return _of_people(text)
    return {}


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
