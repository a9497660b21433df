"""Who stands in for whom: deputies when the holder is away or late, co-holders at any time, nobody for both roles."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models import Deputy, Leave
from models.enums import RequestState, Role
from sandbox.sights import Answer
from tests.scenarios.conftest import SITE, Stage

ASK = "14 Dec 2027 because the client's event moved"
AM, PM = "Account manager's deputies", "Project manager's deputies"
ANY_TIME = "May answer at any time, not only when they are away or late"


async def _named(stage: Stage, by: str = "ada", **fields: object) -> Answer:
    form = (await getattr(stage, by).command("/project", "edit", channel=SITE)).view
    answer = await getattr(stage, by).submit(form, {{"am": AM, "pm": PM}[key]: who for key, who in fields.items()})
    await stage.told()
    return answer


async def _asked(stage: Stage) -> str:
    answer = await stage.ada.command("/deadline", ASK, channel=SITE)
    await stage.told()
    return answer.plain


async def test_leave_is_taken_by_the_persons_own_calendar(stage: Stage) -> None:
    await stage.project()
    stage.clock.advance(timedelta(days=100))
    answer = await stage.petra.command("/countersign", "away 24 Dec - 2 Jan", channel=SITE)
    alone = "Nobody stands in for you in Acme site: what you leave open goes to the ops leads in the end."
    expected = "You are away from Fri 24 Dec 2027 to Sun 2 Jan 2028."
    assert f"{expected} {alone}" in answer.plain
    leave = stage.row(Leave, user_id=stage.petra.id)
    assert leave.starts_at == datetime(2027, 12, 23, 23, tzinfo=UTC), "midnight in Prague"
    assert leave.ends_at == datetime(2028, 1, 2, 23, tzinfo=UTC)
    assert (await _named(stage, pm=[stage.sam])).closed
    answer = await stage.petra.command("/countersign", "away 24 Dec - 2 Jan", channel=SITE)
    assert f"{expected} Sam answers meanwhile." in answer.plain
    assert "deputies" not in (await stage.sam.command("/countersign", "away tomorrow", channel=SITE)).plain
    await stage.sam.command("/countersign", "away back", channel=SITE)
    assert "Welcome back." in (await stage.petra.command("/countersign", "away back", channel=SITE)).plain
    assert stage.rows(Leave) == []
    assert "You were not away." in (await stage.petra.command("/countersign", "back", channel=SITE)).plain


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("24 Dec - 2 Jan", "Past. Did you mean 24 Dec 2027 to 2 Jan 2028? Nothing was changed."),
        ("tomorrow - yesterday", "That ends before it begins."),
        ("from 5 Feb to 1 Feb", "That ends before it begins."),
        ("1 Jan", "Past. Did you mean 1 Jan 2028? Nothing was changed."),
        ("5 Mar 2028 - 2 Mar 2028", "That ends before it begins."),
        ("31 Feb", "There is no such date: 31 Feb."),
        ("purple", "I did not understand “away purple”. For example: `/countersign away 24 Dec - 2 Jan`"),
    ],
)
async def test_leave_that_cannot_be_is_told_why_beside_the_form(stage: Stage, typed: str, said: str) -> None:
    answer = await stage.petra.command("/countersign", f"away {typed}", channel=SITE)
    assert said in answer.plain
    assert stage.rows(Leave) == []
    if "24 Dec" in typed:
        assert (answer.view.value("First day away"), answer.view.value("Last day away")) == ("2027-12-24", "2028-01-02")
    days = {"First day away": date(2027, 2, 10), "Last day away": date(2027, 2, 12)}
    assert (await stage.petra.submit(answer.view, days)).closed
    assert len(stage.rows(Leave)) == 1


async def test_leave_is_taken_by_the_form(stage: Stage) -> None:
    form = (await stage.petra.command("/countersign", "away", channel=SITE)).view
    days = {"First day away": date(2027, 2, 10), "Last day away": date(2027, 2, 8)}
    answer = await stage.petra.submit(form, days)
    assert answer.errors == {"Last day away": "That ends before it begins."}
    answer = await stage.petra.submit(form, {"Last day away": date(2027, 2, 12)})
    assert answer.closed
    assert stage.row(Leave).starts_at == datetime(2027, 2, 9, 23, tzinfo=UTC)


async def test_several_stretches_of_leave_are_kept_listed_and_taken_back(stage: Stage) -> None:
    async def says(typed: str) -> str:
        return (await stage.petra.command("/countersign", typed, channel=SITE)).plain

    assert "You are not away, and no leave of yours is ahead." in await says("away list")
    await says("away 8 Feb 2027 - 12 Feb 2027")
    also = "to Fri 5 Mar 2027. Also: Mon 8 Feb 2027 to Fri 12 Feb 2027."
    assert also in await says("away 1 Mar 2027 - 5 Mar 2027")
    assert "away from Mon 8 Feb 2027 to Tue 16 Feb 2027." in await says("away 10 Feb 2027 - 16 Feb 2027"), "one now"
    assert "away from Mon 1 Mar 2027 to Sun 7 Mar 2027." in await says("away 6 Mar 2027 - 7 Mar 2027"), "they touch"
    assert "You were not away." in await says("back"), "which of the two?"
    listed = ["Mon 8 Feb 2027 to Tue 16 Feb 2027", "Mon 1 Mar 2027 to Sun 7 Mar 2027"]
    told = await says("away list")
    assert all(each in told for each in listed), told
    form = (await stage.petra.command("/countersign", "away", channel=SITE)).view
    answer = await stage.petra.submit(form, {})
    assert answer.errors == {"First day away": "Pick a date."}
    answer = await stage.petra.submit(form, {"You announced; tick what is off": [listed[0]]})
    assert answer.closed, answer.errors
    assert [each.starts_at.date() for each in stage.rows(Leave)] == [date(2027, 2, 28)]
    assert "Welcome back." in await says("back"), "the only one that is ahead"
    assert stage.rows(Leave) == []


async def test_who_is_back_goes_away_again_and_is_told_each_time(stage: Stage) -> None:
    await stage.project()
    await stage.petra.command("/countersign", "away 5 Jan 2027 - 6 Jan 2027", channel=SITE)
    await stage.petra.command("/countersign", "away 12 Jan 2027 - 13 Jan 2027", channel=SITE)
    for day in (5, 12):
        await stage.passes_to(datetime(2027, 1, day, 10, tzinfo=UTC))
        await stage.ada.command("/deadline", f"{day} Dec 2027 because the client's event moved", channel=SITE)
        await stage.passes_to(datetime(2027, 1, day + 2, 12, tzinfo=UTC))
        back = [each.plain for each in stage.petra.direct_messages() if "Since " in each.plain]
        assert len(back) == (1 if day == 5 else 2)


async def test_leave_that_is_over_is_refused_in_the_form(stage: Stage) -> None:
    form = (await stage.petra.command("/countersign", "away", channel=SITE)).view
    days = {"First day away": date(2026, 12, 1), "Last day away": date(2026, 12, 2)}
    assert (await stage.petra.submit(form, days)).errors == {"Last day away": "That is over already."}


async def test_a_deputy_has_to_wait_while_the_holder_is_there_and_not_late(stage: Stage) -> None:
    await stage.project()
    assert (await _named(stage, pm=[stage.sam])).closed
    assert "@Petra answers" in await _asked(stage)
    await stage.presses(stage.sam, "Approve", "CR-1")
    told = stage.whispers(stage.sam)[-1]
    assert "CR-1 is for @Petra to answer; as deputy you can once they are away or late." in told
    assert stage.deadline() == date(2027, 11, 30)

    await stage.passes(days=1)
    await stage.presses(stage.sam, "Approve", "CR-1")
    assert "Approved by Sam (project manager's deputy)" in stage.card("CR-1").plain
    assert stage.deadline() == date(2027, 12, 14)
    assert stage.request().decided_as == "pm deputy"


async def test_while_the_holder_is_away_the_deputy_is_asked_at_once(stage: Stage) -> None:
    await stage.project()
    await _named(stage, pm=[stage.sam])
    await stage.petra.command("/countersign", "away 4 Jan - 8 Jan", channel=SITE)
    assert "@Sam answers" in await _asked(stage)
    assert stage.card("CR-1").mentions == ["Sam"]
    await stage.presses(stage.oona, "Approve", "CR-1")
    assert "CR-1 is for @Sam to answer" in stage.whispers(stage.oona)[-1]
    await stage.presses(stage.sam, "Decline", "CR-1", why="There is nobody here")
    assert "Declined by Sam (project manager's deputy)" in stage.card("CR-1").plain


async def test_the_first_deputy_is_asked_first_and_the_second_may_answer_too(stage: Stage) -> None:
    await stage.project()
    await _named(stage, pm=[stage.sam, stage.oona])
    await stage.petra.command("/countersign", "away 4 Jan - 8 Jan", channel=SITE)
    assert "@Sam answers" in await _asked(stage)
    await stage.presses(stage.oona, "Approve", "CR-1")
    assert stage.request().decided_by == stage.oona.id


async def test_a_holder_who_is_away_may_still_answer(stage: Stage) -> None:
    await stage.project()
    await _named(stage, pm=[stage.sam])
    await stage.petra.command("/countersign", "away 4 Jan - 8 Jan", channel=SITE)
    await _asked(stage)
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.request().decided_as == "pm"


async def test_a_co_holder_may_answer_at_any_time(stage: Stage) -> None:
    await stage.project()
    form = (await stage.petra.command("/project", "edit", channel=SITE)).view
    answer = await stage.petra.submit(form, {PM: [stage.sam], f"{PM}: when": [ANY_TIME]})
    assert answer.closed, answer.errors
    assert "@Petra answers" in await _asked(stage)
    await stage.presses(stage.sam, "Approve", "CR-1")
    assert "Approved by Sam (project manager's deputy)" in stage.card("CR-1").plain
    shown = (await stage.ada.command("/project", channel=SITE)).plain
    assert "Sam (project manager's deputy, any time)" in shown


async def test_a_deputy_of_somebody_away_acts_for_that_role(stage: Stage) -> None:
    await stage.project()
    await _named(stage, pm=[stage.sam])
    await stage.petra.command("/countersign", "away 4 Jan - 8 Jan", channel=SITE)
    await stage.sam.command("/project", "milestone Homepage copy 12 Nov 2027", channel=SITE)
    await stage.told()
    card = stage.card("CR-1")
    assert card.buttons == ["Acknowledge", "Object"]
    assert card.mentions == ["Ada"]
    assert "Sam (project manager's deputy) changed this:" in card.plain
    assert stage.request().requester_role is Role.PM


async def test_back_again_the_holder_is_asked(stage: Stage) -> None:
    await stage.project()
    await _named(stage, pm=[stage.sam])
    await stage.petra.command("/countersign", "away 4 Jan - 5 Jan", channel=SITE)
    await stage.passes(days=2)
    assert "@Petra answers" in await _asked(stage)
    await stage.presses(stage.sam, "Approve", "CR-1")
    assert stage.request().state is RequestState.PENDING


@pytest.mark.parametrize(
    ("picked", "label", "said"),
    [
        ({"am": ["petra"]}, AM, "Petra holds or deputises a role of this project already."),
        ({"pm": ["ada"]}, PM, "Ada holds or deputises a role of this project already."),
        ({"pm": ["petra"]}, PM, "Petra holds or deputises a role of this project already."),
        ({"am": ["sam"], "pm": ["sam"]}, AM, "Sam holds or deputises a role of this project already."),
        ({"pm": ["cleo"]}, PM, "Cleo is a guest, a bot or from another organisation, and cannot be picked here."),
    ],
)
async def test_nobody_stands_in_for_both_roles_and_no_guest_for_any(
    stage: Stage, picked: dict[str, list[str]], label: str, said: str
) -> None:
    await stage.project()
    fields = {key: [getattr(stage, each) for each in people] for key, people in picked.items()}
    answer = await _named(stage, **fields)
    assert said in answer.errors[label]
    assert stage.rows(Deputy) == []


async def test_who_has_no_role_cannot_name_deputies(stage: Stage) -> None:
    await stage.project()
    answer = await stage.sam.command("/project", "edit", channel=SITE)
    assert answer.view is None
    assert "Only the account manager, the project manager or an ops lead of Acme site can do that." in answer.plain


async def test_a_deputy_has_the_project_on_their_desk(stage: Stage) -> None:
    await stage.project()
    home = await stage.home(stage.sam)
    assert "No projects here yet." in home.plain
    await _named(stage, pm=[stage.sam])
    assert "Acme site" in stage.sam.home.plain
