"""Conversations coming in: parse → one service → ack. No rules, no SQL, no blocks."""

from bot.switchboard import Switchboard
from handlers import (
    buttons,
    calendars,
    channel_events,
    checkins,
    events,
    forms,
    handover,
    impacts,
    inputs,
    leave,
    making,
    negotiation,
    offers,
    planning,
    policy,
    reminders,
    settings,
    shortcuts,
    typed,
)

_ALL = (
    typed, buttons, impacts, forms, making, negotiation, planning, inputs, policy, handover, settings, reminders,
    leave, shortcuts, calendars, checkins, events, channel_events, offers,
)  # fmt: skip


def register(on: Switchboard) -> None:
    """Add every listener of the bot to the switchboard."""
    for each in _ALL:
        each.register(on)
