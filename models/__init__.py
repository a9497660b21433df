"""The nouns. Importing this package registers every table with SQLModel's metadata."""

from models.audit import AuditEntry
from models.brief import BriefVersion
from models.channel import Channel, ChannelGuest
from models.checkin import Blocker, Checkin, CheckinPlan, CheckinQuestions, CheckinRound
from models.client_input import ClientInput
from models.feed import CalendarFeed
from models.inbox import Receipt
from models.outbox import Lane, Post
from models.people import Deputy, Leave, Person, PersonFields
from models.policy import PolicyVersion
from models.project import Baseline, Milestone, Project, ProjectChannel, ProjectFields, ProjectValue
from models.request import ChangeRequest, Decision, RequestFields, RequestVersion, Signature
from models.schedule import Occurrence, Rule
from models.settings import PersonSettings
from models.talk import PickUp, Promise, SmallExtra
from models.workspace import Workspace

__all__ = [
    "AuditEntry",
    "Baseline",
    "Blocker",
    "BriefVersion",
    "CalendarFeed",
    "ChangeRequest",
    "Channel",
    "ChannelGuest",
    "Checkin",
    "CheckinPlan",
    "CheckinQuestions",
    "CheckinRound",
    "ClientInput",
    "Decision",
    "Deputy",
    "Lane",
    "Leave",
    "Milestone",
    "Occurrence",
    "Person",
    "PersonFields",
    "PersonSettings",
    "PickUp",
    "PolicyVersion",
    "Post",
    "Project",
    "ProjectChannel",
    "ProjectFields",
    "ProjectValue",
    "Promise",
    "Receipt",
    "RequestFields",
    "RequestVersion",
    "Rule",
    "Signature",
    "SmallExtra",
    "Workspace",
]
