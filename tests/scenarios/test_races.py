"""Two people press different buttons at the same instant: one wins, the other is told who.

COUNTERSIGN_RACES sets the number of rounds on each database (1,000 where it is not set), shared by the pairs of
buttons; races that need a project of their own take a fortieth.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest
from sqlmodel import Session, select

from bot.services import asking
from bot.services.asking import Ask
from models import AuditEntry, ChangeRequest, Decision, Milestone, Project, ProjectValue
from models.enums import Domain, ProjectStatus, RequestState
from sandbox.person import Person
from sandbox.sights import Answer, Message
from tests.scenarios.conftest import SITE, Stage

ROUNDS = int(os.environ.get("COUNTERSIGN_RACES", "1000"))
#: Who races whom below; they share the rounds.
PAIRS = 4
#: Requests that are asked for at once.
BATCH = 50
#: Of the longer races, each with a project of its own.
FEW = max(1, ROUNDS // 40)
Deed = Callable[[Person, Message, str], Awaitable[Answer]]
ANY_TIME = "May answer at any time, not only when they are away or late"


async def _approve(person: Person, anchor: Message, value: str) -> Answer:
    return await person.press_raw("approve", value, on=anchor)


async def _withdraw(person: Person, anchor: Message, value: str) -> Answer:
    return await person.press_raw("withdraw", value, on=anchor)


async def _decline(person: Person, anchor: Message, value: str) -> Answer:
    """The last step of declining; its form was opened before the race."""
    [form] = person.views
    return await person.submit(form, {"Why": "No"})


ENDS = {
    "approve": (RequestState.APPROVED, _approve),
    "decline": (RequestState.DECLINED, _decline),
    "withdraw": (RequestState.WITHDRAWN, _withdraw),
}


async def _with_co_manager(stage: Stage) -> None:
    await stage.project()
    form = (await stage.petra.command("/project", "edit", channel=SITE)).view
    label = "Project manager's deputies"
    assert (await stage.petra.submit(form, {label: [stage.sam], f"{label}: when": [ANY_TIME]})).closed
    await stage.told()


def _ask_for(session: Session, actor_id: str, numbers: range, now: datetime) -> dict[int, str]:
    """One request for each number: a supplier, which Petra has to say yes to. What their buttons carry, by number."""
    project, found = session.exec(select(Project)).one(), {}
    for number in numbers:
        name = f"Part {number}"
        asked = Ask(project.id, Domain.SUPPLIER, name.casefold(), {"name": name, "who": "Ansel"}, "Better", SITE)
        outcome = asking.ask(session, team_id=project.team_id, actor_id=actor_id, asked=asked, now=now)
        found[number] = f"{outcome.request_id}.1"
    return found


async def _race(people: list[Person], deeds: list[Deed], anchor: Message, value: str, *, swap: bool) -> list[Answer]:
    """Both at once; who is sent first changes from round to round."""
    started = [deed(person, anchor, value) for person, deed in zip(people, deeds, strict=True)]
    answers = await asyncio.gather(*(reversed(started) if swap else started))
    return list(reversed(answers)) if swap else answers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("petra", "approve"), ("sam", "decline")),
        (("petra", "approve"), ("ada", "withdraw")),
        (("sam", "decline"), ("ada", "withdraw")),
        (("petra", "approve"), ("sam", "approve")),
    ],
)
async def test_one_wins_and_the_other_is_told_who(stage: Stage, one: tuple[str, str], other: tuple[str, str]) -> None:
    await _with_co_manager(stage)
    people = [getattr(stage, name) for name, _ in (one, other)]
    ends = [ENDS[how] for _, how in (one, other)]
    rounds = max(1, ROUNDS // PAIRS)
    # The buttons are pressed as Slack would send them, on one message: what is raced for need not be posted first.
    anchor = stage.card("Acme site")
    for start in range(1, rounds + 1, BATCH):
        numbers = range(start, min(start + BATCH, rounds + 1))
        values = await stage.bot.db.run(_ask_for, stage.ada.id, numbers, stage.clock.now())
        heard = [len(stage.whispers(person)) for person in people]
        answers: dict[int, list[Answer]] = {}
        for number in numbers:
            for person, (state, _) in zip(people, ends, strict=True):
                if state is RequestState.DECLINED:
                    await person.press_raw("decline", values[number], on=anchor)
            deeds = [each for _, each in ends]
            answers[number] = await _race(people, deeds, anchor, values[number], swap=bool(number % 2))
            for person in people:
                for form in person.views:
                    await person.close(form, everything=True)
        await stage.bot.tasks.idle()
        said = ["\n".join(stage.whispers(person)[before:]) for person, before in zip(people, heard, strict=True)]
        requests = {each.number: each for each in stage.rows(ChangeRequest)}
        for number in numbers:
            _one_won(requests[number], people, {state for state, _ in ends}, answers[number], said)
    _nothing_was_decided_twice(stage)
    applied = {each.value["name"] for each in stage.rows(ProjectValue)}
    approved = [each for each in stage.rows(ChangeRequest) if each.state is RequestState.APPROVED]
    assert applied == {each.after["name"] for each in approved}


def _one_won(
    request: ChangeRequest, people: list[Person], ends: set[RequestState], answers: list[Answer], said: list[str]
) -> None:
    assert request.state in ends
    loser = 0 if people[1].id == request.decided_by else 1
    winner = people[1 - loser]
    assert request.decided_by == winner.id
    page = answers[loser].view.plain if answers[loser].view is not None else ""
    told = "\n".join([answers[loser].plain, page, said[loser]])
    assert f"{request.name} was already {request.state} by @{winner.name}" in told


def _nothing_was_decided_twice(stage: Stage) -> None:
    decisions = [(each.request_id, each.version) for each in stage.rows(Decision)]
    assert len(decisions) == len(set(decisions))
    ended = [each.request_id for each in stage.rows(AuditEntry) if each.action in ("decided", "withdrawn")]
    assert len(ended) == len(set(ended)) == len(stage.rows(ChangeRequest))


async def test_both_agree_at_the_same_instant_and_it_starts_once(stage: Stage) -> None:
    for number in range(FEW):
        name = f"Project {number}"
        await stage.project(name, started=False, maker=stage.sam)
        card = stage.card(name)
        await asyncio.gather(*(person.press("Agree to start", on=card) for person in (stage.ada, stage.petra)))
        await stage.told()
        assert stage.row(Project, name=name).status is ProjectStatus.LIVE
    assert len([each for each in stage.rows(AuditEntry, action="agreed_to_start") if each.facts["started"]]) == FEW


async def test_two_ask_for_the_same_value_and_there_is_one_request(stage: Stage) -> None:
    await stage.project()
    for number in range(1, FEW + 1):
        asks = [
            person.command("/project", f"milestone Step {number} 12 Nov 2027 client", channel=SITE)
            for person in (stage.ada, stage.petra)
        ]
        answers = await asyncio.gather(*asks)
        assert len(stage.rows(ChangeRequest)) == number
        said = "\n".join(each.plain for each in answers)
        assert f"already asked for this: CR-{number} is still open." in said
        assert "went wrong" not in said


async def test_closing_and_approving_at_the_same_instant_leave_no_date_behind(stage: Stage) -> None:
    for number in range(1, FEW + 1):
        name = f"Project {number}"
        await stage.project(name)
        await stage.ada.command("/deadline", f"{name} 14 Dec 2027 because of tea", channel=SITE)
        await stage.told()
        asked = await stage.ada.command("/project", f"close {name}", channel=SITE)
        await asyncio.gather(
            stage.petra.press("Approve", on=stage.card(f"CR-{number}")),
            stage.ada.press("Close the project", on=asked.message),
        )
        await stage.told()
        project, request = stage.row(Project, name=name), stage.request(number)
        assert project.status is ProjectStatus.CLOSED
        assert request.state in (RequestState.APPROVED, RequestState.LAPSED)
        assert (project.deadline.month == 12) == (request.state is RequestState.APPROVED)


async def test_an_edit_and_the_last_agreement_at_the_same_instant_do_not_both_count(stage: Stage) -> None:
    """What is agreed to is what was shown: a plan that starts holds nothing that one of the two never saw."""
    for number in range(1, FEW + 1):
        name = f"Project {number}"
        await stage.project(name, started=False)
        card = stage.card(name)
        await asyncio.gather(
            stage.petra.press("Agree to start", on=card),
            stage.ada.command("/project", f"milestone {name} Copy 12 Nov 2027", channel=SITE),
        )
        await stage.told()
        project = stage.row(Project, name=name)
        planned = bool(stage.rows(Milestone, project_id=project.id))
        assert planned is (project.status is ProjectStatus.PLANNING)


async def test_two_projects_of_one_name_at_the_same_instant_are_one_and_a_sentence(stage: Stage) -> None:
    given = {"Client": "Acme", "Account manager": stage.ada, "Project manager": stage.petra}
    for number in range(min(FEW, 10)):
        filled = {**given, "Name": f"Shop {number}", "Deadline": stage.clock.now().date().replace(month=11)}
        people = (stage.ada, stage.petra)
        forms = [(await each.command("/project", "new", channel=SITE)).view for each in people]
        sent = [who.submit(form, filled) for who, form in zip(people, forms, strict=True)]
        answers = await asyncio.gather(*sent)
        assert sorted(each.closed for each in answers) == [False, True]
        refused = next(each for each in answers if not each.closed)
        assert refused.errors == {"Name": f"There is a project named Shop {number} already."}
        assert len(stage.rows(Project, name=f"Shop {number}")) == 1
