"""A busy hour of several bots, one of them killed in the middle of it, and a week of sleep after it."""

from collections import Counter
from datetime import timedelta

from tests.engine.busy import MONDAY, PEOPLE, PROJECTS, early, furnish, keep_time, person, settle_in
from tests.engine.conftest import Plant
from tests.engine.processes import Running, forked

#: So many times as fast as real time.
HURRY = 20
NONE_OWED = "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM post WHERE state = 'open' AND wanted > shown)"
#: Whoever installed the bot has a morning message too.
OCCURRED = "schedule_occurrence o JOIN schedule_rule r ON r.id = o.rule_id AND r.user_id LIKE 'U0BUSY%'"
PROJECTS_AT_NINE = [each for each in range(1, PROJECTS + 1) if early(each)]
PROJECTS_AT_TEN = [each for each in range(1, PROJECTS + 1) if not early(each)]


async def test_a_busy_hour_in_which_a_bot_is_killed_and_a_week_of_sleep_tell_everything_once(plant: Plant) -> None:
    furnish(plant.slack.workspace)
    settle_in(plant.url)
    plant.clock.move_to(MONDAY - timedelta(seconds=20))
    plant.clock.hurry(HURRY)
    # A SQLite file serves one process.
    count = 1 if plant.url.startswith("sqlite") else 3
    bots = await _started(plant, count)
    await plant.wait(lambda: len(_told(plant)) >= PROJECTS)
    assert len(_told(plant)) < 4 * PROJECTS, "it is over already"
    await bots[0].is_killed()
    bots[:1] = await _started(plant, 1)
    await _counts(plant, OCCURRED, f"= {2 * PEOPLE + 2 * len(PROJECTS_AT_NINE)}")
    await plant.holds(NONE_OWED)
    await _killed(bots)
    _all_is_told(plant, _monday(4, PROJECTS_AT_NINE))

    # They sleep from Monday to the Monday after, half past eleven.
    plant.clock.move_to(MONDAY + timedelta(days=7, hours=2, minutes=30))
    bots = await _started(plant, count)
    await _counts(plant, f"schedule_rule WHERE next_at <= '{plant.clock.now():%Y-%m-%d %H:%M}'", "= 0")
    await plant.holds(NONE_OWED)
    await _killed(bots)
    _all_is_told(plant, _monday(4, PROJECTS_AT_NINE) | _monday(11, PROJECTS_AT_TEN))
    _late_is_late(plant)


async def _counts(plant: Plant, rows: str, condition: str) -> None:
    await plant.holds(f"SELECT 1 WHERE (SELECT count(*) FROM {rows}) {condition}")


async def _started(plant: Plant, count: int) -> list[Running]:
    found = [forked(plant.folder, [], plant.settings(), plant.clock.rate, keep_time) for _ in range(count)]
    plant.processes += found
    for each in found:
        await each.says("looks at the clock")
    return found


async def _killed(bots: list[Running]) -> None:
    for each in bots:
        await each.is_killed()


def _told(plant: Plant) -> list[tuple[str, str]]:
    """(channel, ts) of each message that the bot wrote, not of what only one person sees."""
    seen = plant.slack.workspace
    posts = [each for there in seen.channels.values() for each in there.posts]
    return [(each.channel, each.ts) for each in posts if each.message.get("user") == seen.bot.id and not each.viewer]


def _monday(day: int, asked: list[int]) -> Counter[str]:
    """What that Monday brings: mornings and reminders for everybody, check-ins for these projects."""
    on = f"2027-01-{day:02}"
    found = Counter({f"digest:{person(each)}:{on}": 1 for each in range(1, PEOPLE + 1)})
    for number in range(1, PROJECTS + 1):
        found.update(f"remind:{number}:{person(each)}:{on}" for each in (2 * number - 1, 2 * number))
    for number in asked:
        found |= {f"checkin of {number}": 1, f"checkin_asked of {number}": 2}
    return found


def _all_is_told(plant: Plant, expected: Counter[str]) -> None:
    """Neither more nor less than this; and every message in Slack is the one message of something that was owed."""
    told: Counter[str] = Counter()
    shown: Counter[tuple[str, str]] = Counter()
    for picture, key, project, channel, ts in plant.rows(
        "SELECT picture, key, project_id, channel_id, ts FROM post WHERE ts IS NOT NULL"
    ):
        shown[channel, ts] += 1
        if picture in ("digest", "reminder"):
            told[key] += 1
        elif picture in ("checkin", "checkin_asked"):
            told[f"{picture} of {project}"] += 1
    assert Counter(_told(plant)) == shown
    assert told == expected


def _late_is_late(plant: Plant) -> None:
    """What was missed while they slept, and what became of it."""
    rows = plant.rows(f"SELECT r.kind, o.outcome, o.reason, count(*) FROM {OCCURRED} GROUP BY 1, 2, 3")
    asked, missed = 2 * len(PROJECTS_AT_TEN), 2 * len(PROJECTS_AT_NINE)
    assert {each[:3]: each[3] for each in rows} == {
        ("reminder", "fired", None): 2 * PEOPLE,
        # From Tuesday to Friday, each more than a day ago.
        ("reminder", "skipped", "late"): 4 * PEOPLE,
        ("digest", "fired", None): 2 * PEOPLE,
        ("digest", "skipped", "superseded"): 4 * PEOPLE,
        # Those of ten o'clock came an hour and a half late; those of nine had waited for more than two.
        ("checkin", "fired", None): asked + missed,
        ("checkin", "skipped", "superseded"): asked,
        ("checkin", "skipped", "late"): missed,
    }
