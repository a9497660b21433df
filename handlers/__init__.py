"""Conversations coming in: parse → one service → ack. No rules, no SQL, no blocks."""

from bot.switchboard import Switchboard
from handlers import (
    buttons,
    calendars,
    checkins,
    events,
    forms,
    handing,
    impacts,
    inputs,
    leave,
    making,
    offers,
    places,
    planning,
    policy,
    reminders,
    settings,
    shortcuts,
    talks,
    typed,
)


def register(on: Switchboard) -> None:
    """Add every listener of the bot to the switchboard."""
    typed.register(on)
    buttons.register(on)
    impacts.register(on)
    forms.register(on)
    making.register(on)
    talks.register(on)
    planning.register(on)
    inputs.register(on)
    policy.register(on)
    handing.register(on)
    settings.register(on)
    reminders.register(on)
    leave.register(on)
    shortcuts.register(on)
    calendars.register(on)
    checkins.register(on)
    events.register(on)
    places.register(on)
    offers.register(on)
