"""Who works at Northlight Studio, and where they talk."""

from dataclasses import dataclass, field

from sandbox.refusals import Json

TEAM_ID = "T0001"
TEAM_NAME = "Northlight Studio"
TEAM_DOMAIN = "northlight-studio"


@dataclass
class Member:
    """A person or bot of the workspace."""

    id: str
    name: str
    real_name: str
    title: str = ""
    tz: str = "Europe/London"
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False
    team_id: str = TEAM_ID
    bot_id: str | None = None
    locale: str = "en-GB"
    status: str = ""
    status_emoji: str = ""
    #: When Slack takes the status away, in seconds since 1970; 0 for never.
    status_until: int = 0

    @property
    def first_name(self) -> str:
        return self.real_name.split(" ")[0]

    @property
    def is_guest(self) -> bool:
        return self.is_restricted or self.is_ultra_restricted

    def as_slack(self, offset: int, *, email: bool) -> Json:
        """The user object of `users.info`; `offset` in seconds east of UTC."""
        profile: Json = {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.first_name,
            "display_name_normalized": self.first_name,
            "first_name": self.first_name,
            "title": self.title,
            "status_text": self.status,
            "status_emoji": self.status_emoji,
            "status_expiration": self.status_until,
            "team": self.team_id,
        }
        if email and not self.is_bot:
            profile["email"] = f"{self.name}@{TEAM_DOMAIN}.example"
        if self.bot_id:
            profile |= {"bot_id": self.bot_id, "api_app_id": APP_ID}
        return {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deleted,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": offset,
            "locale": self.locale,
            "profile": profile,
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": self.is_owner,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_stranger": self.is_stranger,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 1760000000,
        }


@dataclass
class Place:
    """A channel as it stands at the beginning."""

    id: str
    name: str
    members: tuple[str, ...]
    is_private: bool = False
    is_archived: bool = False
    topic: str = ""
    said: tuple[tuple[str, str], ...] = field(default=())


APP_ID = "A07COUNTERSN"
BOT_ID = "B07COUNTERSN"
BOT_USER_ID = "U07COUNTERSN"


def members() -> list[Member]:
    """The cast, the bot last."""
    return [
        Member("U07ADAADEYEM", "ada", "Ada Adeyemi", "Account manager"),
        Member("U07PETRANOVA", "petra", "Petra Novak", "Project manager", tz="Europe/Prague"),
        Member("U07SAMOKORO0", "sam", "Sam Okoro", "Designer"),
        Member("U07OONALAIN0", "oona", "Oona Laine", "Operations lead", is_admin=True, is_owner=True),
        Member("U07CLEOMARSH", "cleo", "Cleo Marsh", "Marketing lead, Acme", is_restricted=True),
        Member("U07OLAFBERG0", "olaf", "Olaf Berg", "Copywriter"),
        Member(BOT_USER_ID, "countersign", "Countersign", is_bot=True, tz="Etc/UTC", bot_id=BOT_ID),
    ]


def places() -> list[Place]:
    """The channels; members by the name they sign in with."""
    return [
        Place(
            "C07ACMESITE0",
            "acme-site",
            ("ada", "petra", "sam", "oona", "countersign"),
            topic="Acme's new site: the agency's side",
            said=(("sam", "First homepage sketches are on the wall, come and see."),),
        ),
        Place(
            "C07ACMECLNT0",
            "acme-client",
            ("ada", "petra", "sam", "oona", "cleo", "countersign"),
            topic="Acme and Northlight",
            said=(("cleo", "Good morning! Looking forward to seeing the first pages."),),
        ),
        Place("C07GENERAL00", "general", ("ada", "petra", "sam", "oona", "olaf"), topic="Everyone"),
        Place("C07STUDIO000", "studio", ("ada", "petra", "sam", "oona", "olaf", "countersign"), topic="How we work"),
        Place("G07LEADS0000", "leads", ("ada", "petra", "oona"), is_private=True, topic="Leads only"),
        Place("C07OLDPITCH0", "old-pitch", ("ada", "petra", "countersign"), is_archived=True, topic="Won in spring"),
    ]
