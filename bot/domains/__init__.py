"""The domains that can be proposed, in the order in which people are offered them."""

from bot.domains.brief import Brief
from bot.domains.deadline import Deadline
from bot.domains.kind import Kind
from models.enums import Domain

_ALL: tuple[Kind, ...] = (Deadline(), Brief())
KINDS: dict[Domain, Kind] = {kind.domain: kind for kind in _ALL}
