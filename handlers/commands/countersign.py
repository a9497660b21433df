"""`/countersign`: help, `away 24 Dec - 2 Jan`, `away back`, `settings`, `calendar`, `policy`, `ops` (who the ops
leads are), `health`."""

from bot.errors import NotFound
from bot.services import finding, health, people
from bot.views import answers, questions
from bot.views.blocks import Message
from bot.views.help import COMMANDS, help_message
from bot.views.policy import policy_message
from handlers.calendars import calendars
from handlers.call import Call, Wanted
from handlers.commands.choosing import choose
from handlers.leave import away, back
from handlers.opening import open_form
from handlers.policy import read_page

#: What names everybody's settings instead of one's own.
WORKSPACE = ("workspace", "all", "everybody")
#: What `/countersign …` and the same behind a mention begin with.
WORDS = frozenset({"help", "?", "hello", "hi", *COMMANDS["countersign"][2]})


async def countersign(call: Call) -> Message | None:
    """Help and a person's own settings. Raises Refused, Invalid."""
    word, _, rest = call.text.partition(" ")
    word = word.lower()
    person = await call.read(people.require_colleague, call.team_id, call.user_id)
    if word in ("", "help", "?", "hello", "hi"):
        return help_message()
    if word == "away":
        return await away(call, rest.strip(), person.zone)
    if word == "back":
        return await back(call)
    if word in ("calendar", "calendars"):
        return await _calendars(call, rest.strip())
    if word == "policy":
        return await _policy(call, rest.strip())
    if word in ("settings", "hours"):
        return await open_form(call, Wanted("defaults" if rest.strip().lower() in WORKSPACE else "settings"))
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
        return questions.unclear("countersign", f"policy {text}", "/countersign policy Acme site")
    return policy_message(await read_page(call, project.project_id))


async def _projects_here(call: Call) -> bool:
    if call.project_id is not None:
        return True
    return bool(await call.read(finding.in_channel, team_id=call.team_id, channel_id=call.place.channel_id))


async def _calendars(call: Call, text: str) -> Message:
    """All of the person's calendars, or those of the project that is named."""
    if not text:
        return await calendars(call)
    chosen = await choose(call, "countersign calendar", text)
    if isinstance(chosen, Message):
        raise NotFound("project_unknown", text=text)
    return questions.unclear("countersign", call.text) if chosen[1] else await calendars(call, chosen[0].project_id)
