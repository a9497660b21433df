"""What can happen by itself: every kind that a rule may name."""

from collections.abc import Mapping

from bot.services.schedules import Kind

_ALL: tuple[Kind, ...] = ()
KINDS: Mapping[str, Kind] = {each.name: each for each in _ALL}
