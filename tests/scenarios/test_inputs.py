"""What is needed from the client: what, from whom, by when, and what waits for it."""

from datetime import date

import pytest

from models import AuditEntry, ClientInput
from tests.scenarios.conftest import SITE, Stage

FULL = "Photos from Carla by 15 Jan 2027 for Copy"


async def _types(stage: Stage, who: str, text: str, command: str = "/inputs") -> str:
    answer = await getattr(stage, who).command(command, text, channel=SITE)
    await stage.told()
    return answer.plain


async def _planned(stage: Stage, *typed: str) -> None:
    await stage.project()
    await _types(stage, "petra", "milestone Copy 20 Jan 2027", "/project")
    for each in typed:
        await _types(stage, "petra", each)


def _rows(stage: Stage) -> list[tuple[str, str, str, bool, bool]]:
    rows = stage.rows(ClientInput)
    return [
        (e.what, e.from_whom, e.due.isoformat(), e.milestone_id is not None, e.received_on is not None) for e in rows
    ]


async def test_it_is_written_down_in_one_line_and_the_account_manager_is_told(stage: Stage) -> None:
    await _planned(stage)
    assert "Photos from Carla by Fri 15 Jan 2027 is written down. Copy waits for it." in await _types(
        stage, "petra", FULL
    )
    assert _rows(stage) == [("Photos", "Carla", "2027-01-15", True, False)]
    assert (
        "@Ada Petra needs from the client: Photos (Carla) by Fri 15 Jan 2027. Copy waits for it."
        in (stage.replies("Live since")[-1])
    )


async def test_the_list_says_what_is_missing_and_received_takes_one_off(stage: Stage) -> None:
    await _planned(stage, FULL, "Logo from Carla by 12 Jan 2027")
    answer = await stage.sam.command("/inputs", channel=SITE)
    assert "Acme site: needed from the client, 2 missing" in answer.plain
    assert answer.plain.index("Logo") < answer.plain.index("Photos"), "the earliest first"
    assert "Logo  ·  Carla  ·  by Tue 12 Jan 2027  ·  Deadline (Tue 30 Nov 2027) waits for it" in answer.plain
    mine = await stage.ada.command("/inputs", channel=SITE)
    await stage.ada.press("Received", on=mine.whispers[-1], block="input:2")
    await stage.told()
    assert "Logo came; Deadline does not wait for it any more." in stage.whispers(stage.ada)[-1]
    assert "@Petra Logo (Carla) came, says Ada." in stage.replies("Live since")[-1]
    assert "1 missing" in await _types(stage, "ada", "")
    assert "Photos came already" not in await _types(stage, "petra", "received photos")
    assert "Photos came already. Nothing was changed." in await _types(stage, "petra", "received photos")
    assert all(each[4] for each in _rows(stage))


async def test_a_double_click_on_received_is_one_receipt(stage: Stage) -> None:
    await _planned(stage, FULL)
    mine = (await stage.ada.command("/inputs", channel=SITE)).whispers[-1]
    for _ in range(2):
        await stage.ada.press("Received", on=mine)
        await stage.told()
    assert len([each for each in stage.rows(AuditEntry) if each.action == "input_received"]) == 1


async def test_what_was_not_typed_is_asked_for_in_the_form(stage: Stage) -> None:
    await _planned(stage)
    form = (await stage.petra.command("/inputs", "Photos from Carla", channel=SITE)).view
    assert form.labels == ["What", "From whom", "By when", "What waits for it"]
    assert form.required == ["What", "From whom", "By when", "What waits for it"]
    sent = await stage.petra.submit(form, {"By when": date(2027, 1, 15), "What waits for it": "Copy (Wed 20 Jan 2027)"})
    assert sent.closed
    await stage.told()
    assert _rows(stage) == [("Photos", "Carla", "2027-01-15", True, False)]


async def test_a_name_that_several_have_is_asked_about(stage: Stage) -> None:
    await _planned(stage)
    await stage.petra.command("/project", "milestone Blog texts 22 Jan 2027", channel=SITE)
    await stage.petra.command("/project", "milestone Blog look 25 Jan 2027", channel=SITE)
    form = (await stage.petra.command("/inputs", "Texts from Carla by 13 Jan for the blog", channel=SITE)).view
    assert (form.value("What"), form.value("By when")) == ("Texts", "2027-01-13")
    assert form.value("What waits for it") is None, "not the deadline, unasked"
    assert (await stage.petra.submit(form, {"What waits for it": "Blog look (Mon 25 Jan 2027)"})).closed
    await stage.petra.command("/inputs", "Text corrections from Carla by 14 Jan", channel=SITE)
    which = await stage.petra.command("/inputs", "received text", channel=SITE)
    assert which.message.buttons == ["Texts", "Text corrections"]
    await stage.petra.press("Texts", on=which.message)
    await stage.told()
    assert "Texts came" in stage.whispers(stage.petra)[-1]
    steps = (("/why", "blog", "Why Blog look of"), ("/project", "done blog", "Blog look of Acme site is done."))
    for command, text, does in steps:
        which = await stage.petra.command(command, text, channel=SITE)
        assert which.message.buttons == ["Blog texts", "Blog look"]
        await stage.petra.press("Blog look", on=which.message)
        await stage.told()
        assert does in stage.whispers(stage.petra)[-1]


