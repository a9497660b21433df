"""The only caller of now(). Everything else is told the time, so that time can be moved."""

from datetime import UTC, datetime


class Clock:
    """Real time. The practice workspace and the tests hand in clocks that can be moved."""

    def now(self) -> datetime:
        """The present instant: aware, in UTC."""
        return datetime.now(UTC)
