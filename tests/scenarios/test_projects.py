"""A project from its form to its end."""

from datetime import date

import pytest

from models import AuditEntry, ChangeRequest, Project
from models.enums import ProjectStatus, RequestState
from sandbox.sights import Answer
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.money import BUDGET
from tests.scenarios.picking import asks


async def _submitted(stage: Stage, **given: object) -> Answer:
    form = (await stage.ada.command("/project", "new", channel=SITE)).view
    filled = {"Name": "Acme site", "Client": "Acme", "Account manager": stage.ada, "Project manager": stage.petra}
    answer = await stage.ada.submit(form, {**filled, "Deadline": date(2027, 11, 30)} | given)
    await stage.told()
    return answer


async def test_the_form_has_the_fields_of_the_product(stage: Stage) -> None:
    form = (await stage.ada.command("/project", "new", channel=SITE)).view
    roles = ["Account manager", "Project manager"]
    assert form.labels == ["Name", "Client", *roles, "Deadline", "Budget", "Currency", "Channel", "Messages"]
    assert form.required == ["Name", "Client", *roles, "Deadline"]
    assert form.value("Currency") == "GBP"


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        ("Name", "   ", "This cannot be empty."),
        ("Client", "   ", "This cannot be empty."),
        ("Deadline", date(2027, 1, 3), "Sun 3 Jan 2027 is in the past. Pick a date from today on."),
        ("Budget", "a lot", "“a lot” is not an amount I can read. Write it like 12,500 or 12.5k."),
        ("Budget", "-500", "The budget must be between 0 and a million million."),
        ("Budget", "9" * 30, "The budget must be between 0 and a million million."),
        ("Currency", None, "Pick the currency."),
    ],
)
async def test_what_cannot_be_used_is_told_beside_its_field(stage: Stage, label: str, value: object, said: str) -> None:
    answer = await _submitted(stage, **({"Budget": "12,500"} | {label: value}))
    assert answer.errors == {label: said}
    assert stage.rows(Project) == []


async def test_all_that_is_wrong_with_a_form_is_told_at_once(stage: Stage) -> None:
    answer = await _submitted(stage, Name=" ", Deadline=date(2027, 1, 3), Budget="a lot")
    assert list(answer.errors) == ["Name", "Deadline", "Budget"]
    assert (await _submitted(stage)).closed
    past, nothing = "Sun 3 Jan 2027 is in the past. Pick a date from today on.", "This cannot be empty."
    form = (await stage.petra.command("/deadline", channel=SITE)).view
    answer = await stage.petra.submit(form, {"New date": date(2027, 1, 3), "Why": "  "})
    assert answer.errors == {"New date": past, "Why": "Say why; it is kept with the decision."}
    form = (await stage.petra.command("/project", "milestone", channel=SITE)).view
    answer = await stage.petra.submit(form, {"Name": "  ", "Date": date(2027, 1, 3)})
    assert answer.errors == {"Name": nothing, "Date": past}
    form = (await stage.petra.command("/inputs", "add", channel=SITE)).view
    answer = await stage.petra.submit(form, {"What": " ", "From whom": "  ", "By when": date(2027, 1, 3)})
    assert answer.errors == {"What": nothing, "From whom": nothing, "By when": past}
    answer = await asks(stage, stage.ada, BUDGET, why=" ", Budget="plenty", Contingency="-1")
    assert list(answer.errors) == ["Budget", "Contingency", "Why"]
    assert stage.rows(ChangeRequest) == []


async def test_a_name_is_taken_however_it_is_spelt_until_the_project_is_closed(stage: Stage) -> None:
    await stage.project()
    answer = await _submitted(stage, Name="  ACME   site ")
    assert answer.errors == {"Name": "There is a project named ACME site already."}
    await stage.ada.command("/project", "close", channel=SITE)
    assert (await _submitted(stage)).closed


