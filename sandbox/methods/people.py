"""Who is here: api.test, auth.test, users.*, bots.info, team.info, reactions.*."""

from sandbox import cast, events
from sandbox.caller import Caller, Method
from sandbox.cast import Member
from sandbox.methods.paging import page
from sandbox.refusals import Json, SlackRefusal
from sandbox.workspace import Channel, Post


def api_test(caller: Caller) -> Json:
    """api.test: what was sent comes back; `error` makes it fail."""
    if caller.arguments.text("error"):
        raise SlackRefusal(caller.arguments.text("error"), args=caller.arguments.json())
    return {"args": caller.arguments.json()}


def auth_test(caller: Caller) -> Json:
    """auth.test."""
    return {
        "url": f"{caller.base}/",
        "team": cast.TEAM_NAME,
        "user": caller.workspace.bot.name,
        "team_id": cast.TEAM_ID,
        "user_id": caller.workspace.bot.id,
        "bot_id": cast.BOT_ID,
        "app_id": cast.APP_ID,
        "app_name": "Countersign",
        "is_enterprise_install": False,
    }


def user_info(caller: Caller) -> Json:
    """users.info."""
    return {"user": _user(caller, _known(caller, caller.arguments.need("user")))}


def user_list(caller: Caller) -> Json:
    """users.list, by pages."""
    everybody = [_user(caller, each) for each in caller.workspace.members.values()]
    return page(caller, "members", everybody)


def user_by_email(caller: Caller) -> Json:
    """users.lookupByEmail."""
    name, _, domain = caller.arguments.need("email").partition("@")
    found = caller.workspace.named(name)
    if found is None or found.name != name or found.is_bot or domain != f"{cast.TEAM_DOMAIN}.example":
        raise SlackRefusal("users_not_found")
    return {"user": _user(caller, found)}


def bot_info(caller: Caller) -> Json:
    """bots.info."""
    if caller.arguments.text("bot", cast.BOT_ID) != cast.BOT_ID:
        raise SlackRefusal("bot_not_found")
    bot = {"id": cast.BOT_ID, "deleted": False, "name": "Countersign", "updated": 1760000000}
    return {"bot": bot | {"app_id": cast.APP_ID, "user_id": cast.BOT_USER_ID, "icons": {}}}


def team_info(caller: Caller) -> Json:
    """team.info."""
    team = {"id": cast.TEAM_ID, "name": cast.TEAM_NAME, "domain": cast.TEAM_DOMAIN, "email_domain": "", "icon": {}}
    return {"team": team}


def add_reaction(caller: Caller) -> Json:
    """reactions.add."""
    return _react(caller, add=True)


def remove_reaction(caller: Caller) -> Json:
    """reactions.remove."""
    return _react(caller, add=False)


def _react(caller: Caller, *, add: bool) -> Json:
    channel, post = _reacted(caller)
    name, bot = caller.arguments.need("name"), caller.workspace.bot.id
    if not caller.workspace.react(post, bot, name, add=add):
        raise SlackRefusal("already_reacted" if add else "no_reaction")
    what = "reaction_added" if add else "reaction_removed"
    caller.announce(events.reaction(what, bot, name, post, channel, caller.workspace.next_ts()), channel)
    return {}


def _reacted(caller: Caller) -> tuple[Channel, Post]:
    channel = caller.channel()
    if caller.workspace.bot.id not in channel.members:
        raise SlackRefusal("not_in_channel")
    if channel.is_archived:
        raise SlackRefusal("is_archived")
    post = caller.workspace.find(channel, caller.arguments.need("timestamp"))
    if post is None or post.viewer is not None:
        raise SlackRefusal("message_not_found")
    return channel, post


def _known(caller: Caller, identity: str) -> Member:
    found = caller.workspace.member(identity)
    if found is None:
        raise SlackRefusal("user_not_found")
    return found


def _user(caller: Caller, member: Member) -> Json:
    offset = caller.workspace.tz_offset(member)
    user = member.as_slack(offset, email="users:read.email" in caller.switches.scopes)
    if not caller.arguments.flag("include_locale"):
        user.pop("locale")
    return user


METHODS = {
    "api.test": Method(api_test),
    "auth.test": Method(auth_test),
    "users.info": Method(user_info, ("users:read",)),
    "users.list": Method(user_list, ("users:read",)),
    "users.lookupByEmail": Method(user_by_email, ("users:read.email",)),
    "bots.info": Method(bot_info, ("users:read",)),
    "team.info": Method(team_info, ("team:read",)),
    "reactions.add": Method(add_reaction, ("reactions:write",)),
    "reactions.remove": Method(remove_reaction, ("reactions:write",)),
}
