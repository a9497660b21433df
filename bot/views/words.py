"""How dates, people, roles and money read on screen. Plain words: "answers for", names where known."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.domains.impact import HOLIDAY, WEEKEND
from bot.domains.kind import FieldKind
from bot.language.money import CURRENCIES
from bot.views.blocks import Raw, escape
from models.enums import Domain, ProjectStatus, RequestState, Role

ROLES = {
    Role.AM: "account manager",
    Role.PM: "project manager",
    Role.SECOND: "second",
    Role.LENDER: "project manager of the other project",
    Role.REQUESTER: "requester",
    Role.OPS: "ops lead",
}
STATUSES = {
    ProjectStatus.PLANNING: "not started",
    ProjectStatus.LIVE: "live",
    ProjectStatus.ON_HOLD: "on hold",
    ProjectStatus.CLOSED: "closed",
}
STATES = {
    RequestState.PENDING: "waiting",
    RequestState.QUESTIONED: "a question is open",
    RequestState.APPROVED: "approved",
    RequestState.DECLINED: "declined",
    RequestState.WITHDRAWN: "withdrawn",
    RequestState.LAPSED: "expired",
    RequestState.TOLD: "done, told",
    RequestState.NOTED: "done, noted",
    RequestState.OBJECTED: "objected to",
}
#: The same for those who do not see money: not even how it was decided.
PUBLIC_STATES = {
    RequestState.PENDING: "asked",
    RequestState.QUESTIONED: "asked",
    RequestState.APPROVED: "decided",
    RequestState.DECLINED: "decided",
    RequestState.WITHDRAWN: "withdrawn",
    RequestState.LAPSED: "expired",
    RequestState.TOLD: "done",
    RequestState.NOTED: "done",
    RequestState.OBJECTED: "objected to",
}
#: How a request ended, after "is" or "was".
ENDED = {
    RequestState.APPROVED: "approved",
    RequestState.DECLINED: "declined",
    RequestState.WITHDRAWN: "withdrawn",
    RequestState.LAPSED: "expired",
    RequestState.NOTED: "noted",
    RequestState.OBJECTED: "objected to",
}
DOMAINS = {
    Domain.DEADLINE: "dates",
    Domain.RESOURCING: "who works on it",
    Domain.BUDGET: "the budget",
    Domain.PRICE: "the price",
    Domain.SCOPE: "the scope",
    Domain.BRIEF: "the brief",
    Domain.STRATEGY: "the strategy",
    Domain.SUPPLIER: "suppliers",
    Domain.QUALITY: "quality",
    Domain.CLIENT_CONTACT: "who talks to the client",
    Domain.PROCESS: "how the project is run",
}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(given: date | str) -> str:
    """`Fri 15 Jan 2027`, whatever the machine's locale."""
    when = date.fromisoformat(given) if isinstance(given, str) else given
    return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]} {when.year}"


def bare_day(given: date) -> str:
    """`15 Jan 2027`, as people type it."""
    return day(given).partition(" ")[2]


def moment(at: datetime, zone: str = "UTC") -> Raw:
    """An instant, shown by Slack in each reader's own time; the fallback is in `zone`."""
    local = at.astimezone(ZoneInfo(zone))
    fallback = f"{day(local.date())} {local:%H:%M} {zone.rsplit('/', 1)[-1].replace('_', ' ')}"
    return Raw(f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{escape(fallback)}>")


def spoken_moment(at: datetime, zone: str = "UTC") -> str:
    """The same for notifications, where Slack draws nothing."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day(local.date())}, {local:%H:%M}" + (" UTC" if local.tzinfo == UTC or zone == "UTC" else "")


def mention(user_id: str) -> Raw:
    return Raw(f"<@{escape(user_id)}>")


def mentions(user_ids: Iterable[str]) -> Raw:
    return Raw(listing(mention(each) for each in user_ids))


def answer(count: int) -> str:
    """The verb after so many names: one answers, two answer."""
    return "answers" if count < 2 else "answer"


def channel(channel_id: str) -> Raw:
    """A channel as a link; for what is between few, that it is."""
    if ":" in channel_id:
        return Raw("a private message")
    return Raw(f"<#{escape(channel_id)}>")


def link(address: str, words: str) -> Raw:
    """A link to a message in Slack."""
    return Raw(f"<{escape(address)}|{escape(words)}>")


def who(names: Mapping[str, str], user_id: str | None) -> Raw:
    """A person by name, without a ping; by mention where the name is not known."""
    if not user_id:
        return Raw("Countersign")
    name = names.get(user_id)
    return Raw(escape(name)) if name else mention(user_id)


def spoken(names: Mapping[str, str], user_id: str | None) -> str:
    """A person's name as plain text, for notifications."""
    return names.get(user_id or "", "somebody") if user_id else "Countersign"


def role(given: Role | str | None) -> str:
    """`account manager`, `project manager's deputy`, `ops lead`."""
    if not given:
        return ""
    name, _, rest = str(given).partition(" ")
    words = ROLES.get(Role(name)) if name in set(Role) else str(given)
    return f"{words}'s deputy" if rest == "deputy" else str(words)


def shown(kind: FieldKind, value: str | None, absent: str = "nothing yet") -> str:
    """A value of a line; where there is none, `absent`."""
    if value is None or value == "":
        return absent
    if kind is FieldKind.MONEY:
        minor, _, currency = value.partition(" ")
        return money(int(minor), currency, CURRENCIES[currency])
    return day(value) if kind is FieldKind.DATE else value


def off_words(off: str) -> str:
    """`is a weekend`, `falls on Good Friday`; empty for a working day."""
    return "" if not off else f"is {off_name(off)}" if off in (WEEKEND, HOLIDAY) else f"falls on {off}"


def off_name(off: str) -> str:
    """`a weekend`, `Good Friday`."""
    return f"a {off}" if off in (WEEKEND, HOLIDAY) else off


def money(minor: int, currency: str, decimals: int) -> str:
    """`EUR 12,500` or `EUR 12,500.50`."""
    whole, rest = divmod(minor, 10**decimals)
    return f"{currency} {whole:,}" + (f".{rest:0{decimals}d}" if rest else "")


def counted(count: int, one: str, many: str) -> str:
    """`1 project`, `2 projects`."""
    return f"{count} {one if count == 1 else many}"


def days(count: int) -> str:
    """`day` for one, `days` for any other number."""
    return "day" if count == 1 else "days"


def listing(items: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    found = list(items)
    return f" {last} ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)
