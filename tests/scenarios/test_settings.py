"""Hours, days, holidays and the morning message: one's own, and the workspace's."""

from datetime import UTC, datetime, time, timedelta

import pytest

from models import Leave, PersonSettings, Workspace
from models.enums import RequestState
from models.enums import Stage as Silence
from sandbox.sights import View
from tests.scenarios.conftest import SITE, Stage

SILENCE = (
    "An answer is due within", "An urgent answer is due within", "They are reminded", "Ops leads are asked after",
    "It expires after",
)  # fmt: skip
ASK = "14 Dec 2027 because the client's event moved"


def due(stage: Stage) -> datetime:
    """When the answer is due; the clock moved a second or two while messages were sent."""
    found = stage.request().due_at
    assert found is not None
    return found.replace(second=0, microsecond=0)


async def opened(stage: Stage, words: str = "settings", by: str = "petra") -> View:
    view = (await getattr(stage, by).command("/countersign", words, channel=SITE)).view
    assert view is not None
    return view


async def test_an_answer_is_due_in_the_hours_that_the_person_set(stage: Stage) -> None:
    await stage.project()
    answer = await stage.petra.submit(
        await opened(stage),
        {
            "Work begins": time(10), "Work ends": time(15), "Working days": ["Monday", "Thursday"],
            "Public holidays of": "Czechia",
        },
    )  # fmt: skip
    assert answer.closed, answer.errors
    await stage.ada.command("/deadline", ASK, channel=SITE)
    # Eight hours from Monday at 11:00 in Prague: four of that day, four of Thursday from ten on.
    assert due(stage) == datetime(2027, 1, 7, 13, tzinfo=UTC)
    row = stage.row(PersonSettings, user_id=stage.petra.id)
    assert (row.work_from, row.work_until, row.weekdays, row.country) == (time(10), time(15), "03", "CZ")
    assert row.digest_at is None, "what is as in the workspace stays the workspace's"


async def test_what_is_set_for_the_workspace_holds_for_who_set_nothing(stage: Stage) -> None:
    await stage.project()
    form = await opened(stage, "settings workspace", "oona")
    given = {"Work begins": time(8), "Work ends": time(12), "Time zone": "Europe/Prague"}
    assert (await stage.oona.submit(form, given)).closed
    assert stage.row(Workspace).zone == "Europe/Prague"
    await stage.ada.command("/deadline", ASK, channel=SITE)
    # One hour is left of Monday in Prague, four on Tuesday, three on Wednesday.
    assert due(stage) == datetime(2027, 1, 6, 10, tzinfo=UTC)
    shown = await opened(stage)
    assert shown.value("Work begins") == "08:00"


async def test_only_admins_and_ops_leads_set_the_workspaces_hours(stage: Stage) -> None:
    await stage.project()
    answer = await stage.petra.command("/countersign", "settings workspace", channel=SITE)
    assert answer.view is None
    assert "Only @Oona and the workspace's admins can do that." in answer.plain


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"Work ends": time(9)}, "Work ends", "That ends when it begins."),
        ({"Work ends": time(9, 30)}, "Work ends", "That is less than an hour a day, and leaves no time to answer"),
        ({"Quiet from": time(12)}, "Quiet until", "Quiet hours need a beginning and an end."),
        (
            {"Quiet from": time(8), "Quiet until": time(18)},
            "Quiet from",
            "That leaves nothing of your working day, and nothing could ever reach you.",
        ),
        ({"Morning message at": time(18)}, "Morning message at", "That is after work. Pick a time before 17:30."),
        (
            {"Public holidays of": "Germany", "Region": "Narnia"},
            "Region",
            "There is no region “Narnia” with holidays of its own there. Known are: Augsburg, BB, BE,",
        ),
    ],
)
async def test_hours_that_cannot_be_are_refused_beside_the_field(
    stage: Stage, given: dict[str, object], field: str, said: str
) -> None:
    await stage.project()
    answer = await stage.petra.submit(await opened(stage), given)
    assert said in answer.errors[field]
    assert stage.rows(PersonSettings) == []


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "GMT+1:30"])
async def test_an_unknown_zone_is_refused(stage: Stage, zone: str) -> None:
    await stage.home(stage.oona)
    answer = await stage.oona.submit(await opened(stage, "settings workspace", "oona"), {"Time zone": zone})
    assert f"“{zone}” is no time zone I know." in answer.errors["Time zone"]
    assert stage.row(Workspace).zone == "Europe/London"


