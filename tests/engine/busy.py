"""A studio in which everything is due on Monday at nine, and bots that look at the clock without a pause."""

import asyncio
import logging
from datetime import UTC, date, datetime, time

import uvloop
from sqlmodel import Session

from bot.app import open_bot
from bot.clock import Clock
from bot.config import Settings
from bot.engine import create
from bot.services import agenda
from bot.services.checkins import plans
from models import CheckinPlan, Person, Project, ProjectChannel, Workspace
from models.enums import ProjectStatus
from sandbox.cast import TEAM_ID, Member
from sandbox.workspace import Channel
from sandbox.workspace import Workspace as Seen

PROJECTS = 6
PEOPLE = 2 * PROJECTS
SUNDAY, MONDAY = (datetime(2027, 1, day, 9, tzinfo=UTC) for day in (3, 4))
#: Two working days after Monday.
DEADLINE = date(2027, 1, 6)
#: Seconds between two looks of one bot.
PAUSE = 0.3


def early(number: int) -> bool:
    """The check-in of this project is at nine; that of the others at ten."""
    return number % 2 == 1


def person(number: int) -> str:
    return f"U0BUSY{number:04}"


def furnish(seen: Seen) -> None:
    """Their people and channels, as Slack knows them."""
    for number in range(1, PEOPLE + 1):
        name = f"person{number}"
        seen.members[person(number)] = Member(person(number), name, name.capitalize(), tz="UTC")
    for number in range(1, PROJECTS + 1):
        members = [person(2 * number - 1), person(2 * number), seen.bot.id]
        there = Channel(f"C0BUSY{number:04}", f"busy-{number}", "channel", members, SUNDAY, seen.bot.id)
        seen.channels[there.id] = there


def settle_in(url: str) -> None:
    """The same as the bot knows them, and what is to happen by itself, planned on Sunday."""
    engine = create(url)
    with Session(engine) as session:
        session.add(Workspace(team_id=TEAM_ID, created_at=SUNDAY, weekly_days=""))
        session.flush()
        for number in range(1, PEOPLE + 1):
            name = f"Person{number}"
            session.add(Person(team_id=TEAM_ID, user_id=person(number), name=name, first_name=name, asked_at=SUNDAY))
        for number in range(1, PROJECTS + 1):
            _add_project(session, number)
        session.flush()
        for plan in (agenda.plan_people, agenda.plan_projects, plans.keep_in_step):
            plan(session, now=SUNDAY, at_most=PEOPLE + PROJECTS)
        session.commit()
    engine.dispose()


def _add_project(session: Session, number: int) -> None:
    am, pm = person(2 * number - 1), person(2 * number)
    project = Project(
        team_id=TEAM_ID, name=f"Project {number}", name_key=f"project {number}", client="Acme", deadline=DEADLINE,
        status=ProjectStatus.LIVE, made_by=am, am_id=am, pm_id=pm, home_channel=f"C0BUSY{number:04}",
        am_agreed_by=am, pm_agreed_by=pm, created_at=SUNDAY, started_at=SUNDAY,
    )  # fmt: skip
    session.add(project)
    session.flush()
    binding = {"project_id": project.id, "team_id": TEAM_ID, "channel_id": project.home_channel}
    session.add(ProjectChannel(**binding, used_at=SUNDAY))
    wall = time(9) if early(number) else time(10)
    session.add(
        CheckinPlan(
            project_id=project.id or 0, weekday=0, every=1, wall=wall, answer_days=1, answer_wall=time(12),
            changed_by=am, changed_at=SUNDAY,
        )
    )  # fmt: skip


def keep_time(_: list[str], clock: Clock) -> int:
    """A bot as `bot.app` composes it, that sends, and looks at everything again and again."""
    logging.basicConfig(level=logging.WARNING)
    uvloop.run(_keep_time(clock))
    return 0


async def _keep_time(clock: Clock) -> None:
    async with open_bot(Settings.load(), clock, work=False, patience=20) as bot:
        sending = asyncio.create_task(bot.dispatcher.run(asyncio.Event()))
        print("looks at the clock")
        while not sending.done():
            for job in bot.jobs:
                try:
                    await job.look()
                except Exception:  # as the alarm clock does: it is looked at again
                    logging.exception("the job %r failed", job.name)
            await asyncio.sleep(PAUSE)
