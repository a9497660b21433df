"""What a workspace or one of its projects writes over the default policy: every version is kept."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel

from models.columns import json_column, reference


class PolicyVersion(SQLModel, table=True):
    """One saved change of the policy. Versions count through a workspace, its projects included.

    What holds for a project is the default, with the workspace's newest edits over it and the project's over those.
    """

    __tablename__ = "policy_version"
    __table_args__ = (Index("policy_of_project", "team_id", "project_id", "version"),)

    team_id: str = Field(primary_key=True, foreign_key="workspace.team_id")
    version: int = Field(primary_key=True)
    #: NULL: the whole workspace.
    project_id: int | None = reference("project", default=None)
    #: All that is written over what lies underneath; see `bot/policy/edits.py`.
    edits: dict[str, Any] = json_column()
    #: What this version changed: a domain, or "limits".
    changed: str
    author_id: str
    reason: str
    created_at: datetime
