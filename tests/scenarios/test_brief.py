"""The written brief: every version is kept, and a change reads as a difference."""

import pytest

from models import BriefVersion, ChangeRequest
from models.brief import BRIEF_FIELDS
from models.enums import Mode
from sandbox.sights import Answer
from tests.scenarios.conftest import SITE, Stage

LABELS = [label for _, label in BRIEF_FIELDS]


async def _write(stage: Stage, who: str, why: str = "The client said so", **parts: str) -> Answer:
    form = (await getattr(stage, who).command("/brief", channel=SITE)).view
    answer = await getattr(stage, who).submit(form, {**parts, "Why": why})
    await stage.told()
    return answer


async def _shown(stage: Stage, words: str, who: str = "sam") -> str:
    return (await getattr(stage, who).command("/brief", words, channel=SITE)).plain


async def test_before_the_start_both_write_it_freely_and_each_edit_asks_for_agreement_again(stage: Stage) -> None:
    await stage.project(started=False)
    assert (await _write(stage, "petra", Objective="Sell tea")).closed
    assert (await _write(stage, "ada", Tone="Warm")).closed
    assert [each.text for each in stage.rows(BriefVersion)] == [
        {"objective": "Sell tea"},
        {"objective": "Sell tea", "tone": "Warm"},
    ]
    assert "@Petra still to agree" in stage.card("Acme site").plain
    assert stage.rows(ChangeRequest) == []


async def test_the_form_has_the_parts_in_their_order_filled_with_todays_text(stage: Stage) -> None:
    await stage.project(started=False)
    await _write(stage, "petra", Objective="Sell tea")
    form = (await stage.ada.command("/brief", channel=SITE)).view
    assert form.labels == [*LABELS, "Why"]
    assert form.required == ["Why"]
    assert form.value("Objective") == "Sell tea"
    assert form.value("Why") is None


@pytest.mark.parametrize("label", LABELS)
async def test_the_account_manager_tells_or_asks_by_the_part_that_changes(stage: Stage, label: str) -> None:
    await stage.project()
    assert (await _write(stage, "ada", **{label: "Something else"})).closed
    binding = label in ("Deliverables", "Mandatories", "Timing")
    assert stage.request().mode is (Mode.APPROVAL if binding else Mode.HEADS_UP)
    assert stage.request().needs == "pm"
    assert bool(stage.rows(BriefVersion)) is not binding
    assert stage.card("CR-1").buttons[0] == ("Approve" if binding else "Acknowledge")


async def test_the_difference_is_on_the_card_word_by_word(stage: Stage) -> None:
    await stage.project()
    old = "We sell loose tea to people who like to drink it slowly in the evening with friends at home by the fire"
    await _write(stage, "ada", Audience=old)
    await _write(stage, "petra", Audience=old.replace("evening", "morning"), Objective="Sell tea")
    card = stage.card("CR-2")
    runs = [each for block in card.blocks if block["type"] == "rich_text" for each in _runs(block)]
    assert ("evening", {"strike": True}) in runs
    assert ("morning", {"bold": True}) in runs
    assert "slowly in the" in card.plain
    assert {"Approve", "Decline", "Withdraw"} <= set(card.buttons)
    assert "the brief: Objective, Audience" in card.text


def _runs(block: dict) -> list[tuple[str, dict | None]]:
    return [
        (run["text"].strip(), run.get("style"))
        for element in block["elements"]
        for run in element["elements"]
        if run["type"] == "text"
    ]


async def test_a_part_that_is_emptied_goes(stage: Stage) -> None:
    await stage.project()
    await _write(stage, "ada", Tone="Warm", Objective="Sell tea")
    await _write(stage, "ada", Tone=None)
    assert stage.row(BriefVersion, version=2).text == {"objective": "Sell tea"}
    assert "Warm (removed)" in stage.card("CR-2").plain


async def test_show_history_and_diff(stage: Stage) -> None:
    await stage.project()
    assert "Acme site has no brief yet." in await _shown(stage, "show")
    await _write(stage, "ada", "First words", Tone="Warm")
    await _write(stage, "ada", "They sound stiff", Tone="Warm and plain")
    await _write(stage, "ada", "New aim", Objective="Sell tea")
    shown = await _shown(stage, "show")
    assert "Acme site: brief, version 3" in shown
    assert "Warm and plain" in shown
    assert shown.index("Objective") < shown.index("Tone")
    history = await _shown(stage, "history")
    assert history.index("New aim") < history.index("They sound stiff") < history.index("First words")
    assert "3  Ada, Mon 4 Jan 2027" in history
    newest = await _shown(stage, "diff")
    assert "version 2 → 3" in newest
    assert "Sell tea" in newest
    assert "Warm" not in newest
    assert "and plain" in await _shown(stage, "diff 1 2")
    assert "version 1 → 3" in await _shown(stage, "diff 1 3")
    assert "Acme site has versions 1 to 3 of its brief." in await _shown(stage, "diff 3 9")
    assert "Acme site has versions 1 to 3 of its brief." in await _shown(stage, "diff 9")


async def test_write_the_brief_is_one_press_away_where_there_is_none(stage: Stage) -> None:
    await stage.project()
    answer = await stage.ada.command("/brief", "show", channel=SITE)
    form = (await stage.ada.press("Write the brief", on=answer.message)).view
    assert form.title == "Change the brief"


@pytest.mark.parametrize(
    ("parts", "label", "said"),
    [
        ({}, "Background", "Nothing in the brief was changed."),
        ({"Tone": "  Warm  "}, "Background", "Nothing in the brief was changed."),
        (dict.fromkeys(LABELS[:4], "x" * 3000), "Background", "take at most 9000 characters"),
        ({"Tone": "Cold", "Why": "   "}, "Why", "Say why; it is kept with the decision."),
    ],
)
async def test_what_cannot_be_used_is_told_beside_its_field(
    stage: Stage, parts: dict[str, str], label: str, said: str
) -> None:
    await stage.project()
    await _write(stage, "ada", Tone="Warm")
    form = (await stage.ada.command("/brief", channel=SITE)).view
    answer = await stage.ada.submit(form, {"Why": "Because"} | parts)
    assert said in answer.errors[label]
    assert len(stage.rows(BriefVersion)) == 1


async def test_a_part_of_ten_thousand_characters_is_not_even_sent(stage: Stage) -> None:
    await stage.project()
    form = (await stage.ada.command("/brief", channel=SITE)).view
    assert "3000" in (await stage.ada.submit(form, {"Tone": "x" * 10_000, "Why": "Long"})).errors["Tone"]


async def test_a_form_that_was_open_while_the_brief_changed_keeps_what_the_other_wrote(stage: Stage) -> None:
    await stage.project()
    stale = (await stage.petra.command("/brief", channel=SITE)).view
    await _write(stage, "ada", Tone="Warm")
    answer = await stage.petra.submit(stale, {"Objective": "Sell tea", "Why": "Aim"})
    assert "The brief was changed in the meantime." in answer.errors["Background"]
    assert stale.value("Objective") == "Sell tea", "nobody loses what they wrote"
    assert stage.row(BriefVersion).text == {"tone": "Warm"}


async def test_a_long_brief_fits_its_card_and_its_page(stage: Stage) -> None:
    await stage.project()
    long = {label: f"{label} " * (990 // (len(label) + 1)) for label in LABELS}
    assert (await _write(stage, "petra", **long)).closed
    assert all(label in stage.card("CR-1").plain for label in LABELS)
    await stage.presses(stage.ada, "Approve", "CR-1")
    shown = await _shown(stage, "show")
    assert all(label in shown for label in LABELS)
