"""The year as a page: what everybody got, and what nobody should have got."""

from collections import Counter

from tests.year.agency import Colleague
from tests.year.year import Found

#: Pings for one person and day, at the 95th percentile: fewer than this.
AIM = 6


def figures(counts: list[int]) -> tuple[int, float, int, int, int]:
    """Days, mean, median, 95th percentile, most; `counts` in ascending order."""
    days = len(counts)
    at = [counts[min(days - 1, days * percent // 100)] if days else 0 for percent in (50, 95, 100)]
    return days, sum(counts) / max(days, 1), *at  # type: ignore[return-value]


def page(found: Found, days: int, command: str) -> str:
    """Markdown."""
    agency = found.agency
    groups: list[tuple[str, list[Colleague]]] = [
        ("everybody", agency.people),
        ("account managers", agency.ams),
        ("project managers", agency.pms),
        ("everybody else", [*agency.makers, *agency.ops_leads]),
    ]
    rows = [_row(name, found.per_day([each.user_id for each in people])) for name, people in groups]
    faults = Counter(f"{each.fault}: {each.picture}" for each in found.faults)
    pings = ", ".join(f"{name} {n}" for name, n in Counter(each.picture for each in found.pings).most_common())
    deeds = ", ".join(f"{name.strip('_')} {n}" for name, n in sorted(found.deeds.items(), key=lambda each: -each[1]))
    return f"""# A year of an agency

Written by `{command}`. Ten account managers, ten project managers and forty others work on forty projects, in London,
New York and Toronto: two zones, three countries' public holidays, five weeks of leave each. For {days} days they make
projects, ask, answer, check in, reach milestones, send things and forget things; the bot's own jobs and services run on
a real database by a clock that is moved, and what the outbox sends is counted. A ping is what makes a telephone ring: a
direct message, a new message in a group, an answer to one person alone, or a mention in a new message.

| pings for each person and working day | days | mean | median | 95 % | most |
| --- | ---: | ---: | ---: | ---: | ---: |
{chr(10).join(rows)}

Fewer than {AIM} at the 95th percentile is the aim. Of {len(found.pings)} pings so many reached somebody on leave, on a
public holiday, at night or on their weekend: **{len(found.faults)}**{_listed(faults)}.

What pinged: {pings}.

What people did: {deeds}.
"""


def _row(name: str, counts: list[int]) -> str:
    days, mean, median, high, most = figures(counts)
    return f"| {name} | {days} | {mean:.2f} | {median} | {high} | {most} |"


def _listed(faults: Counter[str]) -> str:
    return f" ({', '.join(f'{name} {n}' for name, n in faults.most_common())})" if faults else ""
