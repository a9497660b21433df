"""The closed lists of the product, each member with what it means (the house's words, not those on screen)."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is on one project."""

    #: Account manager: client relationship, brief, strategy, scope estimate.
    AM = "am"
    #: Project manager or producer: timeline, resourcing, budget control, quality.
    PM = "pm"
    #: The peer who stands in for the counterpart where one person holds both roles.
    SECOND = "second"
    #: The project manager of another project that has the person already.
    LENDER = "lender"
    #: Whoever asked, where they hold no role and an offer comes back to them.
    REQUESTER = "requester"
    #: An ops lead, as whom a decision may be taken; never a role that is asked.
    OPS = "ops"

    @property
    def counterpart(self) -> "Role":
        """The other role of the same project; a second has none and answers with itself."""
        return {Role.AM: Role.PM, Role.PM: Role.AM}.get(self, self)


class Domain(StrEnum):
    """What a change is about."""

    #: The project's date and its milestones.
    DEADLINE = "deadline"
    #: People and hours.
    RESOURCING = "resourcing"
    #: What we may spend.
    BUDGET = "budget"
    #: What the client pays.
    PRICE = "price"
    #: Deliverables and rounds.
    SCOPE = "scope"
    #: The written brief.
    BRIEF = "brief"
    #: The client strategy.
    STRATEGY = "strategy"
    #: Who supplies us.
    SUPPLIER = "supplier"
    #: A deliverable may go to the client.
    QUALITY = "quality"
    #: A standing remit to talk to the client.
    CLIENT_CONTACT = "client_contact"
    #: How this project is run.
    PROCESS = "process"


class Guest(StrEnum):
    """What a guest of the workspace is to us; unsorted means client."""

    #: Reads nothing internal, presses nothing, cannot be picked.
    CLIENT = "client"
    #: Works with us: can be booked and can check in, never decides or sees money.
    FREELANCER = "freelancer"


class Mode(StrEnum):
    """Whose word a change needs."""

    #: Recorded, nobody is asked.
    FREE = "free"
    #: Done at once; the other is told and may object.
    HEADS_UP = "heads_up"
    #: Nothing changes until the other says yes.
    APPROVAL = "approval"
    #: Both sign the same figures.
    JOINT = "joint"


class ProjectStatus(StrEnum):
    """Where a project is in its life."""

    #: What was entered are proposals until both roles agree to start.
    PLANNING = "planning"
    #: Agreed; the policy is in force.
    LIVE = "live"
    #: Every clock stands still.
    ON_HOLD = "on_hold"
    #: Ended; an ops lead can reopen it.
    CLOSED = "closed"


class RequestState(StrEnum):
    """Where a change request or a heads-up stands."""

    #: Asked, not answered.
    PENDING = "pending"
    #: The person asked has a question; the clock is paused.
    QUESTIONED = "questioned"
    #: Everybody whose word was needed said yes, and it is applied.
    APPROVED = "approved"
    #: Somebody whose word was needed said no.
    DECLINED = "declined"
    #: The requester took it back before it was decided.
    WITHDRAWN = "withdrawn"
    #: Nobody answered in time, or the project ended.
    LAPSED = "lapsed"
    #: A heads-up: done, the counterpart was told.
    TOLD = "told"
    #: A heads-up that nobody objected to.
    NOTED = "noted"
    #: A heads-up that was objected to.
    OBJECTED = "objected"


class Pace(StrEnum):
    """How soon a change is wanted."""

    #: An answer within the usual working hours.
    USUAL = "usual"
    #: An answer within few.
    URGENT = "urgent"
    #: Done already, because it could not wait; the answer comes afterwards.
    DONE = "done"


class Stage(StrEnum):
    """How far silence has carried a request."""

    #: Asked; the next thing is a nudge.
    ASKED = "asked"
    #: Nudged at half of the time; the next thing is that the deputy may answer.
    NUDGED = "nudged"
    #: Due: the deputy may answer; the next thing is the ops lead.
    DEPUTY = "deputy"
    #: With the ops leads too; the next thing is that it expires.
    OPS = "ops"


class Colour(StrEnum):
    """How somebody sees a project in a check-in."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Action(StrEnum):
    """What a person (or the clock) does to a request."""

    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    TAKE_BACK = "take_back"
    EDIT = "edit"
    COUNTER = "counter"
    REASSIGN = "reassign"
    ASK = "ask"
    ANSWER = "answer"
    LAPSE = "lapse"
    ACKNOWLEDGE = "acknowledge"
    OBJECT = "object"
    SETTLE = "settle"


class PostKind(StrEnum):
    """What the outbox owes."""

    #: The living picture of one subject at one address: posted once, then updated.
    CARD = "card"
    #: A snapshot of a fact, said once.
    NOTICE = "notice"
    #: An ephemeral answer owed to one person: at most once, never looked for again.
    WHISPER = "whisper"
    #: A person's App Home.
    HOME = "home"
    #: A message of ours that is to be taken away from where outsiders could read it.
    REMOVAL = "removal"


class PostState(StrEnum):
    """What is to become of something owed to Slack."""

    #: To be sent whenever more is wanted than is shown.
    OPEN = "open"
    #: Waits until the way to its address is mended.
    HELD = "held"
    #: Could not be settled; shown to a person instead of being posted twice.
    PARKED = "parked"
    #: Will never be sent.
    DEAD = "dead"


class PickUpState(StrEnum):
    """What became of a message in which somebody asked for a change."""

    #: Offered to its author (or to the account manager), who has not answered.
    OFFERED = "offered"
    #: A request was made of it.
    SENT = "sent"
    #: "Not a request".
    DISMISSED = "dismissed"
    #: Logged as a small extra.
    LOGGED = "logged"
    #: Its author deleted it, or changed it into something else.
    WITHDRAWN = "withdrawn"


class PromiseState(StrEnum):
    """Where a date stands that the client was told and the plan did not hold."""

    #: Its author was told and has not answered.
    OPEN = "open"
    #: A request for that date was made.
    ASKED = "asked"
    #: Its author says that it was agreed already.
    AGREED = "agreed"
    #: "Not a promise", or the message is gone.
    DISMISSED = "dismissed"
    #: Nobody answered within a working hour: it stands, and the other role knows.
    STANDS = "stands"
