"""What a person sees: messages, forms, and the answer to something they did."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox import surface
from sandbox.delivery import Ack
from sandbox.handles import OpenView
from sandbox.refusals import Json
from sandbox.wording import mentions_of, readable, words_of
from sandbox.workspace import Post, Workspace


class Message:
    """A message as it stands now: a later update shows here too."""

    def __init__(self, post: Post, workspace: Workspace) -> None:
        self.post = post
        self._workspace = workspace

    @property
    def ts(self) -> str:
        return self.post.ts

    @property
    def thread_ts(self) -> str | None:
        """The ts of the message it replies to; None when it is no reply."""
        return self.post.thread_ts

    @property
    def channel(self) -> str:
        """The conversation's id."""
        return self.post.channel

    @property
    def user(self) -> str:
        return str(self.post.message["user"])

    @property
    def author(self) -> str:
        """The writer's first name."""
        return self._workspace.called(self.user)

    @property
    def text(self) -> str:
        """The top-level text, as it was sent."""
        return str(self.post.message.get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        return list(self.post.message.get("blocks", []))

    @property
    def json(self) -> Json:
        """The message as Slack would return it."""
        return self.post.message

    @property
    def shown(self) -> str:
        """What the screen shows: the blocks' words, or the text of a message without blocks."""
        if not self.blocks:
            return readable(self.text, self._workspace.called)
        return words_of(self.blocks, self._workspace.called)

    @property
    def plain(self) -> str:
        """All words, of the text and of the blocks."""
        text = readable(self.text, self._workspace.called)
        return f"{text}\n{self.shown}" if self.blocks else text

    @property
    def buttons(self) -> list[str]:
        return surface.buttons(self.blocks, self._workspace.called)

    @property
    def ephemeral(self) -> bool:
        return self.post.viewer is not None

    @property
    def mentions(self) -> list[str]:
        """First names of who is mentioned, in text or blocks, each once."""
        ids = dict.fromkeys([*mentions_of(self.text), *mentions_of(self.blocks)])
        return [self._workspace.called(each) for each in ids]

    @property
    def metadata(self) -> Json | None:
        found: Json | None = self.post.message.get("metadata")
        return found

    @property
    def since(self) -> datetime:
        return self.post.since

    def __repr__(self) -> str:
        return f"<Message by {self.author}: {self.plain!r} {self.buttons}>"


class View:
    """A form or a home as it stands now; `view["blocks"]` reads its JSON."""

    def __init__(self, view: OpenView, workspace: Workspace) -> None:
        self.open = view
        self._workspace = workspace

    @property
    def id(self) -> str:
        return self.open.id

    @property
    def json(self) -> Json:
        """The view object as Slack sends it, with its state."""
        return self.open.as_slack()

    def __getitem__(self, name: str) -> Any:
        return self.json[name]

    @property
    def title(self) -> str:
        return str(self.open.body.get("title", {}).get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        return list(self.open.body["blocks"])

    @property
    def plain(self) -> str:
        """Title and all words, filled-in and initial values included."""
        return "\n".join(each for each in (self.title, words_of(self.blocks, self._workspace.called)) if each)

    @property
    def buttons(self) -> list[str]:
        return surface.buttons(self.blocks, self._workspace.called)

    @property
    def labels(self) -> list[str]:
        """The labels of the fields, from top to bottom."""
        found = surface.controls(self.blocks, self._workspace.called)
        return [each.label for each in found if each.kind not in surface.PRESSED]

    @property
    def required(self) -> list[str]:
        """The labels of the fields that must be filled in."""
        return [
            block["label"]["text"]
            for block in self.blocks
            if block["type"] == "input" and not block.get("optional", False)
        ]

    def value(self, label: str) -> Any:
        """What the field with this label holds: text, date, option words, user id, or a list of them."""
        control = surface.find_control(self.blocks, label, self._workspace.called)
        held = self.open.values.get(control.block_id, {}).get(control.action_id, {})
        value = next((each for name, each in held.items() if name != "type"), None)
        return self._words(value)

    def _words(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._words(each) for each in value]
        if isinstance(value, dict) and "text" in value:
            return surface.option_words(value, self._workspace.called)
        return value

    def __repr__(self) -> str:
        return f"<View {self.plain!r} {self.buttons}>"


@dataclass(frozen=True)
class Answer:
    """What a person got for doing something, as far as it was there when the bot acknowledged."""

    ack: Ack
    #: messages only they see that came meanwhile, oldest first
    whispers: list[Message] = field(default_factory=list)
    #: the topmost form on their screen, when one was opened or changed
    view: View | None = None
    #: a form was sent and is gone
    closed: bool = False
    #: sentences shown by the fields, by label
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """200 when the bot acknowledged; else its HTTP status, 504 (too late) or 503 (not there)."""
        return self.ack.status

    @property
    def problem(self) -> str | None:
        """Slack's word for what went wrong, which the person sees; None when all is well."""
        return self.ack.problem

    @property
    def body(self) -> Any:
        """The acknowledgement's body, raw."""
        return self.ack.body

    @property
    def text(self) -> str:
        return self.whispers[-1].text if self.whispers else ""

    @property
    def blocks(self) -> list[Json]:
        return self.whispers[-1].blocks if self.whispers else []

    @property
    def plain(self) -> str:
        """All words said to them: whispers, errors by the fields, Slack's own complaint."""
        said = [each.plain for each in self.whispers]
        said += [f"{label}: {sentence}" for label, sentence in self.errors.items()]
        return "\n".join([*said, *([self.problem] if self.problem else [])])

    @property
    def message(self) -> Message:
        """The last whisper, to press buttons on. Raises LookupError when there is none."""
        if not self.whispers:
            raise LookupError(f"nothing was whispered; the answer was {self.ack}")
        return self.whispers[-1]
