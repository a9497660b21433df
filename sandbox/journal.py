"""What the bot sent, in order: calls, answers by response_url, and what it put into acknowledgements."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.refusals import Json


@dataclass(frozen=True)
class Call:
    """One call. `method` is a Web API method, `response_url`, or `ack of …` for a payload it acknowledged."""

    method: str
    arguments: Json
    answer: Json
    at: datetime
    fault: str | None = None

    @property
    def refused(self) -> str | None:
        """Slack's error name, or None when it was accepted."""
        return None if self.answer.get("ok") else str(self.answer.get("error", "no answer"))

    def __str__(self) -> str:
        outcome = self.refused or "ok"
        details = self.answer.get("response_metadata", {}).get("messages", [])
        fault = f", fault {self.fault}" if self.fault else ""
        return f"{self.method} → {outcome}{fault} {' '.join(details)}".rstrip()
