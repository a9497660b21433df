"""The morning message: what needs somebody, once a day, and not at all when there is nothing to say."""

from datetime import UTC, date, datetime, time

from models import Post
from models.enums import PostState
from sandbox.person import Person
from tests.scenarios.conftest import SITE, Stage

ASK = "14 Dec 2027 because the client's event moved"


async def until(stage: Stage, day: int, hour: int, minute: int = 0, month: int = 1) -> None:
    await stage.passes_to(datetime.combine(date(2027, month, day), time(hour, minute), UTC))


def mornings(person: Person, words: str = "Good morning") -> list[str]:
    return [each.plain for each in person.direct_messages() if words in each.plain]


async def planned(stage: Stage) -> None:
    await stage.project()
    await stage.passes(minutes=1)


async def test_nothing_to_say_is_not_said(stage: Stage) -> None:
    await planned(stage)
    await until(stage, 6, 12)
    assert [mornings(each) for each in (stage.ada, stage.petra, stage.oona)] == [[], [], []]
    assert {each.state for each in stage.rows(Post, picture="digest")} == {PostState.DEAD}


async def test_it_tells_what_needs_somebody_and_what_waits_on_others(stage: Stage) -> None:
    await planned(stage)
    await until(stage, 4, 15)
    await stage.ada.command("/deadline", ASK, channel=SITE)
    await stage.petra.command("/project", "milestone Copy 8 Jan 2027", channel=SITE)
    await stage.told()
    await until(stage, 5, 8, 1)
    (hers,) = mornings(stage.petra)
    assert "Good morning, Tue 5 Jan 2027" in hers
    assert "Needs you" in hers
    assert "CR-1 Acme site: Deadline to Tue 14 Dec 2027" in hers
    assert "Fri 8 Jan 2027  ·  Acme site: Copy" in hers
    await stage.petra.press("Approve", on=stage.petra.direct_messages()[-1])
    await stage.told()
    assert stage.deadline() == date(2027, 12, 14)
    assert mornings(stage.ada) == []
    await until(stage, 5, 9, 1)
    (his,) = mornings(stage.ada)
    assert "CR-2 Acme site: Copy" in his


async def test_each_sets_the_hour_the_days_and_what_it_tells(stage: Stage) -> None:
    await planned(stage)
    form = (await stage.petra.command("/countersign", "settings", channel=SITE)).view
    given = {
        "Morning message at": time(11), "Morning message on": ["Wednesday"],
        "Morning message tells of": ["What is due soon"],
    }  # fmt: skip
    assert (await stage.petra.submit(form, given)).closed
    await stage.petra.command("/project", "milestone Copy 8 Jan 2027", channel=SITE)
    await stage.ada.command("/deadline", ASK, channel=SITE)
    await until(stage, 6, 9, 59)
    assert mornings(stage.petra) == []
    await until(stage, 6, 10, 1)
    (told,) = mornings(stage.petra)
    assert "Copy" in told
    assert "Needs you" not in told


async def test_what_is_overdue_and_late_from_the_client_is_told(stage: Stage) -> None:
    await planned(stage)
    await stage.petra.command("/project", "milestone Copy 5 Jan 2027", channel=SITE)
    await stage.petra.command("/inputs", "Photos from Carla by 5 Jan 2027", channel=SITE)
    await until(stage, 6, 9, 1)
    told = mornings(stage.ada)[-1]
    assert "Overdue\nTue 5 Jan 2027  ·  Acme site: Copy" in told
    assert "Late from the client\nTue 5 Jan 2027  ·  Acme site: Photos from Carla" in told


async def test_back_from_leave_there_is_one_summary(stage: Stage) -> None:
    await planned(stage)
    await stage.petra.command("/project", "milestone Copy 14 Jan 2027", channel=SITE)
    await stage.told()
    await stage.ada.command("/countersign", "away 5 Jan - 8 Jan", channel=SITE)
    await stage.passes(minutes=1)
    await stage.petra.command("/deadline", "Copy 13 Jan 2027", channel=SITE)
    await until(stage, 9, 12)
    assert mornings(stage.ada) == []
    assert mornings(stage.ada, "Since") == []
    await until(stage, 11, 9, 1)
    (told,) = mornings(stage.ada, "Since Tue 5 Jan 2027")
    assert "CR-1 Acme site: Copy" in told
    assert mornings(stage.ada) == []
    await until(stage, 12, 9, 1)
    assert len(mornings(stage.ada, "Since")) == 1


async def test_who_comes_back_early_is_told_at_once(stage: Stage) -> None:
    await planned(stage)
    await stage.ada.command("/countersign", "away 4 Jan - 29 Jan", channel=SITE)
    await stage.petra.command("/project", "milestone Copy 8 Jan 2027", channel=SITE)
    await until(stage, 6, 14)
    assert stage.ada.direct_messages() == []
    await stage.ada.command("/countersign", "back", channel=SITE)
    await stage.told()
    assert "Acme site: Copy" in mornings(stage.ada, "Since Mon 4 Jan 2027")[-1]
    await until(stage, 7, 12)
    assert len(mornings(stage.ada)) == 1, "the mornings go on"


async def test_a_stranger_to_every_project_hears_nothing(stage: Stage) -> None:
    await planned(stage)
    await stage.home(stage.olaf)
    await stage.ada.command("/deadline", ASK, channel=SITE)
    await until(stage, 6, 12)
    assert stage.olaf.direct_messages() == []
    assert stage.cleo.direct_messages() == []
