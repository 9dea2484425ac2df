"""How much of a draft is read and of a brief shown. Every setting is an environment variable AFTERWISE_<NAME>."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from index.configuration import Settings


class BriefSettings(Settings):
    """Settings of `/v1/brief` and `afterwise brief`."""

    brief_pages: Annotated[
        int, Field(ge=1, le=5_000, description="Pages of a draft that are read; the brief says what was left out.")
    ] = 150
    brief_words: Annotated[int, Field(ge=100, le=1_000_000, description="Words of a draft that are read.")] = 60_000
    brief_sections: Annotated[int, Field(ge=1, le=200, description="Sections of a draft that get evidence.")] = 40
    brief_items: Annotated[int, Field(ge=1, le=50, description="Most records that a section shows.")] = 4
    brief_records: Annotated[
        int,
        Field(
            ge=1,
            le=1_000,
            description="Most records of all sections of a short draft, but one each; one more a page of a long one.",
        ),
    ] = 24
    brief_warnings: Annotated[
        int, Field(ge=0, le=200, description="Most design questions that a brief shows, the strongest ones.")
    ] = 6
    brief_threads: Annotated[
        int, Field(ge=1, le=64, description="Processor threads that look for evidence for one draft.")
    ] = 2
    design_questions: Annotated[
        Path | None,
        Field(description="An office's own catalogue of design questions (TOML); none: the one that comes along."),
    ] = None
