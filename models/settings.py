"""What people set for themselves; what they left open comes from the workspace, and then from the product."""

from datetime import time

from sqlmodel import Field, SQLModel


class HoursFields(SQLModel):
    """When somebody works. None: not set here."""

    #: On the wall of whoever it is about; an end before the start is a night shift.
    work_from: time | None = None
    work_until: time | None = None
    #: Digits, Monday 0: "01234".
    weekdays: str | None = None
    #: Whose public holidays count: "CZ", "DE-BY"; "" for none although the workspace has some.
    country: str | None = None
    #: When the morning message comes, and the reminders with it.
    digest_at: time | None = None
    #: Digits, Monday 0; "" for never.
    digest_days: str | None = None
    #: When the weekly digest comes: of all projects to an ops lead; the workspace's also of each project.
    weekly_at: time | None = None
    #: Digits, Monday 0; "" for never.
    weekly_days: str | None = None


class PersonSettings(HoursFields, table=True):
    """One person's own."""

    __tablename__ = "person_settings"

    team_id: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    #: Nothing arrives by itself between these two, not even in working time.
    quiet_from: time | None = None
    quiet_until: time | None = None
    #: What the morning message tells of, comma separated; None: everything.
    digest_parts: str | None = None
    #: What the weekly digest of all projects tells of, the same way.
    weekly_parts: str | None = None
