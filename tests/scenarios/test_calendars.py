"""Calendar feeds: a secret link for each person and project, read by a calendar program that is not ours."""

from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
import vobject

from bot import calendars
from bot.web import asgi
from models import CalendarFeed
from sandbox.person import Person
from tests.scenarios.conftest import PUBLIC_URL, SITE, Stage
from tests.scenarios.picking import opened

ASK = "14 Dec 2027 because the client's event moved"


async def fetch(stage: Stage, link: str, method: str = "GET", **headers: str) -> httpx.Response:
    """What a calendar program gets at this address."""
    pages = asgi(stage.bot, calendars.routes(stage.bot.db, stage.bot.clock))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(pages), base_url=PUBLIC_URL) as client:
        return await client.request(method, link, headers=headers)


async def link_of(stage: Stage, person: Person, words: str = "calendar", label: str = "Get the link") -> str:
    """The link that somebody is given when they ask for it."""
    page = (await person.command("/countersign", words, channel=SITE)).whispers[-1]
    block = next(each for each in page.blocks if label in str(each))
    given = await person.press(label, on=page, block=block["block_id"])
    await stage.bot.tasks.idle()
    shown = (given.whispers or [each for each in person.messages(SITE) if each.ephemeral])[-1]
    return link_in(shown.plain)


def link_in(words: str) -> str:
    return next(found for word in words.split() if (found := word.strip("`")).startswith(PUBLIC_URL))


async def entries(stage: Stage, link: str) -> dict[str, Any]:
    """Summary → event, as another program's parser reads them."""
    answer = await fetch(stage, link)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n")), "long lines are folded"
    read = vobject.readOne(answer.text)
    return {each.summary.value: each for each in getattr(read, "vevent_list", [])}


async def test_a_person_subscribes_to_their_dates_and_the_answers_they_owe(stage: Stage) -> None:
    await stage.project()
    await stage.petra.command("/project", "milestone Homepage copy, final; ünd more 12 Nov 2027", channel=SITE)
    await stage.told()
    link = await link_of(stage, stage.petra)
    found = await entries(stage, link)
    assert set(found) == {
        "Acme site: Deadline (client date)",
        "Acme site: Homepage copy, final; ünd more",
    }
    assert found["Acme site: Deadline (client date)"].dtstart.value == date(2027, 11, 30)
    assert found["Acme site: Deadline (client date)"].dtend.value == date(2027, 12, 1)
    await stage.ada.command("/deadline", ASK, channel=SITE)
    await stage.told()
    due = (await entries(stage, link))["Acme site: answer due, CR-2: Deadline"]
    assert due.dtstart.value == stage.request(2).due_at
    assert stage.row(CalendarFeed, user_id=stage.petra.id).token_hash not in link
    form = (await stage.ada.command("/inputs", "Photos from Carla", channel=SITE)).view
    given = {"By when": date(2027, 3, 1), "What waits for it": "Homepage copy, final; ünd more (Fri 12 Nov 2027)"}
    assert (await stage.ada.submit(form, given)).closed
    assert (await entries(stage, link))["Acme site: Photos from Carla"].dtstart.value == date(2027, 3, 1)
    await stage.ada.command("/inputs", "received Photos", channel=SITE)
    assert "Acme site: Photos from Carla (received)" in await entries(stage, link)
    mine = await entries(stage, await link_of(stage, stage.ada))
    assert "Acme site: answer due, CR-2: Deadline" not in mine, "Ada waits, Petra answers"


async def test_before_the_start_dates_are_proposals_and_what_is_done_says_so(stage: Stage) -> None:
    await stage.project(started=False)
    link = await link_of(stage, stage.ada)
    event = (await entries(stage, link))["Acme site: Deadline (proposed, client date)"]
    assert event.status.value == "TENTATIVE"
    for person in (stage.petra, stage.ada):
        if "Agree to start" in stage.card("Acme site").buttons:
            await person.press("Agree to start", on=stage.card("Acme site"))
            await stage.told()
    await stage.petra.command("/project", "milestone Copy 12 Nov 2027", channel=SITE)
    await stage.petra.command("/project", "done Copy", channel=SITE)
    await stage.told()
    assert set(await entries(stage, link)) == {"Acme site: Deadline (client date)", "Acme site: Copy (done)"}


