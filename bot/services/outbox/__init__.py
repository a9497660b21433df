"""What is owed to Slack, as rows: owing it, and (for the dispatcher) claiming and finishing it.

Services call the owing half inside their own transaction, so that a fact and the news of it are committed together.

    owing       owe_card, owe_notice, owe_whisper, owe_home; redraw, redraw_home
    claiming    claim, next_due, mend_lanes
    finishing   renew, dispatch, shown, found, again, doubt, look_again, settle, say_nothing, anew, unthread
    trouble     hold and release, park and reopen, go_direct, stand_in
"""

from bot.services.outbox.claiming import Batch, Render, claim, mend_lanes, next_due
from bot.services.outbox.finishing import (
    again,
    anew,
    dispatch,
    doubt,
    found,
    look_again,
    renew,
    say_nothing,
    settle,
    shown,
    unthread,
)
from bot.services.outbox.lanes import LEASE, AnyClaim, Claim
from bot.services.outbox.owing import mark, owe_card, owe_home, owe_notice, owe_whisper, redraw, redraw_home
from bot.services.outbox.trouble import go_direct, hold, park, release, reopen, stand_in

__all__ = [
    "LEASE",
    "AnyClaim",
    "Batch",
    "Claim",
    "Render",
    "again",
    "anew",
    "claim",
    "dispatch",
    "doubt",
    "found",
    "go_direct",
    "hold",
    "look_again",
    "mark",
    "mend_lanes",
    "next_due",
    "owe_card",
    "owe_home",
    "owe_notice",
    "owe_whisper",
    "park",
    "redraw",
    "redraw_home",
    "release",
    "renew",
    "reopen",
    "say_nothing",
    "settle",
    "shown",
    "stand_in",
    "unthread",
]
