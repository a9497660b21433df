"""The facts from which the examples are drawn: one project, its people, its requests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domains.kind import FieldKind, Line, Target
from bot.policy.edits import written_over
from bot.policy.table import DEFAULT_POLICY
from bot.services.cards import RequestCard
from bot.services.checkins.reading import Waiting
from bot.services.coming import Ahead, Due
from bot.services.desk import Desk, Item, Start
from bot.services.finding import Choice
from bot.services.forms import ChangeForm
from bot.services.impacts import Preview
from bot.services.inputs import Needed
from bot.services.marks import Mark
from bot.services.offer_forms import OfferForm
from bot.services.policies import Kept, PolicyChange, PolicyPage
from bot.services.project_cards import ProjectCard
from models import BriefVersion
from models.enums import Domain, Mode, ProjectStatus, RequestState, Role

ADA, PETRA, SAM, OONA = "U0ADA", "U0PETRA", "U0SAM", "U0OONA"
NAMES = {ADA: "Ada", PETRA: "Petra", SAM: "Sam", OONA: "Oona"}
SITE = "C0SITE"
NOW = datetime(2027, 1, 4, 10, tzinfo=UTC)
DUE = datetime(2027, 1, 5, 9, 30, tzinfo=UTC)
#: A name that would ping a channel, turn bold and break markup if it were not escaped.
NASTY = "<!channel> *bold* & co"
CHOICES = (
    Choice(1, "Acme site", "Acme", ProjectStatus.LIVE),
    Choice(2, "Acme shop", "Acme & Sons", ProjectStatus.PLANNING),
)
DEADLINES = {1: date(2027, 11, 30), 2: date(2027, 5, 1)}
MOVED = (Line("Deadline", FieldKind.DATE, "2027-11-30", "2027-12-14"),)
REWRITTEN = (
    Line("Objective", FieldKind.LONG_TEXT, None, "Sell more tea"),
    Line("Audience", FieldKind.LONG_TEXT, "People who drink tea in the evening", "People who drink tea at work"),
    Line("Tone", FieldKind.LONG_TEXT, "Loud", None),
)
TEXT = {"objective": "Sell more tea", "tone": "Warm & plain"}
BRIEFS = (
    BriefVersion(project_id=1, version=2, text=TEXT, author_id=ADA, reason="They sound <stiff>", created_at=DUE),
    BriefVersion(project_id=1, version=1, text={"tone": "Loud"}, author_id=PETRA, reason="First", created_at=NOW),
)


def because(kind: str = "rule", mode: str = "approval", **more: Any) -> dict[str, Any]:
    return {"because": kind, "acting": "am", "steward": "pm", "mode": mode} | more


CARD = RequestCard(
    request_id=7, version=1, name="CR-7", project="Acme site", client="Acme", domain=Domain.DEADLINE,
    mode=Mode.APPROVAL, state=RequestState.PENDING, what="Deadline", lines=MOVED, reason="The client's event moved",
    rule=(because(),), requester_id=ADA, requester_role=Role.AM, waits_for=(PETRA,), signed_by=(), due_at=DUE,
    zone="Europe/Prague", decided_by=None, decided_as=None, decided_at=None, decision_reason=None,
    take_back_until=None, channel_id=SITE, author_id=ADA, holders={Role.AM: ADA, Role.PM: PETRA}, names=NAMES,
)  # fmt: skip


def card(**changes: Any) -> RequestCard:
    return replace(CARD, **changes)


def decided(state: RequestState = RequestState.APPROVED, by: str | None = PETRA, **changes: Any) -> RequestCard:
    given = {"state": state, "decided_by": by, "decided_as": "pm" if by else None, "decided_at": DUE, "waits_for": ()}
    return card(**(given | changes))


def moves_along(count: int) -> tuple[Line, ...]:
    """A date that moves, and so many that follow it."""
    first = Line("Copy", FieldKind.DATE, "2027-11-05", "2027-11-09")
    behind = (Line(f"{NASTY} {n}", FieldKind.DATE, "2027-11-10", "2027-11-12", along=True) for n in range(count))
    return (first, *behind)


def proposal(**changes: Any) -> RequestCard:
    """The clock asks both, because the client is late."""
    given: dict[str, Any] = {
        "requester_id": "U0BOT", "author_id": "U0BOT", "requester_role": None, "waits_for": (ADA, PETRA),
        "input_id": 1, "reason": f"{NASTY} from Carla: 2 working days late",
        "rule": (because("late_input", acting=None),),
        "names": NAMES | {"U0BOT": "Countersign"},
    }  # fmt: skip
    return card(**(given | changes))


def heads_up(**changes: Any) -> RequestCard:
    given = {
        "mode": Mode.HEADS_UP, "state": RequestState.TOLD, "requester_id": PETRA, "requester_role": Role.PM,
        "waits_for": (ADA,), "off": {"2027-11-13": "weekend"},
        "lines": (Line("Homepage copy", FieldKind.DATE, None, "2027-11-13"),),
        "what": "Homepage copy", "rule": (because(mode="heads_up", acting="pm"),), "reason": "New milestone",
    }  # fmt: skip
    return card(**(given | changes))


def brief_card(**changes: Any) -> RequestCard:
    given = {
        "domain": Domain.BRIEF, "lines": REWRITTEN, "what": "Change the brief", "requester_id": PETRA,
        "requester_role": Role.PM, "waits_for": (ADA,), "rule": (because(acting="pm", steward="am"),),
    }  # fmt: skip
    return card(**(given | changes))


def project(**changes: Any) -> ProjectCard:
    given = {
        "project_id": 1, "plan_version": 3, "name": "Acme site", "client": "Acme", "status": ProjectStatus.LIVE,
        "am_id": ADA, "pm_id": PETRA, "second_id": None, "made_by": ADA, "deadline": date(2027, 11, 30),
        "deadline_client": True, "brief_version": 2, "waits_for": (), "started_at": NOW, "home_channel": SITE,
        "mark": Mark("Deadline", date(2027, 11, 30), client=True, done=False, agreed=date(2027, 11, 30)),
        "milestones": (
            Mark("First look", date(2027, 11, 5), client=True, done=True, done_on=date(2027, 11, 4)),
            Mark("Homepage copy", date(2027, 11, 12), client=False, done=False, off=NASTY, agreed=date(2027, 11, 10),
                 follows=NASTY, expected=date(2027, 11, 15)),
        ),
        "names": NAMES,
    }  # fmt: skip
    return ProjectCard(**(given | changes))


MANY_MARKS = tuple(Mark(f"{NASTY} {n}", date(2027, 5, 1), client=False, done=n < 3) for n in range(200))
#: Everything that a date can do to a plan.
IMPACT: dict[str, Any] = {
    "was": "2027-11-30",
    "moves": [{"key": "milestone:4", "name": NASTY, "from": "2027-11-12", "to": "2027-11-16"}],
    "inputs": [{"id": n, "what": NASTY, "due": "2027-11-12", "for": "Copy"} for n in range(9)],
    "people": [{"user": SAM, "project": NASTY, "until": "2027-11-12", "hours": 40}],
    "promised": [{"user": ADA, "date": "2027-11-12", "held": held} for held in (True, False)],
    "booked": [{"user": SAM, "project_id": 2, "project": NASTY, "until": "2027-11-12", "hours": 1}],
    "works": {"hours": 170, "until": "2027-11-12"},
    "left": {"date": "2027-11-30", "days": 12, "told": True},
    "beyond": [NASTY],
    "client": {"name": "Deadline", "date": "2027-11-30", "days": -3},
    "off": "Good Friday",
}
NEEDED = (
    Needed(1, 1, "Acme site", NASTY, NASTY, date(2027, 1, 1), "milestone:4", NASTY, date(2027, 11, 12), True, None, 1),
    Needed(2, 1, "Acme site", "Photos", "Carla", date(2027, 5, 1), "project", "Deadline", date(2027, 11, 30), False),
    Needed(3, 1, "Acme site", "Logo", "Carla", date(2027, 1, 1), "project", "Deadline", date(2027, 11, 30), True,
           date(2027, 1, 4)),
)  # fmt: skip
MANY_NEEDED = tuple(replace(NEEDED[0], id=n, what=f"{NASTY} {n}" + "x" * 120, from_whom="y" * 80) for n in range(200))
PLANNING = {"status": ProjectStatus.PLANNING, "waits_for": (PETRA,), "started_at": None, "brief_version": 0}
ITEM = Item(7, 1, "CR-7", "Acme site", "Deadline", "2027-12-14", RequestState.PENDING, ADA, (PETRA,), DUE, SITE, "1.1",
            author_id=ADA)  # fmt: skip
OFFERED_ITEM = replace(ITEM, request_id=12, name="CR-12", requester_id=PETRA, author_id=ADA)
QUESTION_ITEM = replace(
    ITEM, request_id=13, name="CR-13", requester_id=PETRA, author_id=PETRA, waits_for=(ADA,), questioned_by=ADA,
    state=RequestState.QUESTIONED, asked_back=(PETRA,),
)  # fmt: skip
DONE_ITEM = replace(ITEM, request_id=11, name="CR-11", done=True)
TOLD_ITEM = replace(ITEM, request_id=8, name="CR-8", what="Homepage copy", state=RequestState.TOLD)
FULL_DESK = Desk(
    user_id=PETRA, zone="Europe/Prague", is_admin=True, today=NOW.date(), away_until=NOW + timedelta(days=3),
    for_me=(ITEM, TOLD_ITEM, DONE_ITEM, OFFERED_ITEM, QUESTION_ITEM),
    starts_for_me=(Start(2, 1, "Acme shop", date(2027, 5, 1), (PETRA,)),),
    on_others=(replace(ITEM, requester_id=PETRA, author_id=PETRA, name="CR-9", waits_for=(ADA, OONA)),
               replace(TOLD_ITEM, name="CR-10", waits_for=(ADA,))),
    starts_on_others=(Start(3, 1, NASTY, date(2027, 6, 1), (ADA, OONA)),),
    due=(Due("Acme site", "First look", date(2027, 1, 1)), Due("Acme site", "Deadline", date(2027, 1, 12))),
    inputs=MANY_NEEDED[:9], projects=CHOICES, deadlines=DEADLINES, names=NAMES,
    checkins=(Waiting(1, NASTY, DUE), Waiting(2, "Tea", None)),
    ahead={CHOICES[0].project_id: (Ahead("Copy", date(2027, 1, 12)), Ahead(NASTY, date(2027, 2, 1)))},
)  # fmt: skip
MANY_PROJECTS: dict[str, Any] = {
    "projects": tuple(replace(CHOICES[0], project_id=n, name=f"{NASTY} {n}") for n in range(1, 101)),
    "deadlines": dict.fromkeys(range(1, 101), date(2027, 11, 30)),
}
DATE_TARGETS = (
    Target("project", "Deadline", {"name": "Deadline", "date": "2027-11-30", "client": True}),
    Target("milestone:4", NASTY, {"name": NASTY, "date": "2027-11-12", "client": False}),
)


def date_form(**changes: Any) -> ChangeForm:
    return replace(ChangeForm(Domain.DEADLINE, CHOICES[0], (), DATE_TARGETS, "project"), **changes)


#: A date, a deliverable, an amount and hours, as one offer.
TOGETHER = (
    Line("Deadline", FieldKind.DATE, "2027-11-30", "2027-12-07"),
    Line(NASTY, FieldKind.TEXT, "not included", "included, as goodwill"),
    Line("Budget", FieldKind.MONEY, "1000000 GBP", "1250050 GBP"),
    Line(f"{NASTY} hours", FieldKind.NUMBER, None, "20"),
)


def offer_form() -> OfferForm:
    """A date instead of a date, and with it everything that can be."""
    none = ChangeForm(Domain.SCOPE, CHOICES[0], ())
    booked = Preview(None, {"booked": IMPACT["booked"], "works": IMPACT["works"]}, NAMES)
    money = {"amount": "12500.50", "contingency": "250", "currency": "GBP"}
    return OfferForm(date_form(), also={
        Domain.DEADLINE: date_form(given={"date": "2027-11-12"}, preview=Preview("2027-11-12", IMPACT, NAMES)),
        Domain.SCOPE: replace(none, given={"what": "add", "name": NASTY, "how": "goodwill", "rounds": 2}),
        Domain.BUDGET: replace(none, domain=Domain.BUDGET, given=money),
        Domain.RESOURCING: replace(none, domain=Domain.RESOURCING, given={"person": SAM, "hours": 4}, preview=booked),
    })  # fmt: skip


def brief_form(**changes: Any) -> ChangeForm:
    target = Target("brief", "Brief", {"version": 2, "text": TEXT})
    return replace(ChangeForm(Domain.BRIEF, CHOICES[0], (), (target,), "brief"), **changes)


EDITS: dict[str, Any] = {
    "rules": {
        "deadline": {
            "am": {"client_date": "approval", "otherwise": "heads_up"},
            "pm": {"client_date": "joint", "otherwise": "free"},
        }
    },
    "limits": {"budget_percent": 20, "contingency_percent": 50},
}
OWN_POLICY = written_over(DEFAULT_POLICY, EDITS, 3)


def policy_page(*, own: bool = False) -> PolicyPage:
    """As it comes, as somebody without rights reads it; or a project's own, as an ops lead changes it."""
    if not own:
        return PolicyPage(DEFAULT_POLICY, 1, can_edit=False, choices=CHOICES)
    history = (Kept(3, NASTY, "deadline", OONA, NASTY, NOW), Kept(2, None, "limits", OONA, "We are careful", NOW))
    own_keys = frozenset({"deadline", "limits"})
    return PolicyPage(OWN_POLICY, 3, True, CHOICES[0], own_keys, CHOICES, history, NAMES)


def policy_change(changed: str, project: str | None) -> PolicyChange:
    return PolicyChange(Kept(3, project, changed, OONA, "They asked", NOW), DEFAULT_POLICY, OWN_POLICY, NAMES)
