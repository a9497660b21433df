"""One cell of the policy, through Slack: it is asked for, everybody sees what is theirs, and it is decided."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from sqlmodel import Session, col, select

from bot.domains import KINDS
from models import ChangeRequest, Project
from models.enums import Domain, Mode, RequestState
from sandbox.person import Person
from sandbox.sights import Message
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.policy_cases import Fields

STUDIO, GENERAL = "studio", "general"
DRAFT, COVER = "Draft", "Cover job"
NUMBERS = count(1)


async def fill(stage: Stage, who: Person, channel: str, domain: Domain, fields: dict[str, Any]) -> None:
    picker = (await who.command("/request", channel=channel)).view
    form = (await who.choose("What is it about?", KINDS[domain].title, on=picker)).view
    answer = await who.submit(form, {**fields, "Why": "It is better"})
    assert answer.closed, answer.errors
    await stage.told()


async def ask(stage: Stage, who: Person, domain: Domain, project: str, fields: Fields) -> ChangeRequest:
    """The request that comes of it."""
    number = next(NUMBERS)
    channel = {"Solo job": SITE, DRAFT: GENERAL, COVER: GENERAL, "Oona shop": GENERAL}.get(project, STUDIO)
    given = fields(stage, number, stage.row(Project, name=project))
    if domain is Domain.DEADLINE:
        more = " client" if given else ""
        text = f"milestone {project} Step {number} 12 Nov 2027{more} because it is better"
        await who.command("/project", text, channel=channel)
        await stage.told()
    else:
        await fill(stage, who, channel, domain, given | ({"Project": project} if project in (DRAFT, COVER) else {}))
    return stage.bot.db.run_now(_newest)


def _newest(session: Session) -> ChangeRequest:
    return session.exec(select(ChangeRequest).order_by(col(ChangeRequest.id).desc()).limit(1)).one()


def holds(stage: Stage, request: ChangeRequest, value: dict[str, Any]) -> bool:
    """Whether the project says this value now."""

    def read(session: Session) -> bool:
        kind = KINDS[Domain(request.domain)]
        project = session.get_one(Project, request.project_id)
        if value == request.before and not value and request.target.startswith("new:"):
            return not [each for each in kind.targets(session, project) if each.name == request.after["name"]]
        key = kind.find(session, project, request.target, value)
        return not kind.lines(value, kind.read(session, project, key).value)

    return stage.bot.db.run_now(read)


def cards(stage: Stage, who: Person, request: ChangeRequest) -> Iterator[Message]:
    """What this person sees of a request, wherever it is, newest first."""
    for place in stage.slack.workspace.conversations_of(who.id):
        for each in reversed(who.messages(place.id)):
            is_card = not each.ephemeral and not each.thread_ts and request.name in str(each.blocks)
            if is_card and each.shown.startswith(f"{request.name} "):
                yield each
                break


async def check(stage: Stage, asker: Person, request: ChangeRequest, mode: Mode, people: set[str]) -> None:
    """What each person sees, and what the project says, until it is decided."""
    assert Mode(request.mode) is mode
    if mode is Mode.FREE:
        assert request.state is RequestState.APPROVED
        assert holds(stage, request, request.after)
        assert not [each for each in cards(stage, asker, request) if each.buttons]
        return
    asked = [getattr(stage, each) for each in sorted(people)]
    for person in asked:
        card = next(each for each in cards(stage, person, request) if each.buttons)
        assert set(card.mentions) == {each.name for each in asked}
    private = KINDS[Domain(request.domain)].private
    for person in (stage.sam, stage.olaf) if is_acme(stage, request) else ():
        if person is asker:
            continue
        seen = [each.buttons for each in cards(stage, person, request) if each.buttons]
        # All see all buttons of a message in a channel; what is about money only the two read.
        assert seen == [] if private else card.buttons in seen, person.name
    answers = [stands_in(stage, asker, each, request) for each in asked]
    if mode is Mode.HEADS_UP:
        assert request.state is RequestState.TOLD
        assert holds(stage, request, request.after)
        await answers[0].press("Acknowledge", on=card)
        await stage.told()
        assert stage.request(request.number).state is RequestState.NOTED
        return
    assert holds(stage, request, request.before)
    for person in [asker, *answers]:
        found = [each for each in cards(stage, person, request) if each.buttons]
        if found:
            await person.press("Approve", on=found[0])
            await stage.told()
        still_open = person is not answers[-1]
        assert (stage.request(request.number).state is RequestState.PENDING) == still_open, person.name
    await check_approved(stage, asker, answers[-1], request.number)


async def check_approved(stage: Stage, asker: Person, by: Person, number: int) -> None:
    """It is so, its card says who said yes and has no such button any more, and whoever asked is told."""
    request = stage.request(number)
    assert (request.state, request.decided_by) == (RequestState.APPROVED, by.id)
    assert holds(stage, request, request.after)
    decided = [each for each in cards(stage, by, request) if f"Approved by {by.name}" in each.plain]
    assert decided
    assert not any("Approve" in each.buttons for each in decided)
    if not KINDS[Domain(request.domain)].private:
        home = next(each for each in cards(stage, asker, request))
        assert asker.name in stage.petra.thread(home)[-1].mentions


def is_acme(stage: Stage, request: ChangeRequest) -> bool:
    return stage.bot.db.run_now(lambda session: session.get_one(Project, request.project_id).name == "Acme site")


def stands_in(stage: Stage, asker: Person, asked: Person, request: ChangeRequest) -> Person:
    """Every other time Petra's deputy answers for her, where they read the card and did not ask."""
    may = (
        is_acme(stage, request)
        and asked is stage.petra
        and asker is not stage.olaf
        and not KINDS[Domain(request.domain)].private
    )
    return stage.olaf if may and request.number % 2 else asked
