"""Schedules as rows: rules say what happens when; `tick` finds what is due and makes it happen, once.

    kinds       Kind, Firing: what a kind of happening says of itself, and what it is told when it fires
    rules       set_rule, set_rules, drop_rules, plan_again: writing rules down, and when each is due next
    ticking     tick, next_due: what the alarm clock calls

A kind of its own: a class on `Kind` with `occur`, which owes what is to be told, listed in
`bot/services/happenings.py`; and somewhere a `set_rule` for whomever it concerns.
"""

from bot.services.schedules.kinds import DAY, Firing, Kind, Of
from bot.services.schedules.rules import Setting, drop_rules, plan_again, set_rule, set_rules
from bot.services.schedules.ticking import next_due, tick

__all__ = [
    "DAY",
    "Firing",
    "Kind",
    "Of",
    "Setting",
    "drop_rules",
    "next_due",
    "plan_again",
    "set_rule",
    "set_rules",
    "tick",
]
