"""A Slack workspace that uses the bot: the tenant to which every other row belongs."""

from datetime import datetime

from sqlmodel import Field

from models.settings import HoursFields


class Workspace(HoursFields, table=True):
    """One row for each workspace (Slack's team id), with the hours of whoever set none."""

    team_id: str = Field(primary_key=True)
    name: str = ""
    bot_user_id: str = ""
    #: IANA zone of the workspace: its installer's, else UTC.
    zone: str = "UTC"
    installer_id: str | None = None
    #: How long silence may last, in working minutes, and when it is reminded of; None: as the product has it.
    answer_minutes: int | None = None
    urgent_minutes: int | None = None
    nudge_percent: int | None = None
    ops_minutes: int | None = None
    lapse_minutes: int | None = None
    #: The number of the newest change request; the next is one more.
    last_request_number: int = 0
    #: The number of the newest policy; 1 is the default one.
    last_policy_version: int = 1
    created_at: datetime