async def test_a_form_that_is_right_closes_and_its_card_asks_the_other_to_agree(stage: Stage) -> None:
    assert (await _submitted(stage)).closed
    card = stage.card("Acme site")
    assert card.mentions == ["Petra"]
    assert card.buttons == ["Agree to start"]
    assert "Tue 30 Nov 2027 (client date)" in card.plain
    await stage.presses(stage.ada, "Agree to start", "Acme site")
    assert "You agreed already; it still needs @Petra to agree." in stage.whispers(stage.ada)[-1]
    await stage.presses(stage.sam, "Agree to start", "Acme site")
    assert "@Petra must agree to start." in stage.whispers(stage.sam)[-1]
    await stage.presses(stage.petra, "Agree to start", "Acme site")
    assert stage.card("Acme site").buttons == []
    assert "From now on dates need Petra, and the brief needs Ada." in stage.replies("Acme site")[-1]


async def test_made_by_somebody_else_both_agree(stage: Stage) -> None:
    await stage.project(started=False, maker=stage.sam)
    assert "@Ada and @Petra still to agree" in stage.card("Acme site").plain
    await stage.presses(stage.ada, "Agree to start", "Acme site")
    assert "You agreed. @Petra still to agree to start Acme site." in stage.whispers(stage.ada)[-1]
    await stage.presses(stage.petra, "Agree to start", "Acme site")
    assert stage.row(Project).status is ProjectStatus.LIVE


async def test_an_edit_before_the_start_asks_for_agreement_again(stage: Stage) -> None:
    await stage.project(started=False)
    old = stage.card("Acme site")
    answer = await stage.petra.command("/deadline", "14 Dec 2027 because it is more honest", channel=SITE)
    await stage.told()
    assert "Everybody has to agree again" in answer.plain
    assert stage.deadline() == date(2027, 12, 14)
    assert "@Ada still to agree" in stage.card("Acme site").plain
    await stage.ada.press_raw("agree_to_start", "1.1", on=old)
    await stage.told()
    assert "The proposals were changed in the meantime." in stage.whispers(stage.ada)[-1]
    await stage.presses(stage.ada, "Agree to start", "Acme site")
    assert stage.row(Project).status is ProjectStatus.LIVE
    assert stage.rows(ChangeRequest) == []


async def test_agreeing_twice_does_nothing_more(stage: Stage) -> None:
    await stage.project()
    card = stage.card("Acme site")
    for person in (stage.petra, stage.ada):
        await person.press_raw("agree_to_start", "1.1", on=card)
        await stage.told()
        assert "This project has started already." in stage.whispers(person)[-1]
    assert len([each for each in stage.replies("Acme site") if "has started" in each]) == 1
    assert len(stage.rows(AuditEntry, action="agreed_to_start")) == 1