async def test_a_projects_calendar_is_for_whoever_sees_the_project(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", ASK, channel=SITE)
    await stage.told()
    link = await link_of(stage, stage.oona, "calendar Acme site")
    assert set(await entries(stage, link)) == {
        "Acme site: Deadline (client date)",
        "Acme site: answer due, CR-1: Deadline",
    }
    refused = await stage.olaf.command("/countersign", "calendar Acme", channel="studio")
    assert "There is no project here yet." in refused.plain
    page = (await stage.olaf.command("/countersign", "calendar", channel=SITE)).whispers[-1]
    await stage.olaf.press_raw("calendar_link:1", '{"project":1}', on=page)
    await stage.told()
    assert "That project does not exist any more." in stage.whispers(stage.olaf)[-1]
    assert stage.rows(CalendarFeed, user_id=stage.olaf.id) == []


async def test_money_is_in_no_calendar(stage: Stage) -> None:
    await stage.project(Budget="12500")
    form = await opened(stage.ada, "Change the budget")
    answer = await stage.ada.submit(form, {"Budget": "99000", "Why": "The client wants more"})
    assert answer.closed, answer.errors
    await stage.told()
    for person, words in ((stage.petra, "calendar"), (stage.oona, "calendar Acme site")):
        text = (await fetch(stage, await link_of(stage, person, words))).text
        assert "answer due\\, CR-1" in text
        assert not any(word in text.lower() for word in ("99", "125", "gbp", "budget", "client wants"))


async def test_a_wrong_a_replaced_and_a_revoked_link_are_the_same_404(stage: Stage) -> None:
    await stage.project()
    first = await link_of(stage, stage.ada)
    second = await link_of(stage, stage.ada, label="New link")
    assert first != second
    wrong = await fetch(stage, f"{PUBLIC_URL}/calendar/{'x' * 43}.ics")
    assert (await fetch(stage, second)).status_code == 200
    page = (await stage.ada.command("/countersign", "calendar", channel=SITE)).whispers[-1]
    await stage.ada.press("Revoke", on=page)
    await stage.bot.tasks.idle()
    for link in (first, second, f"{PUBLIC_URL}/calendar/%00ä.ics"):
        answer = await fetch(stage, link)
        assert (answer.status_code, answer.content, answer.headers) == (404, wrong.content, wrong.headers)
    assert stage.rows(CalendarFeed) == []


async def test_a_link_ends_with_its_owners_sight(stage: Stage) -> None:
    await stage.project()
    await stage.told()
    link = await link_of(stage, stage.oona, "calendar Acme site")
    form = (await stage.oona.command("/countersign", "ops", channel=SITE)).view
    await stage.petra.visits_home()
    assert (await stage.oona.submit(form, {"Ops leads": [stage.petra]})).closed
    assert (await fetch(stage, link)).status_code == 404


async def test_what_was_read_already_is_not_sent_again(stage: Stage) -> None:
    await stage.project()
    link = await link_of(stage, stage.ada)
    first = await fetch(stage, link)
    tag, since = first.headers["etag"], first.headers["last-modified"]
    assert first.headers["cache-control"].startswith("private")
    assert (await fetch(stage, link)).content == first.content
    for known in ({"if-none-match": f'W/"x", W/{tag}'}, {"if-modified-since": since}):
        again = await fetch(stage, link, **known)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (await fetch(stage, link, "HEAD")).content == b""
    await stage.passes(minutes=1)
    await stage.petra.command("/project", "milestone Copy 12 Nov 2027", channel=SITE)
    await stage.told()
    changed = await fetch(stage, link, **{"if-none-match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    assert changed.headers["last-modified"] > since
    assert (await fetch(stage, link, **{"if-modified-since": "nonsense"})).status_code == 200
    stale = await fetch(stage, link, **{"if-none-match": '"x"', "if-modified-since": since})
    assert stale.status_code == 200, "a fingerprint that differs beats a date"


async def test_home_gives_the_link_in_a_form_that_nobody_else_sees(stage: Stage) -> None:
    await stage.project()
    page = (await stage.ada.press("Calendars", on=await stage.home(stage.ada))).view
    assert "Everything of mine" in page.plain
    block = next(each for each in page.blocks if "Get the link" in str(each))
    shown = (await stage.ada.press("Get the link", on=page, block=block["block_id"])).view
    link = link_in(shown.plain)
    assert set(await entries(stage, link)) == {"Acme site: Deadline (client date)"}
    again = (await stage.ada.press("Calendars", on=await stage.home(stage.ada))).view
    assert link not in again.plain, "it is shown once"
    assert "link made Mon 4 Jan 2027" in again.plain
    gone = (await stage.ada.press("Revoke", on=again)).view
    assert "link made" not in gone.plain
    assert (await fetch(stage, link)).status_code == 404


async def test_guests_get_no_calendar(stage: Stage) -> None:
    await stage.project()
    answer = await stage.cleo.command("/countersign", "calendar", channel="acme-client")
    assert "Countersign is for members of this workspace." in answer.plain


async def test_without_an_address_of_its_own_the_bot_says_what_is_missing(stage: Stage) -> None:
    deps = stage.bot.switchboard._extras["deps"]
    object.__setattr__(deps, "calendar_address", None)
    answer = await stage.ada.command("/countersign", "calendar", channel="studio")
    assert "PUBLIC_URL and PORT" in answer.plain


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/New_York"])
def test_days_are_days_wherever_they_are_read(zone: str) -> None:
    from bot.services.feeds import Calendar, Entry
    from bot.views.calendar import as_ics

    at = datetime(2027, 1, 5, 9, 30, tzinfo=UTC)
    entry = Entry("project-1", "Acme", "Deadline", day=date(2027, 11, 30), since=at)
    text = as_ics(Calendar(None, (entry, Entry("request-1", "Acme", "CR-1", at=at, since=at, answer=True)), "x", at))
    first, second = vobject.readOne(text.decode()).vevent_list
    assert (first.dtstart.value, second.dtstart.value) == (date(2027, 11, 30), at)
    assert b"DTSTART;VALUE=DATE:20271130" in text
