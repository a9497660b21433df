"""Nobody is pinged at night, on their days off or on leave: it waits, or names them until they work."""

from datetime import UTC, datetime, timedelta

from models import Post, Receipt
from models.enums import PostState
from sandbox.person import Person
from tests.scenarios.conftest import SITE, Stage

#: A Friday evening in Prague and in London.
EVENING = datetime(2027, 1, 8, 19, tzinfo=UTC)
ASK = "14 Dec 2027 because the client's event moved"


async def has_set_their_hours(person: Person) -> None:
    form = (await person.command("/countersign", "settings", channel=SITE)).view
    assert (await person.submit(form, {"Public holidays of": "Czechia"})).closed


def pings(stage: Stage, person: Person, words: str) -> list[str]:
    """What mentions this person in the thread of the request."""
    return [each.plain for each in person.thread(stage.card(words)) if person.member.first_name in each.mentions]


async def test_a_card_names_whoever_is_off_and_pings_them_when_they_work(stage: Stage) -> None:
    await stage.project()
    await has_set_their_hours(stage.petra)
    await stage.comes(EVENING)
    await stage.ada.command("/deadline", ASK, channel=SITE)
    await stage.told()
    card = stage.card("CR-1")
    assert "Petra answers" in card.plain
    assert "Petra" not in card.mentions, "it is there, and rings nowhere"
    assert pings(stage, stage.petra, "CR-1") == []
    await stage.comes(datetime(2027, 1, 10, 12, tzinfo=UTC))
    assert pings(stage, stage.petra, "CR-1") == [], "nor on Sunday"
    await stage.comes(datetime(2027, 1, 11, 8, 0, 1, tzinfo=UTC))
    (said,) = pings(stage, stage.petra, "CR-1")
    assert "CR-1 Acme site: Ada asks Deadline" in said
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert pings(stage, stage.ada, "CR-1"), "who set nothing is told as a colleague would tell them"


async def test_what_was_answered_meanwhile_pings_nobody(stage: Stage) -> None:
    await stage.project()
    await has_set_their_hours(stage.petra)
    await has_set_their_hours(stage.ada)
    await stage.comes(EVENING)
    await stage.ada.command("/deadline", ASK, channel=SITE)
    await stage.told()
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert pings(stage, stage.ada, "CR-1") == [], "her evening too"
    await stage.comes(datetime(2027, 1, 11, 9, 0, 1, tzinfo=UTC))
    assert pings(stage, stage.petra, "CR-1") == []
    assert stage.row(Post, picture="ping").state is PostState.DEAD
    assert len(pings(stage, stage.ada, "CR-1")) == 1


async def test_reminders_of_several_projects_ping_once_a_morning(stage: Stage) -> None:
    for name in ("Acme site", "Beta site"):
        await stage.project(name, Deadline=datetime(2027, 1, 19, tzinfo=UTC).date())
    await stage.passes(minutes=1)
    await stage.comes(datetime(2027, 1, 5, 9, 0, 1, tzinfo=UTC) + timedelta(minutes=5))
    for person in (stage.ada, stage.petra):
        told = [
            each
            for name in ("Acme site", "Beta site")
            for each in person.thread(stage.cards(name)[0])
            if "is due in 10 working days" in each.plain and person.member.first_name in each.plain
        ]
        assert len(told) == 2
        assert [person.member.first_name in each.mentions for each in told].count(True) == 1
    assert {each.key for each in stage.rows(Receipt) if each.key.startswith("ping:")} == {
        f"ping:reminder:{person.id}:2027-01-05" for person in (stage.ada, stage.petra)
    }


async def test_who_is_not_in_the_channel_is_told_directly(stage: Stage) -> None:
    await stage.project()
    await stage.slack.remove_from_channel("Petra", SITE)
    await stage.ada.command("/deadline", ASK, channel=SITE)
    await stage.told()
    (said,) = [each.plain for each in stage.petra.direct_messages()]
    assert "In #acme-site, where you are not: CR-1 Acme site: Ada asks Deadline: Tue 30 Nov 2027 → Tue 14 Dec" in said
    assert stage.ada.direct_messages() == stage.oona.direct_messages()[1:] == []

    await stage.slack.remove_from_channel("Ada", SITE)
    await stage.petra.press("Approve", on=await stage.home(stage.petra))
    await stage.told()
    assert "Petra approved CR-1" in stage.ada.direct_messages()[-1].plain

    for name in ("Ada", "Petra"):
        await stage.slack.add_to_channel(name, SITE)
    await stage.ada.command("/deadline", "20 Dec 2027 because it moved again", channel=SITE)
    await stage.told()
    assert len(stage.petra.direct_messages()) == len(stage.ada.direct_messages()) == 1


async def test_whoever_was_not_in_the_channel_from_the_start_is_told_directly_too(stage: Stage) -> None:
    await stage.slack.remove_from_channel("Petra", SITE)
    await stage.home(stage.petra)
    await stage.project(started=False)
    assert "Acme site (Acme): deadline Tue 30 Nov 2027, proposed. Agree to start?" in (
        stage.petra.direct_messages()[-1].plain
    )
