"""Weekly digests: of each project in its channel, with a picture of its plan; of all projects for ops leads."""

import io
from datetime import UTC, date, datetime, time, timedelta

from PIL import Image

from models import Person as Row
from models import PersonSettings, Post, Rule
from sandbox.sights import Message
from tests.scenarios.conftest import SITE, Stage

#: 15:00 in Prague, where Petra works.
FRIDAY = datetime(2027, 1, 8, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
DIGEST = "The week of Acme site"


def portfolio(stage: Stage) -> list[Message]:
    return [each for each in stage.oona.direct_messages() if "All projects this week" in each.plain]


async def begun(stage: Stage, **given: object) -> None:
    await stage.project(**given)
    await stage.passes(minutes=2)


async def test_a_projects_week_is_told_on_friday_at_three_with_a_picture_that_words_repeat(stage: Stage) -> None:
    await begun(stage)
    await stage.petra.command("/project", "milestone First look 7 Jan 2027", channel=SITE)
    await stage.petra.command("/project", "milestone Homepage copy 15 Jan 2027", channel=SITE)
    await stage.petra.command("/project", "done Homepage copy", channel=SITE)
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()
    await stage.presses(stage.petra, "Approve", "CR-3")
    await stage.ada.command("/deadline", "17 Dec 2027 because it moved again", channel=SITE)
    await stage.comes(FRIDAY - timedelta(minutes=1))
    assert stage.cards(DIGEST) == []
    await stage.comes(FRIDAY)
    told = stage.card(DIGEST)
    assert "deadline Tue 14 Dec 2027 (10 working days later than first agreed)" in told.plain
    order = ["Overdue", "First look: Thu 7 Jan 2027", "Waits for an answer", "CR-4 Deadline: Petra answers",
             "Done this week", "Homepage copy", "Decided this week", "CR-3 Deadline: approved"]  # fmt: skip
    assert sorted(order, key=told.plain.index) == order, told.plain
    image = next(each for each in told.blocks if each["type"] == "image")
    assert image["alt_text"].startswith("Timeline of Acme site on Fri 8 Jan 2027 (live). First look: Thu 7 Jan 2027")
    assert "Deadline: Tue 14 Dec 2027, client date, first agreed for Tue 30 Nov 2027" in image["alt_text"]
    kept = stage.slack.workspace.files[image["slack_file"]["id"]]
    assert Image.open(io.BytesIO(kept["bytes"])).size[0] == 1080
    await stage.passes(hours=1)
    assert len(stage.cards(DIGEST)) == 1
    await stage.comes(FRIDAY + WEEK)
    assert len(stage.cards(DIGEST)) == 2


async def test_after_a_long_sleep_only_the_newest_comes(stage: Stage) -> None:
    await begun(stage)
    await stage.comes(FRIDAY + 3 * WEEK + HOUR)
    assert len(stage.cards(DIGEST)) == 1
    assert "Fri 29 Jan 2027" in str(stage.card(DIGEST).blocks)


async def test_ops_leads_are_told_of_all_projects_those_in_trouble_first(stage: Stage) -> None:
    await begun(stage, name="Beta shop", channel="studio")
    await begun(stage)
    await stage.petra.command("/project", "milestone First look 7 Jan 2027", channel=SITE)
    await stage.oona.visits_home()
    oona = stage.row(Row, user_id=stage.oona.id)
    at = stage.row(Rule, kind="portfolio_digest").next_at
    assert stage.row(Rule, kind="portfolio_digest").zone == oona.zone
    await stage.comes(at)
    told = portfolio(stage)
    assert len(told) == 1
    assert "2 live projects" in told[0].plain
    assert told[0].plain.index("Acme site") < told[0].plain.index("Beta shop")
    assert "1 overdue" in told[0].plain
    assert not any("All projects" in each.plain for each in stage.ada.direct_messages())


async def test_money_is_in_no_digest(stage: Stage) -> None:
    await begun(stage, Budget="12500")
    from tests.scenarios.picking import asks

    await asks(stage, stage.ada, "Change the budget", Budget="99000")
    await stage.comes(FRIDAY + 4 * HOUR)
    told = stage.card(DIGEST).plain + "".join(each.plain for each in portfolio(stage))
    assert "CR-1: Petra answers" in told
    assert not any(word in told for word in ("99,000", "12,500", "udget", "GBP"))


async def test_everybody_sets_when_theirs_comes_and_the_workspace_for_all(stage: Stage) -> None:
    await begun(stage)
    form = (await stage.oona.command("/countersign", "settings", channel=SITE)).view
    answer = await stage.oona.submit(form, {"Weekly digest at": time(10, 30), "Weekly digest on": ["Monday"]})
    assert answer.closed, answer.errors
    await stage.passes(minutes=2)
    rule = stage.row(Rule, kind="portfolio_digest")
    assert (rule.wall, rule.cadence["weekly"]) == (time(10, 30), [0])
    assert stage.row(PersonSettings, user_id=stage.oona.id).weekly_days == "0"
    form = (await stage.oona.command("/countersign", "settings", channel=SITE)).view
    assert (await stage.oona.submit(form, {"Weekly digest tells of": ["What is overdue"]})).closed
    assert stage.row(PersonSettings, user_id=stage.oona.id).weekly_parts == "overdue"
    assert (await stage.oona.command("/countersign", "settings", channel=SITE)).view.value(
        "Weekly digest tells of"
    ) == ["What is overdue"]
    form = (await stage.oona.command("/countersign", "settings workspace", channel=SITE)).view
    assert (await stage.oona.submit(form, {"Weekly digest on": []})).closed
    await stage.passes(minutes=2)
    assert stage.row(Rule, kind="project_digest").next_at is None, "never"
    await stage.comes(FRIDAY + HOUR)
    assert stage.cards(DIGEST) == []


async def test_who_is_no_ops_lead_any_more_is_told_nothing(stage: Stage) -> None:
    await begun(stage)
    await stage.petra.visits_home()
    form = (await stage.oona.command("/countersign", "ops", channel=SITE)).view
    assert (await stage.oona.submit(form, {"Ops leads": [stage.petra]})).closed
    await stage.passes(minutes=2)
    await stage.comes(FRIDAY + 2 * HOUR)
    assert portfolio(stage) == []
    assert any("All projects this week" in each.plain for each in stage.petra.direct_messages())


async def test_a_digest_whose_picture_slack_will_not_have_comes_without(stage: Stage) -> None:
    await begun(stage)
    stage.slack.scopes = stage.slack.scopes - {"files:write"}
    await stage.comes(FRIDAY)
    assert [each["type"] for each in stage.card(DIGEST).blocks if each["type"] == "image"] == []
    assert "A quiet week" in stage.card(DIGEST).plain
    refused = "files.getUploadURLExternal"
    stage.slack.calls[:] = [each for each in stage.slack.calls if each.method != refused]
    assert stage.row(Post, picture="project_digest").error is None
    assert date(2027, 1, 8).isoformat() in stage.row(Post, picture="project_digest").key
