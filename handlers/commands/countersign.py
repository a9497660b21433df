"""`/countersign`: help, `away 24 Dec - 2 Jan`, `away back`, `calendar`, `policy`, `ops` (who the ops leads are),
`health`."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.errors import Invalid, NotFound
from bot.language.dates import Problem
from bot.language.phrases import read_period
from bot.services import finding, health, people, plan
from bot.views import answers, questions
from bot.views.blocks import Message
from bot.views.help import help_message
from bot.views.policy import policy_message
from bot.views.words import day
from handlers.calendars import calendars
from handlers.call import Call, Wanted
from handlers.commands.choosing import choose
from handlers.opening import open_form
from handlers.policy import read_page


async def countersign(call: Call) -> Message | None:
    """Help and a person's own settings. Raises Refused, Invalid."""
    word, _, rest = call.text.partition(" ")
    word = word.lower()
    person = await call.read(people.require_colleague, call.team_id, call.user_id)
    if word in ("", "help", "?", "hello", "hi"):
        return help_message()
    if word == "away":
        return await _away(call, rest.strip(), person.zone)
    if word == "back":
        return await _back(call)
    if word in ("calendar", "calendars"):
        return await _calendars(call, rest.strip())
    if word == "policy":
        return await _policy(call, rest.strip())
    await call.read(people.require_insider, call.team_id, call.user_id)
    if word == "ops":
        return await open_form(call, Wanted("ops_leads"))
    if word == "health":
        return answers.health(await call.read(health.read_health, team_id=call.team_id, now=call.now))
    told = questions.unclear("countersign", call.text)
    return Message(told.text, [*told.blocks, *help_message().blocks])


async def _policy(call: Call, text: str) -> Message | None:
    """The workspace's; of a project that is named, or the only one of the channel, that project's."""
    if text.lower() in ("workspace", "all") or (not text and not await _projects_here(call)):
        return policy_message(await read_page(call, None))
    chosen = await choose(call, "countersign policy", text)
    if isinstance(chosen, Message):
        return chosen
    project, rest = chosen
    if rest:
        return questions.unclear("countersign", f"policy {text}")
    return policy_message(await read_page(call, project.project_id))


async def _projects_here(call: Call) -> bool:
    if call.project_id is not None:
        return True
    return bool(await call.read(finding.in_channel, team_id=call.team_id, channel_id=call.place.channel_id))


async def _away(call: Call, text: str, zone: str) -> Message | None:
    if text.lower() in ("back", "over", "off", "end"):
        return await _back(call)
    today = call.now.astimezone(ZoneInfo(zone)).date()
    if not text:
        return await open_form(call, Wanted("away"))
    period = read_period(text, today)
    if period.back:
        return await _back(call)
    if period.problem is not None and period.problem is not Problem.NONE_FOUND:
        raise plan.unreadable(period.problem, period.candidates, text)
    if period.start is None or period.end is None:
        return questions.unclear("countersign", f"away {text}")
    return await set_away(call, period.start, period.end, zone)


async def set_away(call: Call, first: date, last: date, zone: str) -> Message | None:
    """Away from the morning of the first day to the end of the last, in the person's own zone."""
    if last < first:
        raise Invalid("away_upside_down", "until")
    start = datetime.combine(first, datetime.min.time(), ZoneInfo(zone))
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), ZoneInfo(zone))
    await call.do(people.set_away, team_id=call.team_id, user_id=call.user_id, start=start, end=end, now=call.now)
    return answers.saved(f"You are away from {day(first)} to {day(last)}. Your deputies answer meanwhile.")


async def _calendars(call: Call, text: str) -> Message:
    """All of the person's calendars, or those of the project that is named."""
    if not text:
        return await calendars(call)
    chosen = await choose(call, "countersign calendar", text)
    if isinstance(chosen, Message):
        raise NotFound("project_unknown", text=text)
    return questions.unclear("countersign", call.text) if chosen[1] else await calendars(call, chosen[0].project_id)


async def _back(call: Call) -> Message | None:
    was = await call.do(people.set_back, team_id=call.team_id, user_id=call.user_id, now=call.now)
    return answers.saved("Welcome back." if was else "You were not away.")