async def test_it_is_found_from_nothing(stage: Stage) -> None:
    await _planned(stage)
    empty = await stage.ada.command("/inputs", channel=SITE)
    assert "Nothing is needed from the client of Acme site yet." in empty.plain
    form = (await stage.ada.press("Add one", on=empty.whispers[-1])).view
    given = {"What": "Photos", "From whom": "Carla", "By when": date(2027, 1, 15)}
    assert (await stage.ada.submit(form, given)).closed
    assert _rows(stage) == [("Photos", "Carla", "2027-01-15", False, False)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"What": "  "}, {"What": "This cannot be empty."}),
        ({"From whom": " "}, {"From whom": "This cannot be empty."}),
        ({"By when": date(2027, 1, 3)}, {"By when": "Sun 3 Jan 2027 is in the past. Pick a date from today on."}),
        ({"By when": date(2077, 1, 4)}, {"By when": "Mon 4 Jan 2077 is too far away. Is the year right?"}),
        (
            {"What waits for it": "Copy (Wed 20 Jan 2027)", "By when": date(2027, 1, 21)},
            {"By when": "Copy (Wed 20 Jan 2027) waits for it, so it is needed by then at the latest."},
        ),
    ],
)
async def test_the_form_says_what_is_wrong_beside_the_field(
    stage: Stage, given: dict[str, object], said: dict[str, str]
) -> None:
    await _planned(stage)
    form = (await stage.petra.command("/inputs", "add", channel=SITE)).view
    answer = await stage.petra.submit(
        form, {"What": "Photos", "From whom": "Carla", "By when": date(2027, 1, 15)} | given
    )
    assert answer.errors == said
    assert _rows(stage) == []


async def test_it_is_edited_and_taken_off_again(stage: Stage) -> None:
    await _planned(stage, FULL)
    form = (await stage.petra.command("/inputs", "edit photos", channel=SITE)).view
    assert (await stage.petra.submit(form, {"By when": date(2027, 1, 18), "Or": ["It came"]})).closed
    await stage.told()
    assert _rows(stage) == [("Photos", "Carla", "2027-01-18", True, True)]
    form = (await stage.petra.command("/inputs", "edit photos", channel=SITE)).view
    assert (await stage.petra.submit(form, {"Or": []})).closed
    assert _rows(stage) == [("Photos", "Carla", "2027-01-18", True, False)]
    assert "Photos is not needed any more." in await _types(stage, "petra", "remove photos")
    assert _rows(stage) == []
    assert "Nothing called “photos” is needed from the client of Acme site. Needed: none yet." in await _types(
        stage, "petra", "received photos"
    )
    await _types(stage, "petra", FULL)
    for typed in ("received", "chase", "edit", "remove"):
        assert "needed from the client, 1 missing" in await _types(stage, "petra", typed), "which one is a press away"


async def test_who_has_no_role_may_look_but_not_change(stage: Stage) -> None:
    await _planned(stage, FULL)
    refused = "Only the account manager, the project manager or an ops lead of Acme site can do that."
    for typed in ("received photos", "remove photos", "Logo from Carla by 15 Jan 2027"):
        assert refused in await _types(stage, "sam", typed), typed
    outsider = await stage.cleo.command("/inputs")
    assert "Countersign is for members of this workspace." in outsider.plain
    shown = (await stage.sam.command("/inputs", channel=SITE)).whispers[-1]
    await stage.sam.press("Received", on=shown)
    await stage.told()
    assert refused in stage.whispers(stage.sam)[-1]
    assert _rows(stage) == [("Photos", "Carla", "2027-01-15", True, False)]


async def test_a_project_on_hold_or_closed_while_the_form_was_open_is_told(stage: Stage) -> None:
    await _planned(stage, FULL)
    form = (await stage.petra.command("/inputs", "edit photos", channel=SITE)).view
    await _types(stage, "ada", "hold", "/project")
    answer = await stage.petra.submit(form, {"What": "Pictures"})
    assert "Acme site is on hold." in answer.view.plain
    assert _rows(stage)[0][0] == "Photos"


async def test_the_words_to_chase_with_name_only_what_the_client_was_told(stage: Stage) -> None:
    await _planned(stage, FULL, "Logo from Carla by 12 Jan 2027")
    internal = await _types(stage, "ada", "chase photos")
    assert "Hi Carla,\n\na quick reminder about Photos for Acme site: it is due on Fri 15 Jan 2027." in internal
    assert "20 Jan" not in internal
    assert "Tue 30 Nov 2027 depends on it" in await _types(stage, "ada", "chase logo")
    assert "Thank you,\nAda" in internal


async def test_home_shows_what_is_due_soon_and_the_project_what_is_late(stage: Stage) -> None:
    await _planned(stage, FULL, "Logo from Carla by 5 Jan 2027")
    home = await stage.home(stage.petra)
    assert "Needed from clients" in home.plain
    assert home.plain.index("Logo") < home.plain.index("Photos")
    await stage.passes(days=3)
    shown = await _types(stage, "petra", "", "/project")
    assert "Needed from the client: 2 missing: Logo (2 working days late). `/inputs` lists them." in shown or (
        "Needed from the client: 2 missing: Logo (2 working days late)." in shown
    )
    assert "expected Thu 2 Dec 2027" in shown
    await stage.petra.press("Received", on=await stage.home(stage.petra), block="input:2")
    await stage.told()
    assert [each[4] for each in _rows(stage)] == [False, True]


async def test_it_works_behind_a_mention_too(stage: Stage) -> None:
    await _planned(stage)
    await stage.petra.says(f"@Countersign inputs {FULL}", channel=SITE)
    await stage.told()
    assert _rows(stage) == [("Photos", "Carla", "2027-01-15", True, False)]
    await stage.petra.says("@Countersign inputs Logo from Carla by 12 Jan 2027 for nobody", channel=SITE)
    await stage.told()
    assert len(_rows(stage)) == 2
