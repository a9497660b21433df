"""How fast we may speak.

Slack takes about one new message a second in a channel and several hundred a minute in a workspace. The first is
kept by the lanes (a lane stays shut for `BETWEEN_POSTS` after a new post; updates are exempt), the second here: a
bucket of tokens for each team and method, and a pause where Slack asked for one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

BETWEEN_POSTS = timedelta(seconds=1)
BURST = 300
PER_SECOND = 5

#: The longest pause between two attempts.
LONGEST = 60.0


def back_off(attempts: int, chance: float) -> timedelta:
    """How long to wait after that many failed attempts: 1, 2, 4 … 60 s, less up to a quarter by `chance` (0 to 1)."""
    return timedelta(seconds=min(LONGEST, 2.0 ** min(attempts, 10)) * (1 - chance / 4))


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: datetime
    paused_until: datetime


class Pace:
    """The buckets of one process."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def take(self, team_id: str, method: str, now: datetime) -> timedelta:
        """Take a token. Zero: speak now. Else nothing was taken, and this is how long to wait."""
        bucket = self._bucket(team_id, method, now)
        if bucket.paused_until > now:
            return bucket.paused_until - now
        gained = max(0.0, (now - bucket.filled_at).total_seconds()) * PER_SECOND
        bucket.tokens, bucket.filled_at = min(BURST, bucket.tokens + gained), now
        if bucket.tokens < 1:
            return timedelta(seconds=(1 - bucket.tokens) / PER_SECOND)
        bucket.tokens -= 1
        return timedelta(0)

    def pause(self, team_id: str, method: str, until: datetime) -> None:
        """Slack asked for silence on this method; the longer of two pauses holds."""
        bucket = self._bucket(team_id, method, until)
        bucket.paused_until = max(bucket.paused_until, until)

    def _bucket(self, team_id: str, method: str, now: datetime) -> _Bucket:
        found = self._buckets.get((team_id, method))
        if found is None:
            found = self._buckets[team_id, method] = _Bucket(BURST, now, now)
        return found
