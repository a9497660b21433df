"""Every row of the policy, for everybody who may ask, as it comes and with every value a workspace can give it.

What is expected is read from `docs/policy.md`, which is generated from the table that the bot judges by.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.domains import KINDS
from models import AuditEntry, ChangeRequest, Project
from models.enums import Domain, Mode, Role
from sandbox.cast import Member
from sandbox.sights import View
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.policy_cases import ASKERS, CASES, ROLES, SAID, WORDS, Asker, Row, acting, expected, table
from tests.scenarios.policy_checks import COVER, DRAFT, GENERAL, STUDIO, ask, check, fill

DEPUTIES = ("dora", "olaf")
ANY_TIME = "May answer at any time, not only when they are away or late"


async def scene(stage: Stage) -> None:
    """Ada and Petra's site, where Dora and Olaf may answer for them at any time; a job that Ada does alone, with Oona
    as second; and Oona's shop, which has Olaf already."""
    money = {"Budget": "100000", "Currency": "EUR"}
    await stage.project(channel=STUDIO, **money)
    await deputies(stage, "Acme site", STUDIO, [ANY_TIME])
    form = (await stage.ada.command("/project", "new", channel=SITE)).view
    given = {"Name": "Solo job", "Client": "Acme", "Account manager": stage.ada, "Project manager": stage.ada}
    second = await stage.ada.submit(form, {**given, "Deadline": stage.clock.now().date().replace(month=11), **money})
    assert (await stage.ada.submit(second.view, {"Second": stage.oona})).closed
    await stage.told()
    await stage.presses(stage.oona, "Agree to start", "Solo job")
    await shop(stage)


async def deputies(stage: Stage, project: str, channel: str, when: list[str]) -> None:
    """Dora, whom nobody met yet, stands in for Ada, and Olaf for Petra."""
    dora = Member("U07DORAMAE00", "dora", "Dora Mae", "Account manager")
    stage.slack.workspace.members[dora.id] = dora
    for place in (SITE, STUDIO, GENERAL):
        stage.slack.channel(place).members.append(dora.id)
    form = (await stage.ada.command("/project", f"edit {project}", channel=channel)).view
    named = {"Account manager's deputies": stage.dora, "Project manager's deputies": stage.olaf}
    given = {label: [who] for label, who in named.items()} | {f"{label}: when": when for label in named}
    assert (await stage.ada.submit(form, given)).closed
    await stage.told()


async def shop(stage: Stage) -> None:
    await stage.slack.add_to_channel("countersign", GENERAL)
    await opened(stage, "Oona shop", **{"Project manager": stage.oona})
    await fill(stage, stage.oona, GENERAL, Domain.RESOURCING, {"Who": stage.olaf, "Hours in total": 40})
    stage.bot.db.run_now(_keep_contingency)


async def opened(stage: Stage, name: str, **given: Any) -> None:
    """A project in the channel of several, started."""
    await stage.project(name, channel=GENERAL, started=False, **given)
    for person in (given.get("Project manager", stage.petra), stage.ada):
        card = stage.card(name, GENERAL)
        if "Agree to start" in card.buttons:
            await person.press("Agree to start", on=card)
            await stage.told()


def _keep_contingency(session: Session) -> None:
    for project in session.exec(select(Project)).all():
        project.contingency_minor = 1_000 * 100
        session.add(project)


async def every_cell(
    stage: Stage,
    rows: dict[Domain, Row],
    *,
    conditions: bool,
    askers: Sequence[Asker] = ASKERS,
    instead: Mapping[str, str] = {},
) -> int:
    """`instead`: who is away, and who stands in for them."""
    checked = 0
    for domain, condition, fields in CASES:
        if condition and not conditions:
            continue
        for name, role, project in askers:
            asker = getattr(stage, name)
            mode, people = expected(rows[domain], domain, condition, role)
            people = {instead.get(each, each) for each in people}
            request = await ask(stage, asker, domain, project, fields)
            try:
                await check(stage, asker, request, mode, people)
            except AssertionError as error:
                raise AssertionError(f"{domain}, {condition or 'otherwise'}, {name} as {role}: {error}") from error
            checked += 1
    return checked


