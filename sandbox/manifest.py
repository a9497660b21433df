"""What the app registered with Slack: commands, shortcuts, scopes and events, read from its manifest."""

import json
from dataclasses import dataclass
from pathlib import Path

MANIFEST = Path(__file__).resolve().parent.parent / "manifest.json"


@dataclass(frozen=True)
class Command:
    name: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    """`kind` is `global` or `message`."""

    name: str
    kind: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True)
class Manifest:
    """The registered parts of an app; only they work."""

    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    scopes: frozenset[str]
    events: frozenset[str]

    @classmethod
    def load(cls, path: Path = MANIFEST) -> "Manifest | None":
        """The manifest in this file, or None when there is no such file."""
        if not path.is_file():
            return None
        read = json.loads(path.read_text())
        features, settings = read.get("features", {}), read.get("settings", {})
        scopes = read.get("oauth_config", {}).get("scopes", {})
        return cls(
            commands=tuple(
                Command(
                    each["command"],
                    each.get("description", ""),
                    each.get("usage_hint", ""),
                    each.get("should_escape", False),
                )
                for each in features.get("slash_commands", [])
            ),
            shortcuts=tuple(
                Shortcut(each["name"], each["type"], each["callback_id"], each.get("description", ""))
                for each in features.get("shortcuts", [])
            ),
            scopes=frozenset([*scopes.get("bot", []), *scopes.get("bot_optional", [])]),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        )

    def command(self, name: str) -> Command | None:
        return next((each for each in self.commands if each.name == name), None)

    def shortcut(self, name: str, kind: str) -> Shortcut | None:
        """By the name people read."""
        return next((each for each in self.shortcuts if (each.name, each.kind) == (name, kind)), None)
