"""Answering: early, in time, late or anew; and skipping."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot.errors import Conflict, Invalid, Refused
from bot.services import outbox
from bot.services.checkins import blockers, summing
from bot.services.checkins.asking import owe_card
from bot.services.checkins.opening import mine, which
from bot.services.checkins.questions import Answer, Question, read_questions
from bot.services.checkins.rounds import entries, is_settled, make_round
from bot.services.hours import working_time
from bot.services.projects import redraw_homes
from bot.services.records import record
from models import Blocker, Checkin, CheckinRound, Project
from models.enums import Colour

#: An answer is cut to what a summary can show.
LONGEST = 1000
MOST_BLOCKERS = 5


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of it. `next_seat`: the same person has another role to answer for."""

    project: str
    on: date
    early: bool = False
    edited: bool = False
    next_seat: str | None = None


def check_in(
    session: Session,
    *,
    team_id: str,
    user_id: str,
    project_id: int,
    seat: str,
    given: Mapping[str, Any],
    now: datetime,
) -> Checked:
    """Keep the answers (anew, if there were some). Raises Refused, NotFound; Invalid with the field's key."""
    project, seats = mine(session, team_id, user_id, project_id, now)
    chosen = next((each for each in seats if each.name == seat), None)
    if chosen is None:
        raise Refused("not_your_checkin", project=project.name, whose=sorted({project.am_id, project.pm_id}))
    on, this = which(session, project, chosen, user_id, now)
    questions = read_questions(session, team_id, chosen.role)
    answers, colour = _answers(questions, given)
    lines = _new_blockers(session, project, questions, given, user_id, now)
    this = this or make_round(session, project, on)
    entry = entries(session, this.id).get(chosen.name)
    entry = entry or Checkin(team_id=team_id, round_id=this.id or 0, seat=chosen.name, user_id=user_id)
    edited = entry.answered_at is not None
    private_before = [each for each in entry.answers if each["private"]]
    entry.answers, entry.colour = answers, colour
    entry.answered_by, entry.skipped_at, entry.remind_at = user_id, None, None
    if edited:
        entry.edited_at = now
    else:
        entry.answered_at = now
    session.add(entry)
    session.flush()
    record(session, team_id=team_id, project_id=project_id, actor_id=user_id, action="checked_in", now=now,
           seat=chosen.name, on=on.isoformat(), colour=colour, edited=edited)  # fmt: skip
    _settle_blockers(session, project, this, user_id, lines, given, now)
    private = [each for each in answers if each["private"] and each["text"]]
    if private and private != private_before:
        _tell_privately(session, project, this, entry, now)
    summing.answered(session, project, this, now)
    redraw_homes(session, project, user_id)
    rest = [each for each in seats if each.name != seat and not is_settled(entries(session, this.id).get(each.name))]
    return Checked(project.name, on, this.opened_at is None, edited, rest[0].name if rest else None)


def skip(session: Session, *, team_id: str, user_id: str, project_id: int, now: datetime) -> Checked:
    """Nothing to say this time, for every role the person has here. Raises Refused, NotFound, Conflict."""
    project, seats = mine(session, team_id, user_id, project_id, now)
    on, this = which(session, project, seats[0], user_id, now)
    this = this or make_round(session, project, on)
    there = entries(session, this.id)
    if all(is_settled(there.get(each.name)) for each in seats):
        answered = any(entry.answered_at for each in seats if (entry := there.get(each.name)) is not None)
        raise Conflict("checkin_answered" if answered else "checkin_skipped", project=project.name)
    for each in seats:
        entry = there.get(each.name)
        if is_settled(entry):
            continue
        entry = entry or Checkin(team_id=team_id, round_id=this.id or 0, seat=each.name, user_id=user_id)
        entry.skipped_at, entry.skipped_by, entry.remind_at = now, user_id, None
        session.add(entry)
    session.flush()
    record(session, team_id=team_id, project_id=project_id, actor_id=user_id, action="checkin_skipped", now=now,
           on=on.isoformat())  # fmt: skip
    summing.answered(session, project, this, now)
    redraw_homes(session, project, user_id)
    return Checked(project.name, on, this.opened_at is None)


def _answers(questions: Sequence[Question], given: Mapping[str, Any]) -> tuple[list[dict[str, Any]], Colour | None]:
    """The answers as they are kept. Raises Invalid where the colour is missing."""
    found: list[dict[str, Any]] = []
    colour = None
    for number, question in enumerate(questions):
        text = str(given.get(f"q{number}") or "").strip()[:LONGEST]
        if question.kind is Answer.COLOUR:
            colour = next((each for each in Colour if each == text), None)
            if colour is None:
                raise Invalid("colour_missing", f"q{number}")
        found.append({"label": question.label, "kind": str(question.kind), "private": question.private, "text": text})
    return found, colour


def _new_blockers(
    session: Session,
    project: Project,
    questions: Sequence[Question],
    given: Mapping[str, Any],
    user_id: str,
    now: datetime,
) -> list[str]:
    """The new blockers, a line each. Raises Invalid when nobody takes care of them, or by no day."""
    number = next((n for n, each in enumerate(questions) if each.kind is Answer.BLOCKERS), None)
    lines = [line.strip() for line in str(given.get(f"q{number}") or "").splitlines() if line.strip()]
    if not lines:
        return []
    if len(lines) > MOST_BLOCKERS:
        raise Invalid("blockers_many", f"q{number}", limit=MOST_BLOCKERS)
    today = working_time(session, project.team_id, user_id, leave=False).local_date(now)
    blockers.require_owner(session, project, str(given.get("owner") or ""), given.get("due"), today)
    return lines


def _settle_blockers(
    session: Session,
    project: Project,
    this: CheckinRound,
    user_id: str,
    lines: Sequence[str],
    given: Mapping[str, Any],
    now: datetime,
) -> None:
    if lines:
        owe_card(session, this, project, now)
    for line in lines:
        blockers.raise_blocker(session, project, actor_id=user_id, round_id=this.id, what=line,
                               owner_id=str(given["owner"]), due=given["due"], now=now)  # fmt: skip
    solved = {int(each) for each in given.get("solved") or [] if str(each).isdecimal()}
    for blocker in blockers.open_blockers(session, project.id or 0):
        if blocker.id in solved:
            _close(session, project, blocker, user_id, now)


def _close(session: Session, project: Project, blocker: Blocker, user_id: str, now: datetime) -> None:
    """Whoever answers for a role of the project may close all of its blockers; others their own."""
    blockers.close_blocker(session, team_id=project.team_id, actor_id=user_id, blocker_id=blocker.id or 0, now=now)


def _tell_privately(session: Session, project: Project, this: CheckinRound, entry: Checkin, now: datetime) -> None:
    """What may hold figures goes to the two alone."""
    people = sorted({project.am_id, project.pm_id})
    outbox.owe_notice(
        session,
        team_id=project.team_id,
        address=f"group:{','.join(people)}" if len(people) > 1 else f"dm:{people[0]}",
        key=f"checkin:{this.id}:private:{entry.seat}:{now.isoformat()}",
        picture="checkin_private",
        facts={"round": this.id, "seat": entry.seat},
        project_id=project.id,
        now=now,
    )
