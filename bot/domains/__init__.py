"""The domains that can be proposed, in the order in which people are offered them."""

from bot.domains.brief import Brief
from bot.domains.budget import Budget
from bot.domains.client_contact import ClientContact
from bot.domains.deadline import Deadline
from bot.domains.kind import Kind
from bot.domains.price import Price
from bot.domains.process import Process
from bot.domains.quality import Quality
from bot.domains.resourcing import Resourcing
from bot.domains.scope import Scope
from bot.domains.strategy import Strategy
from bot.domains.supplier import Supplier
from models.enums import Domain

_ALL: tuple[Kind, ...] = (
    Deadline(),
    Resourcing(),
    Scope(),
    Price(),
    Budget(),
    Brief(),
    Strategy(),
    Supplier(),
    Quality(),
    ClientContact(),
    Process(),
)
KINDS: dict[Domain, Kind] = {kind.domain: kind for kind in _ALL}
