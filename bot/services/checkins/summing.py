"""After the answers: a reminder to who has not answered, the summary, and two who see it differently.

When the two colours differ, the two are told first; the channel reads the summary, which leads with it, on the next
working day.
"""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.services import outbox
from bot.services.checkins.asking import card_key, owe_card, say
from bot.services.checkins.rounds import SEATS, entries, is_settled
from bot.services.hours import working_time
from models import Checkin, CheckinRound, Project
from models.enums import ProjectStatus

#: A reminder that is later than this is none.
LATE = timedelta(hours=24)


def carry_on(session: Session, *, now: datetime, at_most: int = 50) -> int:
    """Remind and sum up where it is time; how many it was. Several processes may do so at once."""
    reminded = _remind(session, now, at_most)
    query = (
        select(CheckinRound).where(col(CheckinRound.summary_at) <= now).order_by(col(CheckinRound.id)).limit(at_most)
    )
    found = session.exec(query.with_for_update(skip_locked=True)).all()
    for this in found:
        project = session.get_one(Project, this.project_id)
        if project.status is ProjectStatus.CLOSED:
            this.summary_at = None
        elif project.status is ProjectStatus.ON_HOLD:
            this.summary_at = now + timedelta(days=1)
        else:
            _sum_up(session, project, this, now)
        session.add(this)
    session.flush()
    return max(reminded, len(found))


def answered(session: Session, project: Project, this: CheckinRound, now: datetime) -> None:
    """Somebody answered, edited or skipped: sum up if nobody is missing; if that was done, show the difference."""
    there = entries(session, this.id)
    if this.opened_at is not None or any(each.asked_at for each in there.values()):
        complete = all(is_settled(there.get(seat)) and there[seat].asked_at is not None for seat in SEATS)
        if this.summed_up_at is not None or complete:
            _sum_up(session, project, this, now)
            session.add(this)
        owe_card(session, this, project, now)


def differ(there: dict[str, Checkin]) -> bool:
    """Whether the account manager and the project manager see it in different colours."""
    colours = [there[seat].colour for seat in SEATS if seat in there and there[seat].answered_at is not None]
    return len(colours) == len(SEATS) and None not in colours and len(set(colours)) > 1


def _sum_up(session: Session, project: Project, this: CheckinRound, now: datetime) -> None:
    there = entries(session, this.id)
    if differ(there) and this.differs_told_at is None and project.am_id != project.pm_id:
        this.differs_told_at = now
        this.summary_at = max(_next_morning(session, project, who, now) for who in (project.am_id, project.pm_id))
        _tell_the_two(session, project, this, now)
        return
    if this.differs_told_at is not None and this.summary_at is not None and this.summary_at > now:
        return  # held back until then
    this.summary_at = None
    this.summed_up_at = this.summed_up_at or now
    session.add(this)
    session.flush()
    if not any(each.answered_at for each in there.values()):
        owe_card(session, this, project, now)
        return
    outbox.owe_card(
        session,
        team_id=project.team_id,
        address=project.home_channel,
        key=f"{card_key(this.id)}:summary",
        picture="checkin_summary",
        facts={"round": this.id},
        project_id=project.id,
        thread_of=owe_card(session, this, project, now),
        now=now,
    )


def _next_morning(session: Session, project: Project, user_id: str, now: datetime) -> datetime:
    """When this person's next working day begins."""
    working = working_time(session, project.team_id, user_id, leave=False)
    day = working.add_days(working.local_date(now), 1)
    return working.at_local(day, working.start)


def _tell_the_two(session: Session, project: Project, this: CheckinRound, now: datetime) -> None:
    assert this.summary_at is not None
    outbox.owe_notice(
        session,
        team_id=project.team_id,
        address=f"group:{','.join(sorted((project.am_id, project.pm_id)))}",
        key=f"{card_key(this.id)}:differs",
        picture="checkin_differs",
        facts={"round": this.id, "shown_at": this.summary_at.isoformat()},
        project_id=project.id,
        now=now,
    )


def _remind(session: Session, now: datetime, at_most: int) -> int:
    query = select(Checkin).where(col(Checkin.remind_at) <= now).order_by(col(Checkin.id)).limit(at_most)
    found = session.exec(query).all()
    for entry in found:
        mine = update(Checkin).where(col(Checkin.id) == entry.id, col(Checkin.remind_at) == entry.remind_at)
        if session.connection().execute(mine.values(remind_at=None)).rowcount != 1:
            continue
        this = session.get_one(CheckinRound, entry.round_id)
        project = session.get_one(Project, this.project_id)
        late = entry.remind_at is None or now - entry.remind_at > LATE
        over = entry.due_at is not None and now >= entry.due_at
        away = not working_time(session, entry.team_id, entry.user_id).is_working_moment(now)
        if late or over or away or is_settled(entry) or project.status is not ProjectStatus.LIVE:
            continue
        due = entry.due_at.isoformat() if entry.due_at else None
        say(session, this, project, f"reminded:{entry.user_id}", "checkin_reminded", now, whom=entry.user_id, due=due)
    return len(found)
