"""The nouns. Importing this package registers every table with SQLModel's metadata."""

from models.audit import AuditEntry
from models.brief import BriefVersion
from models.inbox import Receipt
from models.outbox import Lane, Post
from models.people import Deputy, Person, PersonFields
from models.project import Milestone, Project, ProjectChannel, ProjectFields
from models.request import ChangeRequest, Decision, RequestFields, RequestVersion, Signature
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
    "PersonFields",
    "Post",
    "Project",
    "ProjectChannel",
    "ProjectFields",
    "Receipt",
    "RequestFields",
    "RequestVersion",
    "Signature",
    "Workspace",
]
