"""Two people press different buttons at the same instant: one wins, the other is told who.

COUNTERSIGN_RACES sets the number of rounds per race and database (25 where it is not set).
"""

import asyncio
import os
from collections.abc import Awaitable, Callable

import pytest

from models import AuditEntry, ChangeRequest, Decision, Milestone, Project
from models.enums import ProjectStatus, RequestState
from sandbox.person import Person
from sandbox.sights import Answer, Message
from tests.scenarios.conftest import SITE, Stage

ROUNDS = int(os.environ.get("COUNTERSIGN_RACES", "25"))
Deed = Callable[[Person, Message], Awaitable[Answer]]
ANY_TIME = "May answer at any time, not only when they are away or late"


async def _approve(person: Person, card: Message) -> Answer:
    return await person.press("Approve", on=card)


async def _withdraw(person: Person, card: Message) -> Answer:
    return await person.press("Withdraw", on=card)


async def _decline(person: Person, card: Message) -> Answer:
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


async def _open_request(stage: Stage, number: int) -> Message:
    day = f"2028-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
    await stage.ada.command("/deadline", f"{day} because of round {number}", channel=SITE)
    await stage.told()
    return stage.card(f"CR-{number}")


def _told(stage: Stage, person: Person, answer: Answer, before: int) -> str:
    """All that this person was told of the race."""
    page = answer.view.plain if answer.view is not None else ""
    return "\n".join([answer.plain, page, *stage.whispers(person)[before:]])


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
    for number in range(1, ROUNDS + 1):
        card = await _open_request(stage, number)
        for person, (state, _) in zip(people, ends, strict=True):
            if state is RequestState.DECLINED:
                await person.press("Decline", on=card)
        before = [len(stage.whispers(person)) for person in people]
        deadline = stage.deadline()
        deeds = [deed(person, card) for person, (_, deed) in zip(people, ends, strict=True)]
        answers = await asyncio.gather(*(reversed(deeds) if number % 2 else deeds))
        answers = list(reversed(answers)) if number % 2 else answers
        await stage.told()
        request = stage.request(number)
        assert request.state in {state for state, _ in ends}
        loser = 0 if people[1].id == request.decided_by else 1
        assert request.decided_by == people[1 - loser].id
        said = _told(stage, people[loser], answers[loser], before[loser])
        assert f"CR-{number} was already {request.state} by @{people[1 - loser].name}" in said
        assert (stage.deadline() != deadline) == (request.state is RequestState.APPROVED)
        for person in people:
            for form in person.views:
                await person.close(form, everything=True)
    _nothing_was_decided_twice(stage)


def _nothing_was_decided_twice(stage: Stage) -> None:
    decisions = [(each.request_id, each.version) for each in stage.rows(Decision)]
    assert len(decisions) == len(set(decisions))
    ended = [each.request_id for each in stage.rows(AuditEntry) if each.action in ("decided", "withdrawn")]
    assert len(ended) == len(set(ended)) == len(stage.rows(ChangeRequest))


async def test_both_agree_at_the_same_instant_and_it_starts_once(stage: Stage) -> None:
    for number in range(ROUNDS):
        name = f"Project {number}"
        await stage.project(name, started=False, maker=stage.sam)
        card = stage.card(name)
        await asyncio.gather(*(person.press("Agree to start", on=card) for person in (stage.ada, stage.petra)))
        await stage.told()
        assert stage.row(Project, name=name).status is ProjectStatus.LIVE
    assert len([each for each in stage.rows(AuditEntry, action="agreed_to_start") if each.facts["started"]]) == ROUNDS


async def test_two_ask_for_the_same_value_and_there_is_one_request(stage: Stage) -> None:
    await stage.project()
    for number in range(1, ROUNDS + 1):
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
    for number in range(1, ROUNDS + 1):
        name = f"Project {number}"
        await stage.project(name)
        await stage.ada.command("/deadline", f"{name} 14 Dec 2027 because of tea", channel=SITE)
        await stage.told()
        await asyncio.gather(
            stage.petra.press("Approve", on=stage.card(f"CR-{number}")),
            stage.ada.command("/project", f"close {name}", channel=SITE),
        )
        await stage.told()
        project, request = stage.row(Project, name=name), stage.request(number)
        assert project.status is ProjectStatus.CLOSED
        assert request.state in (RequestState.APPROVED, RequestState.LAPSED)
        assert (project.deadline.month == 12) == (request.state is RequestState.APPROVED)


async def test_an_edit_and_the_last_agreement_at_the_same_instant_do_not_both_count(stage: Stage) -> None:
    """What is agreed to is what was shown: a plan that starts holds nothing that one of the two never saw."""
    for number in range(1, ROUNDS + 1):
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
