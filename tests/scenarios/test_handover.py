"""A role gets another holder: what is open moves along, what was decided keeps its names, nobody becomes both."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.services.digests.reading import read_week
from bot.services.due import Thing, things_of
from bot.services.routing import seats
from bot.views.digests import project_digest
from models import AuditEntry, Deputy, Project
from models.enums import RequestState
from models.enums import Stage as Step
from sandbox.person import Person
from sandbox.sights import Answer
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.picking import asks

ASK = "14 Dec 2027 because the client's event moved"
AM, PM = "Account manager (Ada)", "Project manager (Petra)"


async def hands_over(stage: Stage, who: Person, to: Person, channel: str = SITE, **filled: Any) -> Answer:
    form = (await who.command("/project", "handover", channel=channel)).view
    assert form is not None
    answer = await who.submit(form, {"Who takes it over": to, "Why": "New team", **filled})
    await stage.told()
    return answer


async def asked(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", ASK, channel=SITE)
    await stage.told()


async def test_what_waits_for_the_role_waits_for_its_new_holder(stage: Stage) -> None:
    await asked(stage)
    await stage.passes(hours=4, minutes=5)
    assert stage.request().stage is Step.NUDGED
    assert (await hands_over(stage, stage.petra, stage.sam)).closed
    assert stage.row(Project).pm_id == stage.sam.id
    card = stage.card("CR-1")
    assert card.mentions == ["Sam"]
    request = stage.request()
    assert request.stage is Step.ASKED
    assert request.due_at > stage.clock.now() + timedelta(hours=7), "the new holder has as long as anybody"
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert "CR-1 is for @Sam to answer." in stage.whispers(stage.petra)[-1]
    await stage.presses(stage.sam, "Approve", "CR-1")
    assert "Approved by Sam (project manager)" in stage.card("CR-1").plain
    assert stage.deadline() == date(2027, 12, 14)


async def test_both_are_told_and_the_thread_of_the_project(stage: Stage) -> None:
    await asked(stage)
    await hands_over(stage, stage.oona, stage.sam, Role=PM)
    said = "Sam is project manager of Acme site now, after Petra. Open requests that move along: CR-1."
    for person in (stage.petra, stage.sam):
        assert said in person.direct_messages()[-1].plain
        assert "New team" in person.direct_messages()[-1].plain
    assert any(said in each for each in stage.replies("Account manager"))
    [entry] = stage.rows(AuditEntry, action="handed_over")
    assert (entry.facts["old"], entry.facts["new"], entry.facts["moved"]) == (stage.petra.id, stage.sam.id, ["CR-1"])
    assert "CR-1" in (await stage.home(stage.sam)).plain
    assert "Nothing waits for you." in (await stage.home(stage.petra)).plain


async def test_what_the_role_asked_for_is_its_new_holders(stage: Stage) -> None:
    await asked(stage)
    await hands_over(stage, stage.ada, stage.sam)
    assert "Sam (account manager) asks:" in stage.card("CR-1").plain
    await stage.presses(stage.ada, "Withdraw", "CR-1")
    assert stage.request().state is RequestState.PENDING
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert "@Sam Petra approved CR-1" in stage.replies("CR-1")[-1]


async def test_what_was_decided_keeps_its_names(stage: Stage) -> None:
    await asked(stage)
    await stage.presses(stage.petra, "Approve", "CR-1")
    await stage.sam.command("/deadline", "16 Dec 2027 because of tea", channel=SITE)
    await stage.told()
    await stage.presses(stage.ada, "Approve", "CR-2")
    await hands_over(stage, stage.ada, stage.olaf)
    await hands_over(stage, stage.oona, stage.sam, Role="Project manager (Petra)")
    await stage.passes(minutes=6)
    card = stage.card("CR-1").plain
    assert "Ada (account manager) asked:" in card
    assert "Approved by Petra (project manager)" in card
    assert "Petra answers for dates. It needs a yes from Petra" in card
    open_card = stage.card("CR-2").plain
    assert "Ada said yes." in open_card
    assert stage.card("CR-2").mentions == ["Sam"]


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("petra", "Petra holds that role already. Pick somebody else."),
        ("cleo", "Cleo is a guest, a bot or from another organisation, and cannot be picked here."),
        ("olaf", "Olaf holds or deputises a role of this project already. Pick somebody else."),
    ],
)
async def test_who_cannot_take_it_is_told_by_the_field(stage: Stage, to: str, said: str) -> None:
    await asked(stage)
    form = (await stage.ada.command("/project", "edit", channel=SITE)).view
    assert (await stage.ada.submit(form, {"Account manager's deputies": [stage.olaf]})).closed
    answer = await hands_over(stage, stage.petra, getattr(stage, to))
    assert answer.errors == {"Who takes it over": said}
    assert stage.row(Project).pm_id == stage.petra.id


async def test_who_left_cannot_take_it(stage: Stage) -> None:
    await stage.project()
    stage.slack.workspace.members[stage.sam.id].deleted = True
    answer = await hands_over(stage, stage.petra, stage.sam)
    assert answer.errors == {"Who takes it over": "This person is not in the workspace any more."}


async def test_only_the_holder_or_an_ops_lead_hands_over(stage: Stage) -> None:
    await stage.project()
    answer = await stage.sam.command("/project", "handover", channel=SITE)
    assert "Only the account manager, the project manager or an ops lead of Acme site can do that." in answer.plain
    form = (await stage.ada.command("/project", "handover", channel=SITE)).view
    assert PM not in form.plain
    form = (await stage.oona.command("/project", "handover", channel=SITE)).view
    assert AM in form.plain
    assert PM in form.plain


async def test_a_deputy_who_takes_the_role_over_is_deputy_no_more(stage: Stage) -> None:
    await stage.project()
    form = (await stage.petra.command("/project", "edit", channel=SITE)).view
    assert (await stage.petra.submit(form, {"Project manager's deputies": [stage.sam]})).closed
    await hands_over(stage, stage.petra, stage.sam)
    assert stage.row(Project).pm_id == stage.sam.id
    assert stage.rows(Deputy) == []


async def test_one_who_would_hold_both_needs_a_second_who_gets_what_they_asked(stage: Stage) -> None:
    await asked(stage)
    answer = await hands_over(stage, stage.petra, stage.ada)
    assert not answer.closed
    form = answer.view
    assert form.value("Why") == "New team"
    refused = await stage.petra.submit(form, {"Second": stage.ada})
    assert refused.errors == {"Second": "The second has to be somebody else."}
    assert (await stage.petra.submit(form, {"Second": stage.oona})).closed
    await stage.told()
    project = stage.row(Project)
    assert (project.pm_id, project.second_id) == (stage.ada.id, stage.oona.id)
    assert stage.request().needs == "second"
    assert stage.card("CR-1").mentions == ["Oona"]
    await stage.presses(stage.oona, "Approve", "CR-1")
    assert stage.deadline() == date(2027, 12, 14)


async def test_with_two_again_the_other_role_answers_instead_of_the_second(stage: Stage) -> None:
    await asked(stage)
    form = (await hands_over(stage, stage.petra, stage.ada)).view
    assert (await stage.petra.submit(form, {"Second": stage.oona})).closed
    await stage.told()
    await hands_over(stage, stage.ada, stage.sam, Role="Project manager (Ada)")
    assert stage.row(Project).second_id is None
    assert stage.request().needs == "pm"
    await stage.presses(stage.sam, "Approve", "CR-1")
    assert stage.deadline() == date(2027, 12, 14)


async def test_what_the_second_decided_and_takes_back_waits_for_the_people_of_now(stage: Stage) -> None:
    await asked(stage)
    form = (await hands_over(stage, stage.petra, stage.ada)).view
    assert (await stage.petra.submit(form, {"Second": stage.oona})).closed
    await stage.told()
    await stage.presses(stage.oona, "Approve", "CR-1")
    await hands_over(stage, stage.ada, stage.sam, Role="Project manager (Ada)")
    await stage.presses(stage.oona, "Take back", "CR-1")
    assert (stage.request().state, stage.request().needs) == (RequestState.PENDING, "pm")
    assert stage.card("CR-1").mentions == ["Sam"]
    await stage.presses(stage.sam, "Approve", "CR-1")
    assert stage.deadline() == date(2027, 12, 14)


async def test_what_somebody_else_asked_is_not_answered_twice_by_one(stage: Stage) -> None:
    await stage.project()
    await stage.sam.command("/deadline", ASK, channel=SITE)
    await stage.told()
    assert stage.request().needs == "am,pm"
    form = (await hands_over(stage, stage.petra, stage.ada)).view
    await stage.petra.submit(form, {"Second": stage.oona})
    await stage.told()
    assert sorted(stage.card("CR-1").mentions) == ["Ada", "Oona"]
    for person in (stage.ada, stage.oona):
        await stage.presses(person, "Approve", "CR-1")
    assert stage.request().state is RequestState.APPROVED


async def test_money_moves_to_those_who_see_it_now(stage: Stage) -> None:
    await stage.project(Budget="10000", Currency="EUR")
    await asks(stage, stage.ada, "Change the budget", Budget="12000")
    old = next(each for each in stage.petra.direct_messages(stage.ada) if "CR-1" in each.plain)
    assert "12,000" in old.plain
    await hands_over(stage, stage.petra, stage.sam)
    assert "12,000" not in old.plain
    assert old.buttons == []
    new = next(each for each in stage.sam.direct_messages(stage.ada) if "CR-1" in each.plain)
    await stage.sam.press("Approve", on=new)
    await stage.told()
    assert stage.row(Project).budget_minor == 1_200_000
    assert "12,000" not in old.plain


async def test_before_the_start_the_new_holder_has_to_agree(stage: Stage) -> None:
    await stage.project(started=False)
    await hands_over(stage, stage.ada, stage.sam)
    assert "@Sam and @Petra still to agree" in stage.card("These are proposals").plain


async def test_a_closed_project_is_handed_to_nobody(stage: Stage) -> None:
    await stage.project()
    form = (await stage.ada.command("/project", "handover", channel=SITE)).view
    await stage.petra.command("/project", "close", channel=SITE)
    answer = await stage.ada.submit(form, {"Who takes it over": stage.sam, "Why": "New team"})
    assert "Acme site is closed." in answer.view.plain
    assert stage.row(Project).am_id == stage.ada.id


async def leaves(stage: Stage, who: Person) -> None:
    """Slack tells that they were deactivated."""
    member = stage.slack.workspace.members[who.id]
    member.deleted = True
    place = stage.slack.channel(SITE)
    user = member.as_slack(0, email=False)
    event = {"type": "user_change", "user": user, "event_ts": stage.slack.workspace.next_ts()}
    await stage.slack.interactions.event(event, place)
    await stage.told()


async def test_what_waits_for_somebody_who_left_goes_to_the_ops_leads(stage: Stage) -> None:
    await asked(stage)
    await leaves(stage, stage.petra)
    assert stage.request().stage is Step.OPS
    assert "@Oona Petra left, so CR-1 is for you to answer now." in stage.replies("CR-1")[-1]
    told = stage.oona.direct_messages()[-1]
    assert "Petra left." in told.plain
    assert "Acme site: project manager" in told.plain
    form = (await stage.oona.press("Hand over", on=told)).view
    answer = await stage.oona.submit(form, {"Role": PM, "Who takes it over": stage.sam, "Why": "She left"})
    assert answer.closed
    await stage.told()
    assert stage.card("CR-1").mentions == ["Sam"]
    assert stage.request().stage is Step.ASKED


async def test_or_to_their_deputy(stage: Stage) -> None:
    await asked(stage)
    form = (await stage.petra.command("/project", "edit", channel=SITE)).view
    assert (await stage.petra.submit(form, {"Project manager's deputies": [stage.sam]})).closed
    await leaves(stage, stage.petra)
    assert stage.request().stage is Step.ASKED
    assert "@Sam Petra left, so CR-1 is for you to answer now." in stage.replies("CR-1")[-1]
    await stage.presses(stage.sam, "Approve", "CR-1")
    assert "Approved by Sam (project manager's deputy)" in stage.card("CR-1").plain


async def test_what_is_asked_after_they_left_goes_to_the_ops_leads_at_once(stage: Stage) -> None:
    await stage.project()
    await leaves(stage, stage.petra)
    await stage.ada.command("/deadline", ASK, channel=SITE)
    await stage.told()
    assert stage.request().stage is Step.OPS
    assert stage.card("CR-1").mentions == ["Oona"]
    await stage.presses(stage.sam, "Approve", "CR-1")
    assert "is for @Oona to answer" in stage.whispers(stage.sam)[-1]
    assert "Oona answers" in (await stage.home(stage.ada)).plain
    await stage.presses(stage.oona, "Approve", "CR-1")
    assert stage.deadline() == date(2027, 12, 14)


def _told_by_itself(session: Session, now: datetime) -> tuple[str, list[Thing]]:
    """The weekly digest, and what the project reminds of."""
    project = session.get_one(Project, 1)
    week = read_week(session, project, day=now.date(), zone="UTC", now=now)
    return str(project_digest(week).blocks), things_of(session, project, seats(session, project, now), now)


async def test_where_nobody_can_answer_the_card_says_how_somebody_comes_to(stage: Stage) -> None:
    await asked(stage)
    lead = stage.slack.workspace.members[stage.oona.id]
    lead.deleted = True
    await leaves(stage, stage.oona)
    await leaves(stage, stage.petra)
    missing = "Petra left: nobody can answer for them until their role is given to somebody."
    assert missing in stage.card("CR-1").plain
    digest, things = stage.bot.db.run_now(_told_by_itself, stage.clock.now())
    assert "CR-1 Deadline: an ops lead answers" in digest
    assert [each.key for each in things] == ["project:1"], "nobody is reminded to answer"
    await stage.presses(stage.sam, "Approve", "CR-1")
    refused = stage.whispers(stage.sam)[-1]
    assert "CR-1 is for @Petra" in refused
    assert "who left; nobody can until their role is given to somebody." in refused