async def test_how_long_silence_may_last_is_set_for_the_workspace(stage: Stage) -> None:
    await stage.project()
    form = await opened(stage, "settings workspace", "oona")
    assert [form.value(each) for each in SILENCE] == ["8", "2", "at half of it", "4", "8"]
    for given, field, said in (
        ({"An answer is due within": "0.1"}, "An answer is due within", "from a quarter of an hour (0.25) to 60."),
        ({"Ops leads are asked after": "0"}, "Ops leads are asked after", "from a quarter of an hour (0.25) to 60."),
        ({"It expires after": "-4"}, "It expires after", "from a quarter of an hour (0.25) to 60."),
        ({"It expires after": "1e9"}, "It expires after", "from a quarter of an hour (0.25) to 60."),
        ({"An urgent answer is due within": "9"}, "An urgent answer is due within", "longer than the usual 8."),
    ):
        answer = await stage.oona.submit(form, given)
        assert said in str(answer.errors.get(field)), (given, answer.errors)
        assert stage.row(Workspace).answer_minutes is None
        form = await opened(stage, "settings workspace", "oona")
    await stage.ada.command("/deadline", ASK, channel=SITE)
    assert due(stage) == datetime(2027, 1, 5, 9, 30, tzinfo=UTC), "eight hours of Petra's in Prague, from 11:00"
    given = dict(zip(SILENCE, ["4", "1.5", "after three quarters of it", "2", "1"], strict=True))
    assert (await stage.oona.submit(form, given)).closed
    assert due(stage) == datetime(2027, 1, 5, 9, 30, tzinfo=UTC), "what was asked keeps the time it is due by"

    await stage.ada.command("/request", "withdraw CR-1", channel=SITE)
    picked = (await stage.ada.command("/deadline", channel=SITE)).view
    assert "Urgent: an answer within 1.5 working hours" in str(picked.blocks)
    await stage.ada.command("/deadline", ASK, channel=SITE)
    await stage.told()
    assert stage.request(2).due_at.replace(second=0, microsecond=0) == datetime(2027, 1, 4, 14, tzinfo=UTC)
    for hour, minute, stage_then in ((12, 55, Silence.ASKED), (13, 2, Silence.NUDGED), (14, 2, Silence.DEPUTY)):
        await stage.comes(datetime(2027, 1, 4, hour, minute, tzinfo=UTC))
        assert stage.request(2).stage is stage_then
    await stage.comes(datetime(2027, 1, 4, 16, 5, tzinfo=UTC))
    assert stage.request(2).stage is Silence.OPS
    await stage.comes(datetime(2027, 1, 5, 8, 40, tzinfo=UTC))
    assert stage.request(2).state is RequestState.LAPSED


async def test_settings_are_found_on_home(stage: Stage) -> None:
    home = await stage.home(stage.petra)
    answer = await stage.petra.press("Settings", on=home)
    assert answer.view is not None
    answer = await stage.petra.submit(answer.view, {"Quiet from": time(12), "Quiet until": time(13)})
    assert answer.closed
    assert stage.row(PersonSettings, user_id=stage.petra.id).quiet_until == time(13)
    assert "Workspace hours" not in home.buttons
    assert "Workspace hours" in (await stage.home(stage.oona)).buttons


async def test_a_guest_has_no_settings(stage: Stage) -> None:
    answer = await stage.cleo.command("/countersign", "settings", channel="acme-client")
    assert answer.view is None


async def test_leave_names_who_answers_meanwhile(stage: Stage) -> None:
    await stage.project()
    form = (await stage.petra.command("/countersign", "away", channel=SITE)).view
    days = {"First day away": datetime(2027, 1, 4), "Last day away": datetime(2027, 1, 8)}  # noqa: DTZ001
    answer = await stage.petra.submit(form, days | {"Who answers meanwhile": stage.cleo})
    assert "Cleo is a guest" in answer.errors["Who answers meanwhile"]
    assert stage.rows(Leave) == []
    answer = await stage.petra.submit(form, {"Who answers meanwhile": stage.sam})
    assert answer.closed, answer.errors
    answer = await stage.ada.command("/deadline", ASK, channel=SITE)
    assert "@Sam answers" in answer.plain


async def test_a_holiday_in_the_slack_status_is_asked_about_once(stage: Stage) -> None:
    await stage.project()
    until = stage.clock.now() + timedelta(days=4)
    for status in ("On holiday", "On holiday", "Deep work"):
        await stage.slack.set_status("Petra", status, ":palm_tree:" if "holiday" in status else "", until)
        await stage.told()
    said = [each.plain for each in stage.petra.direct_messages()]
    assert len(said) == 1
    assert "Your Slack status says “On holiday”." in said[0]
    form = (await stage.petra.press("Set when I am away", on=stage.petra.direct_messages()[-1])).view
    assert form.value("Last day away") == "2027-01-08"
    assert (await stage.petra.submit(form, {})).closed
    assert stage.row(Leave, user_id=stage.petra.id).ends_at == datetime(2027, 1, 8, 23, tzinfo=UTC)


async def test_who_is_away_already_or_holds_no_role_is_not_asked_about_a_status(stage: Stage) -> None:
    await stage.project()
    await stage.petra.command("/countersign", "away 4 Jan - 8 Jan", channel=SITE)
    await stage.home(stage.sam)
    for name in ("Petra", "Sam"):
        await stage.slack.set_status(name, "Vacation")
        await stage.told()
    assert stage.petra.direct_messages() == []
    assert stage.sam.direct_messages() == []
