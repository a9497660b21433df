"""Nobody answers: a nudge, the deputy, the ops lead, and in the end it expires. Nothing gets stuck."""

from datetime import UTC, datetime

from models import ChangeRequest
from models.enums import RequestState, Stage
from tests.scenarios.conftest import SITE
from tests.scenarios.conftest import Stage as Scene


async def asked(stage: Scene) -> None:
    """Ada asks on Monday at 10:00 in London, 11:00 in Prague, where Petra works until 17:30."""
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()


async def until(stage: Scene, day: int, hour: int, minute: int = 0) -> None:
    """The clock moves to a day of January 2027, in UTC."""
    moment = datetime(2027, 1, day, hour, minute, tzinfo=UTC)
    await stage.passes(seconds=(moment - stage.clock.now()).total_seconds() + 60)


async def test_silence_leads_from_a_nudge_to_the_ops_lead_and_to_the_end(stage: Scene) -> None:
    await asked(stage)
    # Eight working hours from 11:00 in Prague: 17:30 is six and a half, so 10:30 on Tuesday, 9:30 in UTC.
    await until(stage, 4, 13, 50)
    assert stage.replies("CR-1") == []
    await until(stage, 4, 14, 5)
    assert "@Petra CR-1 still waits for you" in stage.replies("CR-1")[-1]

    await until(stage, 5, 9, 40)
    assert stage.request().stage is Stage.DEPUTY
    assert len(stage.replies("CR-1")) == 1, "there is no deputy, so nobody is pinged"

    await until(stage, 5, 13, 45)
    assert stage.request().stage is Stage.OPS
    assert "@Oona CR-1 was not answered in time" in stage.replies("CR-1")[-1]
    assert "@Petra and @Oona answer now, overdue since Tue 5 Jan 2027" in stage.card("CR-1").plain

    await until(stage, 6, 14, 0)
    assert stage.request().state is RequestState.LAPSED
    ended = stage.replies("CR-1")[-1]
    assert "@Ada" in ended
    assert "@Petra" in ended
    assert "expired" in stage.card("CR-1").plain
    assert stage.card("CR-1").buttons == []
    assert stage.row(ChangeRequest, number=1).open_key is None


async def test_an_ops_lead_may_answer_only_once_it_has_come_up_to_them(stage: Scene) -> None:
    await asked(stage)
    await stage.presses(stage.oona, "Approve", "CR-1")
    assert stage.request().state is RequestState.PENDING
    assert "@Petra" in stage.whispers(stage.oona)[-1]
    await until(stage, 4, 14, 5)
    await until(stage, 5, 9, 40)
    await until(stage, 5, 13, 45)
    await stage.presses(stage.oona, "Approve", "CR-1")
    assert "Approved by Oona (ops lead)" in stage.card("CR-1").plain


async def test_silence_is_carried_on_once_however_often_it_is_looked_at(stage: Scene) -> None:
    await asked(stage)
    await until(stage, 4, 14, 5)
    await stage.passes(minutes=1)
    await stage.passes(minutes=1)
    assert len(stage.replies("CR-1")) == 1


async def test_on_hold_silence_does_nothing_and_goes_on_afterwards(stage: Scene) -> None:
    await asked(stage)
    await stage.petra.command("/project", "hold", channel=SITE)
    await until(stage, 18, 10, 0)
    assert stage.request().stage is Stage.ASKED
    await stage.petra.command("/project", "resume", channel=SITE)
    await until(stage, 18, 13, 0)
    assert stage.request().stage is Stage.ASKED
    await until(stage, 18, 14, 30)
    assert stage.request().stage is Stage.NUDGED
