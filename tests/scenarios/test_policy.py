"""Whose word a change needs can be read by everybody and changed by ops leads and admins; versions are kept."""

from typing import Any

import pytest

from models import AuditEntry, Decision, Milestone, PolicyVersion
from models.enums import RequestState
from sandbox.person import Person
from sandbox.sights import Answer, View
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.picking import asks

ASKS = "Needs a yes from the other"
TELLS = "Done at once, the other is told"
FREE = "Done, nobody is asked"
SIGN = "Both sign"
INTERNAL = "Project manager, otherwise"


async def opened(stage: Stage, who: Person, text: str = "policy workspace", channel: str | None = SITE) -> View:
    """The page, as this person gets it by the command."""
    answer = await who.command("/countersign", text, channel=channel)
    button = next(each for each in answer.message.buttons if each.endswith("the policy"))
    page = (await who.press(button, on=answer.message)).view
    assert page is not None
    return page


async def row(who: Person, page: View, name: str) -> View:
    """The form of one row."""
    value = next(each for each in page.blocks if each.get("accessory") and f"*{name}*" in each["text"]["text"])
    element = value["accessory"]
    form = (await who.use(page, value["block_id"], element["action_id"], {})).view
    assert form is not None
    return form


async def changes(
    stage: Stage,
    who: Person,
    name: str,
    values: dict[str, Any],
    *,
    text: str = "policy workspace",
    why: str = "We agreed",
) -> Answer:
    form = await row(who, await opened(stage, who, text), name)
    answer = await who.submit(form, {**values, "Why": why})
    await stage.told()
    return answer


async def also_leads(stage: Stage, who: Person) -> None:
    form = (await stage.oona.command("/countersign", "ops", channel=SITE)).view
    assert (await stage.oona.submit(form, {"Ops leads": [stage.oona, who]})).closed
    await stage.told()


async def asks_for_a_milestone(stage: Stage, who: Person, project: str = "Acme site", number: int = 1) -> str:
    text = f"milestone {project} Step {number} 12 Nov 2027 because of tea"
    answer = await who.command("/project", text, channel=SITE)
    await stage.told()
    return answer.plain


async def test_everybody_may_read_it_and_only_ops_leads_and_admins_change_it(stage: Stage) -> None:
    await stage.project()
    answer = await stage.sam.command("/countersign", "policy", channel=SITE)
    assert "Acme site: policy, version 1" in answer.plain
    assert "Dates  ·  project manager answers for it" in answer.plain
    assert (
        "Project manager: needs a yes from the other if the client was told this date; otherwise done" in answer.plain
    )
    assert "more than 10 % of the budget" in answer.plain
    page = await opened(stage, stage.sam)
    assert "Change" not in page.buttons
    assert "Ops leads and the workspace's admins change it." in page.plain
    page = await opened(stage, stage.oona)
    form = await row(stage.oona, page, "Dates")
    assert form.value(INTERNAL) == TELLS
    # The page of somebody else cannot be used to change it.
    forged = await opened(stage, stage.sam)
    form = (await stage.sam.press_raw("edit_rule", "deadline", on=forged)).view
    assert form is not None
    said = await stage.sam.submit(form, {INTERNAL: FREE, "Why": "I like it"})
    assert "Only @Oona and the workspace's admins can do that." in said.view.plain
    assert stage.rows(PolicyVersion) == []


