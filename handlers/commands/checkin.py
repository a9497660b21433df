"""`/checkin`: answer now; `schedule` (when), `skip` (not this time), `questions` (what is asked, for ops leads)."""

from bot.errors import NotFound
from bot.language.rhythms import read_rhythm
from bot.services.checkins import resolving
from bot.views import questions
from bot.views.blocks import Message
from handlers.call import Call, Wanted
from handlers.checkins import open_checkin, open_plan, open_questions, set_rhythm, skip_checkin
from handlers.commands.choosing import choose

_WORDS = ("skip", "schedule", "questions")


async def checkin(call: Call) -> Message | None:
    """Check in on a project, also before one is asked. Raises Refused, NotFound, Conflict."""
    first, _, rest = call.text.partition(" ")
    word = first.lower() if first.lower() in _WORDS else ""
    rest = rest.strip() if word else call.text
    if word == "questions":
        return await open_questions(call, Wanted("checkin_questions"))
    if word == "schedule":
        return await _schedule(call, rest)
    chosen = await choose(call, f"checkin {word}".strip(), rest, resolving.mine, NotFound("no_checkin"))
    if isinstance(chosen, Message):
        return chosen
    project, more = chosen
    if more.strip().lower() == "skip" and not word:
        word, more = "skip", ""
    if more:
        told = questions.unclear("checkin", call.text)
        offered = await open_checkin(call, Wanted("checkin", project.project_id))
        return told.beside(offered)
    if word == "skip":
        return await skip_checkin(call, project.project_id)
    return await open_checkin(call, Wanted("checkin", project.project_id))


async def _schedule(call: Call, text: str) -> Message | None:
    chosen = await choose(call, "checkin schedule", text)
    if isinstance(chosen, Message):
        return chosen
    project, typed = chosen
    wanted = Wanted("checkin_plan", project.project_id)
    if not typed:
        return await open_plan(call, wanted)
    rhythm = read_rhythm(typed)
    if not rhythm.unread:
        return await set_rhythm(call, project.project_id, rhythm)
    told = questions.unclear("checkin", call.text, "/checkin schedule Tuesday 9:30")
    offered = await open_plan(call, wanted, rhythm)
    return told.beside(offered)
