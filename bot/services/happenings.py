"""What can happen by itself: every kind that a rule may name."""

from collections.abc import Mapping

from bot.services.checkins.asking import CHECK_IN
from bot.services.checkins.blockers import CHASE
from bot.services.digests.weekly import PORTFOLIO, PROJECT
from bot.services.mornings import BACK, DIGEST
from bot.services.reminders import REMINDER
from bot.services.schedules import Kind

_ALL: tuple[Kind, ...] = (REMINDER, DIGEST, BACK, CHECK_IN, CHASE, PROJECT, PORTFOLIO)
KINDS: Mapping[str, Kind] = {each.name: each for each in _ALL}