async def before_the_start(stage: Stage, rows: dict[Domain, Row]) -> None:
    """Both roles write the proposals freely; somebody else asks, and is judged as the document says."""
    given = {"Budget": "100000", "Currency": "EUR"}
    await stage.project(DRAFT, channel=GENERAL, started=False, **given)
    stage.bot.db.run_now(_keep_contingency)
    for domain, condition, fields in CASES:
        if condition:
            continue
        for asker in (stage.ada, stage.petra):
            asked = len(stage.rows(ChangeRequest))
            await ask(stage, asker, domain, DRAFT, fields)
            assert len(stage.rows(ChangeRequest)) == asked, f"{domain} needs nobody's word"
            written = stage.rows(AuditEntry, action="proposals_changed")[-1]
            assert (written.actor_id, written.facts["domain"]) == (asker.id, domain)
            assert proposed(stage, domain, written.facts), f"{domain} as {asker.name} wrote it"
            other = stage.petra if asker is stage.ada else stage.ada
            assert f"{other.name} still to agree" in stage.card("These are proposals", GENERAL).plain
        mode, people = expected(rows[domain], domain, "it has not started yet", None)
        request = await ask(stage, stage.sam, domain, DRAFT, fields)
        await check(stage, stage.sam, request, mode, people)


def proposed(stage: Stage, domain: Domain, facts: dict[str, Any]) -> bool:
    """Whether the proposals say what was written."""

    def read(session: Session) -> bool:
        project = session.exec(select(Project).where(Project.name == DRAFT)).one()
        key = KINDS[domain].find(session, project, facts["target"], facts["after"])
        return not KINDS[domain].lines(facts["after"], KINDS[domain].read(session, project, key).value)

    return stage.bot.db.run_now(read)


async def test_the_policy_as_it_comes_is_what_the_document_says(stage: Stage) -> None:
    await scene(stage)
    assert await every_cell(stage, table(), conditions=True) == len(CASES) * len(ASKERS)
    await before_the_start(stage, table())


async def test_a_deputy_acts_for_a_holder_who_is_away_by_the_same_table(stage: Stage) -> None:
    """While the holders are there, Dora asks as anybody does; in turn one of them is away, and the deputy is asked,
    and asks, as the role."""
    await shop(stage)
    await opened(stage, COVER, Budget="100000", Currency="EUR")
    stage.bot.db.run_now(_keep_contingency)
    await deputies(stage, COVER, GENERAL, [])
    there = acting("deputy", "is there", Role.AM)
    assert there is None
    domain, _, fields = CASES[0]
    mode, people = expected(table()[domain], domain, "", there)
    await check(stage, stage.dora, await ask(stage, stage.dora, domain, COVER, fields), mode, people)
    for role, holder, deputy, other in ((Role.PM, "petra", "olaf", "ada"), (Role.AM, "ada", "dora", "petra")):
        answer = await getattr(stage, holder).command("/countersign", "away 4 Jan 2027 - 15 Jan 2027", channel=SITE)
        assert "You are away" in answer.plain
        askers = [(deputy, acting("deputy", "is away", role), COVER), (other, role.counterpart, COVER)]
        await every_cell(stage, table(), conditions=True, askers=askers, instead={holder: deputy})
        await getattr(stage, holder).command("/countersign", "back", channel=SITE)
        await stage.told()


@pytest.mark.parametrize("mode", Mode)
async def test_every_row_can_be_given_every_value(stage: Stage, mode: Mode) -> None:
    """Two of the values for the whole workspace, the other two as rules of the projects' own.

    That deputies ask as the role which they stand in for is shown above, in every cell of the policy as it comes.
    """
    await scene(stage)
    own = mode in (Mode.FREE, Mode.APPROVAL)
    for where in ("Acme site", "Solo job") if own else ("workspace",):
        for domain in Domain:
            await write(stage, domain, mode, where)
    if own:
        # What is not theirs goes on as it was.
        request = await ask(stage, stage.ada, Domain.DEADLINE, "Oona shop", lambda stage, number, project: {})
        assert request.mode is Mode.APPROVAL
        assert request.policy_version == 1
    said = next(words for words, each in WORDS.items() if each is mode)
    rows = {domain: Row(row.steward, dict.fromkeys(row.cells, said)) for domain, row in table().items()}
    askers = [each for each in ASKERS if each[0] not in DEPUTIES]
    assert await every_cell(stage, rows, conditions=False, askers=askers) == len(Domain) * len(askers)


async def write(stage: Stage, domain: Domain, mode: Mode, where: str) -> None:
    """Oona writes one value into both cells of a row, whatever the condition."""
    answer = await stage.oona.command("/countersign", f"policy {where}", channel=STUDIO)
    page = (await stage.oona.press("Change the policy", on=answer.message)).view
    action = f"edit_rule:{domain}"
    block = next(each for each in page.blocks if each.get("accessory", {}).get("action_id") == action)
    form: View | None = (await stage.oona.use(page, block["block_id"], action, {})).view
    assert form is not None
    labels = [each for each in form.labels if each.startswith(tuple(ROLES.values()))]
    answer = await stage.oona.submit(form, {**dict.fromkeys(labels, SAID[mode]), "Why": "To see what it does"})
    assert answer.errors == {} or "says that already" in str(answer.errors)
    await stage.told()
