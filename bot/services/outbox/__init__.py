"""What is owed to Slack, as rows: owing it, and (for the dispatcher) claiming and finishing it.

Services call the owing half inside their own transaction, so that a fact and the news of it are committed together.

    owing       owe_card, owe_notice, owe_whisper, owe_home, owe_removal
    notices     owe_notices: many at once
    threads     in whose threads replies go
    marking     redraw, redraw_home, mark: what is owed already is drawn again
    claiming    claim, next_due, mend_lanes
    finishing   renew, dispatch, shown, found, again, doubt, look_again, settle, wait, say_nothing, anew, unthread
    trouble     hold (or shut) and release, park and reopen, go_direct, stand_in
    reach       reach_of, outsiders_read, clients_in: who reads an address
    pruning     forget_unsaid: what had nothing to say
    holding     hold_internal, hold_all, move_posts: what is internal where outsiders read
"""

from bot.services.outbox.claiming import Batch, Later, Render, claim, mend_lanes, next_due
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
from bot.services.outbox.holding import hold_all, hold_internal, move_posts, readdress
from bot.services.outbox.lanes import LEASE, AnyClaim, Claim
from bot.services.outbox.marking import mark, redraw, redraw_home
from bot.services.outbox.notices import Notice, owe_notices
from bot.services.outbox.owing import insert_once, owe_card, owe_home, owe_notice, owe_removal, owe_whisper
from bot.services.outbox.pruning import forget_unsaid
from bot.services.outbox.reach import FOR_OUTSIDERS, clients_in, is_outsider, is_shared, outsiders_read
from bot.services.outbox.threads import threads
from bot.services.outbox.trouble import go_direct, hold, park, release, reopen, shut, stand_in

__all__ = [
    "FOR_OUTSIDERS",
    "LEASE",
    "AnyClaim",
    "Batch",
    "Claim",
    "Later",
    "Notice",
    "Render",
    "again",
    "anew",
    "claim",
    "clients_in",
    "dispatch",
    "doubt",
    "forget_unsaid",
    "found",
    "go_direct",
    "hold",
    "hold_all",
    "hold_internal",
    "insert_once",
    "is_outsider",
    "is_shared",
    "look_again",
    "mark",
    "mend_lanes",
    "move_posts",
    "next_due",
    "outsiders_read",
    "owe_card",
    "owe_home",
    "owe_notice",
    "owe_notices",
    "owe_removal",
    "owe_whisper",
    "park",
    "readdress",
    "redraw",
    "redraw_home",
    "release",
    "renew",
    "reopen",
    "say_nothing",
    "settle",
    "shown",
    "shut",
    "stand_in",
    "threads",
    "unthread",
]