async def test_a_changed_rule_holds_from_then_on_and_decisions_store_its_version(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because of the event", channel=SITE)
    await stage.told()
    answer = await changes(stage, stage.oona, "Dates", {INTERNAL: FREE})
    assert "Workspace: policy, version 2" in answer.view.plain
    assert "Dates  ·  project manager answers for it  ·  changed" in answer.view.plain
    assert "Version 2: dates, Oona" in answer.view.plain
    assert "Done: Step 1 of Acme site, recorded as CR-2." in await asks_for_a_milestone(stage, stage.petra)
    assert stage.request(2).policy_version == 2
    # What was asked for before stays with who was asked, under the version of then.
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.row(Decision, request_id=stage.request(1).id).policy_version == 1
    await stage.sam.command("/deadline", "16 Dec 2027 because of the event", channel=SITE)
    await stage.told()
    for person in (stage.ada, stage.petra):
        await stage.presses(person, "Approve", "CR-3")
    assert stage.row(Decision, request_id=stage.request(3).id).policy_version == 2
    [entry] = stage.rows(AuditEntry, action="policy_changed")
    assert (entry.actor_id, entry.facts["version"], entry.facts["changed"]) == (stage.oona.id, 2, "deadline")


async def test_a_project_may_have_a_rule_of_its_own_and_go_back(stage: Stage) -> None:
    await stage.project()
    await stage.project("Beta shop")
    own = "policy Acme site"
    answer = await changes(stage, stage.oona, "Dates", {INTERNAL: ASKS}, text=own)
    assert "Acme site: policy, version 2" in answer.view.plain
    assert "this project's own" in answer.view.plain
    assert "@Ada answers by" in await asks_for_a_milestone(stage, stage.petra, number=1)
    assert "@Ada was told" in await asks_for_a_milestone(stage, stage.petra, "Beta shop", number=2)
    told = [each.plain for each in stage.petra.messages(SITE) if each.thread_ts]
    assert any("Oona changed the policy in Acme site (version 2): dates." in each for each in told)
    page = await opened(stage, stage.sam, own)
    assert "Acme site: policy, version 2" in page.plain
    beta = (await stage.oona.choose("Choose", "Beta shop", on=await opened(stage, stage.oona, own))).view
    assert "Beta shop: policy, version 1" in beta.plain
    await changes(stage, stage.oona, "Dates", {"Or": ["As in the whole workspace"]}, text=own)
    assert "@Ada was told" in await asks_for_a_milestone(stage, stage.petra, number=3)
    assert [each.version for each in stage.rows(PolicyVersion)] == [2, 3]


async def test_the_other_ops_leads_are_told(stage: Stage) -> None:
    await stage.project()
    await also_leads(stage, stage.sam)
    await changes(stage, stage.oona, "Dates", {INTERNAL: SIGN})
    told = stage.sam.direct_messages()[-1].plain
    assert "Oona changed the policy (version 2): dates. We agreed" in told
    assert (
        "Project manager: needs a yes from the other if the client was told this date; otherwise done at once" in told
    )
    assert not [each for each in stage.oona.direct_messages() if "changed the policy" in each.plain]


async def test_the_thresholds_move_and_the_card_says_the_number(stage: Stage) -> None:
    await stage.project(Budget="10000", Currency="EUR")
    page = await opened(stage, stage.oona)
    form = await row(stage.oona, page, "Thresholds")
    label = "A change of the budget is large above (%)"
    assert form.value(label) == "10"
    refused = await stage.oona.submit(form, {label: "101", "Why": "We are brave"})
    assert refused.errors == {label: "Write a whole number from 0 to 100."}
    answer = await stage.oona.submit(form, {label: "25", "Why": "We are brave"})
    assert "more than 25 % of the budget" in answer.view.plain
    await stage.told()
    await asks(stage, stage.petra, "Change the budget", Budget="12000")
    assert stage.request(1).state is RequestState.TOLD
    await asks(stage, stage.petra, "Change the budget", Budget="20000")
    request = stage.request(2)
    assert request.state is RequestState.PENDING
    assert request.rule[0]["limit"] == 25
    card = next(each for each in stage.ada.direct_messages(stage.petra) if "CR-2" in each.plain)
    assert "because it is more than 25 % of the budget" in card.plain


async def test_both_sign_what_the_policy_says_both_sign(stage: Stage) -> None:
    await stage.project()
    await changes(stage, stage.oona, "Dates", {INTERNAL: SIGN})
    assert "@Ada answers by" in await asks_for_a_milestone(stage, stage.petra)
    assert "It needs a yes from both." in stage.card("CR-1").plain
    await stage.presses(stage.ada, "Approve", "CR-1")
    assert stage.row(Milestone).name == "Step 1"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, {"Account manager, if the client was told this date": "The policy says that already."}),
        ({INTERNAL: FREE, "Why": " "}, {"Why": "Say why; it is kept with the decision."}),
    ],
)
async def test_what_cannot_be_saved_is_told_by_the_field(stage: Stage, values: dict, said: dict) -> None:
    await stage.project()
    form = await row(stage.oona, await opened(stage, stage.oona), "Dates")
    answer = await stage.oona.submit(form, {"Why": "Because", **values})
    assert answer.errors == said
    assert stage.rows(PolicyVersion) == []


async def test_two_who_change_it_at_once_do_not_overwrite_each_other(stage: Stage) -> None:
    await stage.project()
    await also_leads(stage, stage.sam)
    form = await row(stage.oona, await opened(stage, stage.oona), "Dates")
    await changes(stage, stage.sam, "Quality", {"Project manager": FREE})
    answer = await stage.oona.submit(form, {INTERNAL: FREE, "Why": "Because"})
    assert "The policy was changed in the meantime." in answer.view.plain
    assert [each.changed for each in stage.rows(PolicyVersion)] == ["quality"]


async def test_home_leads_to_it(stage: Stage) -> None:
    await stage.project()
    home = await stage.home(stage.petra)
    page = (await stage.petra.press("Policy", on=home)).view
    assert "Workspace: policy, version 1" in page.plain


async def test_a_guest_reads_nothing_of_it(stage: Stage) -> None:
    await stage.project()
    answer = await stage.cleo.command("/countersign", "policy", channel="acme-client")
    assert "Countersign is for members of this workspace." in answer.plain
