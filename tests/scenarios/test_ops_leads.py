"""The first minutes of the installer, and who may name ops leads."""

from models import Person
from tests.scenarios.conftest import SITE, Stage


def ops_leads(stage: Stage) -> list[str]:
    return sorted(each.first_name for each in stage.rows(Person, is_ops_lead=True))


async def test_the_installer_gets_one_message_and_is_the_first_ops_lead(stage: Stage) -> None:
    await stage.told()
    welcome = stage.oona.direct_messages()
    assert len(welcome) == 1
    assert welcome[0].buttons == ["Name an ops lead", "New project", "Move a date"]
    assert ops_leads(stage) == ["Oona"]
    await stage.passes(hours=1)
    assert len(stage.oona.direct_messages()) == 1


async def test_an_ops_lead_names_another(stage: Stage) -> None:
    await stage.told()
    form = (await stage.oona.press("Name an ops lead", on=stage.oona.direct_messages()[0])).view
    answer = await stage.oona.submit(form, {"Ops leads": [stage.oona, stage.petra]})
    assert answer.closed, answer.errors
    assert ops_leads(stage) == ["Oona", "Petra"]


async def test_nobody_else_names_ops_leads_and_somebody_always_is_one(stage: Stage) -> None:
    await stage.told()
    refused = await stage.ada.command("/countersign", "ops", channel=SITE)
    assert "@Oona" in refused.plain
    assert refused.view is None
    form = (await stage.oona.command("/countersign", "ops", channel=SITE)).view
    answer = await stage.oona.submit(form, {"Ops leads": []})
    assert list(answer.errors) == ["Ops leads"]
    guest = await stage.oona.submit(answer.view or form, {"Ops leads": [stage.cleo]})
    assert "guest" in guest.errors["Ops leads"]
    assert ops_leads(stage) == ["Oona"]
