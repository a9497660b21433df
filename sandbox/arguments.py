"""The arguments of one Web API call, whether they came as a form or as JSON."""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.refusals import Json, SlackRefusal, invalid_arguments


class Arguments:
    """Typed access to what was sent. A form carries structures as JSON text; JSON carries them as they are."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = {name: value for name, value in given.items() if value is not None}

    def text(self, name: str, default: str = "") -> str:
        value = self.given.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def need(self, name: str) -> str:
        """The text, or `invalid_arguments` when it is missing or blank."""
        value = self.text(name)
        if not value:
            raise invalid_arguments(f"missing required field: {name}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.given.get(name, default)
        return value if isinstance(value, bool) else str(value).lower() in {"1", "true"}

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.given.get(name, default))
        except (TypeError, ValueError):
            raise invalid_arguments(f"must be a number [json-pointer:/{name}]") from None

    def structure(self, name: str, refusal: str = "invalid_arguments") -> Any:
        """The value decoded from JSON where it came as text, or None. Raises SlackRefusal(refusal)."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value.strip() else None
        except ValueError:
            raise SlackRefusal(refusal) from None

    def json(self) -> Json:
        """Everything but the token, decoded where it is JSON: for the journal and for assertions."""
        decoded: Json = {}
        for name, value in self.given.items():
            if name == "token":
                continue
            decoded[name] = value
            if isinstance(value, str) and value[:1] in "[{":
                try:
                    decoded[name] = json.loads(value)
                except ValueError:
                    decoded[name] = value
        return decoded
