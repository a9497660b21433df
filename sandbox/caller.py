"""One call of the Web API as the methods see it."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.arguments import Arguments
from sandbox.handles import Handles
from sandbox.refusals import Json, SlackRefusal
from sandbox.switches import Switches
from sandbox.workspace import KINDS, Channel, Workspace

#: tell the bot of an event in a channel (None: in no channel)
Announce = Callable[[Json, Channel | None], None]


@dataclass
class Caller:
    """The bot calling: what it sent, what it may, and the workspace it acts on."""

    workspace: Workspace
    handles: Handles
    switches: Switches
    arguments: Arguments
    announce: Announce
    #: "http://127.0.0.1:PORT", for addresses in answers
    base: str

    def need_scope(self, *scopes: str) -> None:
        """At least one of these. Raises missing_scope as Slack words it."""
        if not set(scopes) & self.switches.scopes:
            raise SlackRefusal(
                "missing_scope", needed=",".join(scopes), provided=",".join(sorted(self.switches.scopes))
            )

    def channel(self, name: str = "channel") -> Channel:
        """The conversation named in the arguments, if the bot may know of it. Raises channel_not_found."""
        found = self.workspace.channels.get(self.arguments.need(name))
        bot = self.workspace.bot.id
        if found is None or not (found.kind == "channel" or bot in found.members):
            raise SlackRefusal("channel_not_found")
        return found

    def readable(self, what: str) -> Channel:
        """The conversation, if the bot has the scope to read `what` (`read` or `history`) in its kind."""
        found = self.channel()
        self.need_scope(f"{KINDS[found.kind]}:{what}")
        return found


@dataclass(frozen=True)
class Method:
    """A Web API method: what it does and the scopes of which it needs one. None are needed when empty."""

    run: Callable[[Caller], Json]
    scopes: tuple[str, ...] = ()
    #: True for the one method that is called with the app token
    by_app_token: bool = False
