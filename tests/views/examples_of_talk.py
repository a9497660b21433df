"""Examples of what is picked up from talk: offers, promises, channels that others read."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.services.homes import Linked
from bot.services.promises import Promised
from bot.services.understanding import Offer
from bot.views import offers, promises
from models.enums import Domain, PromiseState, Role
from tests.views.facts import ADA, DUE, NAMES, NASTY, PETRA, SAM, SITE

OFFER = Offer(
    4,
    2,
    SITE,
    "1.2",
    SAM,
    1,
    NASTY,
    Domain.DEADLINE,
    "project",
    "Deadline",
    "2027-11-30",
    date(2027, 12, 14),
    True,
    False,
    PETRA,
    "Petra",
    names=NAMES,
)
PROMISE = Promised(
    3, 1, NASTY, SITE, "1.2", ADA, date(2027, 1, 14), PromiseState.OPEN, DUE, None, PETRA, Role.PM,
    (("Deadline", "2027-11-30"), (NASTY, "2027-05-01")), NAMES,
)  # fmt: skip


def examples_of_talk() -> dict[str, Any]:
    given = OFFER
    undated = replace(given, date=None, complete=False, old=None)
    scope = replace(given, domain=Domain.SCOPE, what=NASTY, old=None, date=None, complete=False)
    money = replace(scope, domain=None, money=True)
    added = replace(scope, complete=True, given={"what": "add", "how": "goodwill", "name": NASTY})
    dropped = replace(scope, complete=True, given={"what": "out", "name": NASTY})
    people = replace(scope, domain=Domain.RESOURCING, complete=True, given={"person": SAM, "hours": "12"})
    leaving = replace(people, given={"person": SAM, "off": "yes"})
    return {
        "offers.offer.added": offers.offer(added),
        "offers.offer.dropped": offers.offer(dropped),
        "offers.offer.booked": offers.offer(people),
        "offers.offer.leaving": offers.offer(leaving),
        "offers.offer.dated": offers.offer(given),
        "offers.offer.undated": offers.offer(undated),
        "offers.offer.edited": offers.offer(given, edited=True),
        "offers.offer.scope": offers.offer(scope),
        "offers.offer.money": offers.offer(money),
        "offers.outsider_asks.": offers.outsider_asks(given),
        **{f"offers.outsider_answered.{each}": offers.outsider_answered(each) for each in offers.ENDINGS},
        "offers.extra_form.": offers.extra_form(given),
        "offers.linked.inside": offers.linked(Linked(NASTY, ADA, False, (), False)),
        "offers.linked.shared": offers.linked(Linked("Acme site", ADA, True, (), False)),
        "offers.linked.guests": offers.linked(Linked("Acme site", ADA, False, ("Cleo", NASTY), True)),
        "offers.linked_notice.": offers.linked_notice({"by": ADA, "channel": SITE, "reads": True, "outside": True}),
        "promises.guard.open": promises.guard(PROMISE),
        "promises.guard.of_the_pm": promises.guard(replace(PROMISE, author_id=PETRA, to_id=ADA, to_role=Role.AM)),
        "promises.guard.told": promises.guard(replace(PROMISE, state=PromiseState.STANDS, told_at=DUE)),
        "promises.guard.agreed": promises.guard(replace(PROMISE, state=PromiseState.AGREED)),
        "promises.stands.": promises.stands(PROMISE),
        "offers.holding_reply.": offers.holding_reply(),
        "offers.dismissed.": offers.dismissed(),
        "offers.reading.on": offers.reading({"by": ADA, "on": True}),
        "offers.reading.off": offers.reading({"by": ADA, "on": False}),
    }
