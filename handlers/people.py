"""Meeting people: whoever acts or was picked is looked up in Slack once a day. Who cannot be looked up cannot act."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from slack_sdk.errors import SlackApiError

from bot.errors import Refused
from bot.services import ops, outsiders, people
from bot.services.people import Profile, profile_of
from handlers.deps import UNREACHED, Deps

#: A person we already met is believed this long without looking into the database.
BELIEVED = timedelta(hours=1)


async def meet(deps: Deps, team_id: str, *user_ids: str) -> None:
    """Make sure that these people are known. Raises Refused when somebody new cannot be looked up."""
    now = deps.clock.now()
    wanted = [each for each in dict.fromkeys(user_ids) if each and deps.met.get((team_id, each), now) <= now]
    if not wanted:
        return
    known = await deps.db.run(people.look, team_id=team_id, user_ids=wanted, now=now)
    asked = [each for each in wanted if each not in known or not known[each].is_fresh]
    found = await asyncio.gather(*(look_up(deps, team_id, each) for each in asked))
    profiles = [each for each in found if each is not None]
    if profiles:
        await deps.db.run(outsiders.remember_all, team_id=team_id, profiles=profiles, now=now)
        await _welcome(deps, profiles)
    strangers = {each for each in asked if each not in known} - {each.user_id for each in profiles}
    if strangers:
        raise Refused("person_unknown", whose=sorted(strangers))
    for each in wanted:
        deps.met[team_id, each] = now + BELIEVED


async def _welcome(deps: Deps, profiles: list[Profile]) -> None:
    """Slack does not say who installed a bot by its token; where nobody was found at the start, it is the first admin
    who comes along."""
    admin = next((each for each in profiles if each.is_admin and not each.is_bot), None)
    if admin is not None:
        await deps.db.run(ops.welcome_installer, team_id=deps.team_id, profile=admin, now=deps.clock.now())


async def find_installer(deps: Deps) -> None:
    """At the start: the workspace's primary owner, else its first admin, becomes the first ops lead and is told so."""
    if await deps.db.run(ops.has_installer, deps.team_id):
        return
    try:
        answer = await deps.client.users_list(limit=200)
    except (SlackApiError, *UNREACHED):
        return  # the first admin who comes along, then
    people_here = [each for each in answer.get("members") or [] if not each.get("deleted") and not each.get("is_bot")]
    admins = sorted((each for each in people_here if each.get("is_admin") or each.get("is_primary_owner")),
                    key=lambda each: not each.get("is_primary_owner"))  # fmt: skip
    if admins:
        await _welcome(deps, [profile_of(admins[0], deps.team_id)])


async def look_up(deps: Deps, team_id: str, user_id: str) -> Profile | None:
    """What Slack says of somebody; None when it does not in time."""
    try:
        answer = await asyncio.wait_for(deps.client.users_info(user=user_id, include_locale=True), deps.slack_patience)
    except SlackApiError as error:
        if error.response.get("error") in ("user_not_found", "user_not_visible"):
            # Slack does not know them in this workspace: somebody of another organisation.
            return Profile(user_id, "somebody outside", "somebody", is_stranger=True)
        return None
    except UNREACHED:
        return None
    user = answer.get("user")
    return profile_of(user, team_id) if isinstance(user, Mapping) else None
