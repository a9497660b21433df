"""An amount that somebody wrote in talk, as the form for money is filled in with it."""

from collections.abc import Mapping

from sqlmodel import Session

from bot.domains import KINDS
from bot.domains.fields import minor_units, settle_currency, typed_amount
from bot.errors import Invalid
from bot.language.money import read_money
from bot.services import routing
from bot.services.people import require_insider
from bot.services.projects import get_project
from models.enums import Domain

#: How what was written counts from today's amount.
SIGNS = {"more": 1, "less": -1}


def fill_in(
    session: Session, *, team_id: str, user_id: str, project_id: int, domain: Domain, said: Mapping[str, str]
) -> dict[str, str]:
    """What the form of `domain` (budget or price) starts with: `said` is "amount", all of it, or "more" or "less" than
    today. Nothing for who does not see money, and where it cannot be reckoned. Raises Refused, NotFound."""
    person, project = require_insider(session, team_id, user_id), get_project(session, team_id, project_id)
    kind = KINDS[domain]
    if not routing.sees_money(session, project, person):
        return {}
    key, today = kind.fields[0].key, kind.targets(session, project)[0].value
    usual = today.get("currency") or project.currency
    money = read_money(next(iter(said.values()), ""))
    if money is None:
        return {}
    try:
        currency = settle_currency({key: money}, None, usual)
        minor = minor_units(money, currency, key) or 0
    except Invalid:
        return {}
    sign = next((SIGNS[each] for each in said if each in SIGNS), None)
    if sign is not None and (today.get(key) is None or currency != usual):
        return {}
    whole = minor if sign is None else today[key] + sign * minor
    filled = typed_amount(whole, currency) if whole >= 0 else None
    if filled is None:
        return {}
    return {key: filled} if currency == usual else {key: filled, "currency": currency}
