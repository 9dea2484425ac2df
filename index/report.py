"""What an indexing run did, for people and for `--json`."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from index.model import Problem


class _Report(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileReport(_Report):
    """One source file: whether it was read, had not changed, or could not be used; and every problem in it."""

    path: str
    status: Literal["read", "unchanged", "failed"]
    records: dict[str, int] = Field(default_factory=dict)
    problems: list[Problem] = Field(default_factory=list)


class RunReport(_Report):
    """One run. `records`, `documents` and `passages` describe the generation, not only this run's files.

    It is the published one, unless somebody went back to another: then `pinned` names that.
    """

    files: list[FileReport]
    generation: str
    built: bool
    documents: int
    planned: int
    records: dict[str, int]
    passages: int
    seconds: float
    pinned: str | None = None
