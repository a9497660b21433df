"""The nouns. Importing this package registers every table with SQLModel's metadata."""

from models.audit import AuditEntry
from models.brief import BriefVersion
from models.inbox import Receipt
from models.outbox import Lane, Post
from models.people import Deputy, Person
from models.project import Milestone, Project, ProjectChannel
from models.request import ChangeRequest, Decision, RequestVersion, Signature
from models.workspace import Workspace

__all__ = [
    "AuditEntry",
    "BriefVersion",
    "ChangeRequest",
    "Decision",
    "Deputy",
    "Lane",
    "Milestone",
    "Person",
    "Post",
    "Project",
    "ProjectChannel",
    "Receipt",
    "RequestVersion",
    "Signature",
    "Workspace",
]
