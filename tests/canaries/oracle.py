"""Who looks at every picture, and knows from the workspace itself who is outside."""

import json

from sandbox.cast import BOT_USER_ID
from sandbox.workspace import Change
from tests.canaries.scenario import CANARY, Scenario
from tests.scenarios.conftest import Stage


class Oracle:
    """Looks at everything that comes on a screen."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.scenario: Scenario | None = None
        #: Whom somebody sorted as such, in any scenario of this workspace.
        self.freelancers: set[str] = set()
        self.leaks: list[str] = []
        self.looked = 0
        stage.slack.workspace.watchers.append(self.look)

    def look(self, change: Change) -> None:
        if self.scenario is None:
            return
        workspace, outside = self.stage.slack.workspace, self.scenario.is_outside
        if change.kind in ("message", "updated") and change.channel in workspace.channels:
            channel = workspace.channels[change.channel]
            post = workspace.find(channel, change.ts or "")
            if post is None or not post.message.get("bot_id"):
                return
            self.looked += 1
            if post.viewer is not None:
                seen = outside(post.viewer)
            elif channel.is_direct:
                seen = any(outside(each) for each in channel.members if each != BOT_USER_ID)
            else:
                seen = self.scenario.read_by_outsiders(channel)
            if seen and CANARY in json.dumps(post.message):
                who = [each for each in channel.members if each != BOT_USER_ID and outside(each)]
                where = f"{channel.name} (shared: {channel.is_ext_shared}, outside: {who})"
                self.leaks.append(f"{change.kind} in {where} to {post.viewer or 'all'}: {post.message['text']}")
        elif change.kind in ("view", "home") and change.user and outside(change.user):
            self.looked += 1
            handles = self.stage.slack.handles
            home = handles.homes.get(change.user)
            shown = [each.body for each in [*handles.stack(change.user), *([home] if home else [])]]
            if CANARY in json.dumps(shown):
                self.leaks.append(f"{change.kind} of {change.user}")