async def test_on_hold_nothing_is_asked_or_decided(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because the event moved", channel=SITE)
    assert "Acme site is on hold." in (await stage.petra.command("/project", "hold", channel=SITE)).plain
    await stage.told()
    assert "Petra put Acme site on hold." in stage.replies("On hold since")[-1]
    asked = await stage.ada.command("/deadline", "15 Dec 2027 because of tea", channel=SITE)
    assert "Acme site is on hold. `/project resume` wakes it up." in asked.text
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert "Acme site is on hold." in stage.whispers(stage.petra)[-1]
    assert stage.request().state is RequestState.PENDING
    assert "Acme site is on hold already." in (await stage.ada.command("/project", "hold", channel=SITE)).plain
    assert "Acme site is live again." in (await stage.ada.command("/project", "resume", channel=SITE)).plain
    await stage.told()
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.deadline() == date(2027, 12, 14)


async def test_a_hold_gives_the_time_to_answer_back(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because the event moved", channel=SITE)
    await stage.petra.command("/project", "milestone Homepage copy 12 Nov 2027", channel=SITE)
    await stage.told()
    due = stage.request().due_at
    dated = [line for line in stage.card("CR-1").plain.splitlines() if "@Petra answers by" in line]
    assert len(dated) == 1
    await stage.petra.command("/project", "hold", channel=SITE)
    await stage.told()
    for name, waits in (("CR-1", "@Petra answers"), ("CR-2", "@Ada may object. ")):
        held = stage.card(name).plain
        assert "Acme site is on hold: the clock stands still until `/project resume`" in held
        assert waits in held
        assert " by " not in held.partition("answers")[2].partition("on hold")[0]
    assert "Ada asks, on hold" in (await stage.home(stage.petra)).plain
    await stage.passes(days=7)
    await stage.petra.command("/project", "resume", channel=SITE)
    await stage.told()
    assert "on hold" not in stage.card("CR-1").plain
    assert "@Petra answers by Tue 12 Jan 2027" in stage.card("CR-1").plain
    assert (stage.request().due_at - due).days == 7


async def test_closing_ends_what_is_open_and_says_so(stage: Stage) -> None:
    await stage.project()
    await stage.petra.command("/project", "milestone Homepage copy 12 Nov 2027", channel=SITE)
    await stage.ada.command("/deadline", "14 Dec 2027 because the event moved", channel=SITE)
    await stage.told()
    first = await stage.petra.command("/project", "close", channel=SITE)
    asks = "Closing Acme site ends 1 open request: CR-2 (Deadline, by @Ada), unanswered. Close it?"
    assert asks in first.plain
    await stage.ada.command("/deadline", "Homepage copy 3 Dec 2027 because the event moved", channel=SITE)
    await stage.petra.press("Close the project", on=first.message)
    await stage.told()
    assert (
        "Closing Acme site ends 2 open requests: CR-2 (Deadline, by @Ada) and CR-3" in stage.whispers(stage.petra)[-1]
    )
    await stage.presses(stage.ada, "Withdraw", "CR-3")
    for value in ('{"project":1,"shown":"all"}', '{"project":1,"shown":[]}', '{"shown":[2]}', '{"project":77}', None):
        await stage.petra.press_raw("close_project", value, on=stage.card("CR-2"))
    await stage.sam.press_raw("close_project", '{"project":1,"shown":[2]}', on=stage.card("CR-2"))
    await stage.told()
    assert "Only the account manager, the project manager or an ops lead" in stage.whispers(stage.sam)[-1]
    assert (stage.row(Project).status, stage.request(2).state) == (ProjectStatus.LIVE, RequestState.PENDING)
    await stage.petra.press("Close the project", on=first.message)
    await stage.told()
    closed = "Acme site is closed. Still open, and ended with it: CR-2."
    assert [closed in each for each in stage.whispers(stage.petra)].count(True) == 1
    await stage.petra.press_raw("close_project", '{"project":1,"shown":[2]}', on=stage.card("CR-2"))
    await stage.told()
    assert "Acme site is closed already." in stage.whispers(stage.petra)[-1]
    assert len(stage.rows(AuditEntry, action="close")) == 1
    assert "closed Acme site. Still open, and ended with it: CR-2 by @Ada." in stage.replies("Closed since")[-1]
    assert "Expired: project closed." in stage.card("CR-2").plain
    assert "Noted: project closed." in stage.card("CR-1").plain
    assert stage.card("CR-1").buttons == stage.card("CR-2").buttons == []
    states = [each.state for each in stage.rows(ChangeRequest)]
    assert states == [RequestState.NOTED, RequestState.LAPSED, RequestState.WITHDRAWN]
    await stage.petra.press_raw("approve", "2.1", on=stage.card("CR-2"))
    await stage.told()
    assert "CR-2 expired" in stage.whispers(stage.petra)[-1]
    assert stage.deadline() == date(2027, 11, 30)


async def test_only_an_ops_lead_reopens(stage: Stage) -> None:
    await stage.project()
    await stage.petra.command("/project", "close", channel=SITE)
    refused = await stage.petra.command("/project", "reopen Acme site", channel=SITE)
    assert "Only an ops lead can reopen a project." in refused.plain
    assert "Acme site is open again." in (await stage.oona.command("/project", "reopen acme SITE", channel=SITE)).plain
    assert stage.row(Project).status is ProjectStatus.LIVE
    again = await stage.oona.command("/project", "reopen Acme site", channel=SITE)
    assert "Acme site is live already." in again.plain
    nameless = await stage.oona.command("/project", "reopen", channel=SITE)
    assert "Which project? Write its name: `/project reopen Acme site`." in nameless.plain


async def test_where_the_only_project_is_closed_everybody_is_told_so(stage: Stage) -> None:
    await stage.project()
    await stage.petra.command("/project", "close", channel=SITE)
    assert "Acme site  ·  Acme  ·  closed" in (await stage.ada.command("/project", channel=SITE)).plain
    for command, typed in (("/deadline", "14 Dec 2027 because of tea"), ("/brief", ""), ("/request", ""),
                           ("/inputs", ""),
                           ("/project", "milestone Copy 12 Mar 2027"), ("/project", "handover")):  # fmt: skip
        answer = await stage.ada.command(command, typed, channel=SITE)
        assert "Acme site is closed. An ops lead opens it again with `/project reopen Acme site`" in answer.plain, (
            command
        )
        assert answer.message.buttons == ["Create one"]
    assert "Acme site is open again." in (await stage.oona.command("/project", "reopen", channel=SITE)).plain


@pytest.mark.parametrize("step", ["hold", "resume", "close"])
async def test_who_has_no_role_changes_no_status(stage: Stage, step: str) -> None:
    await stage.project()
    answer = await stage.sam.command("/project", step, channel=SITE)
    assert "Only the account manager, the project manager or an ops lead of Acme site" in answer.plain
    assert stage.row(Project).status is ProjectStatus.LIVE


async def test_before_the_start_there_is_nothing_to_hold(stage: Stage) -> None:
    await stage.project(started=False)
    answer = await stage.ada.command("/project", "hold", channel=SITE)
    assert "Acme site has not started yet." in answer.plain


async def test_money_is_shown_to_those_who_may_see_it_and_never_in_the_channel(stage: Stage) -> None:
    await stage.project(Budget="12.5k")
    for person in (stage.ada, stage.petra, stage.oona):
        assert "Budget: GBP 12,500" in (await person.command("/project", channel=SITE)).plain
    assert "12,500" not in (await stage.sam.command("/project", channel=SITE)).plain
    said = [each.plain for each in stage.petra.messages(SITE) if not each.ephemeral]
    assert not [each for each in said if "12" in each and "Budget" in each]
    assert stage.row(Project).budget_minor == 1_250_000


async def test_the_list_is_of_ones_own_projects_and_those_of_the_channel(stage: Stage) -> None:
    await stage.project()
    await stage.project("Beta", started=False)
    ada = (await stage.ada.command("/project", "list", channel="studio")).plain
    assert "Acme site  ·  Acme  ·  live  ·  deadline Tue 30 Nov 2027" in ada
    assert "Beta  ·  Acme  ·  not started" in ada
    assert "Acme site" in (await stage.sam.command("/project", "list", channel=SITE)).plain
    nothing = await stage.olaf.command("/project", channel="studio")
    assert "No projects here yet." in nothing.plain
    assert nothing.message.buttons == ["Create one"]
    form = (await stage.olaf.press("Create one", on=nothing.message)).view
    assert form.title == "New project"


async def test_a_new_name_and_channel_are_edited_by_the_roles(stage: Stage) -> None:
    await stage.project()
    form = (await stage.petra.command("/project", "edit", channel=SITE)).view
    answer = await stage.petra.submit(form, {"Name": "Acme shop", "Channel": stage.slack.channel("studio")})
    assert answer.closed, answer.errors
    await stage.told()
    assert stage.card("Acme shop", "studio")
    assert "Acme shop" in (await stage.ada.command("/project", channel="studio")).plain
