"""The formats of a finished brief, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from service.brief import document, markdown
from service.brief.report import Report

FileName = Literal["json", "markdown", "docx"]

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class BriefFormat(NamedTuple):
    """How a brief is written: `write` gives the bytes of the file piece by piece."""

    media_type: str
    suffix: str
    write: Callable[[Report], Iterator[bytes]]

    def file_name(self, report: Report) -> str:
        """A name that says what it is and when it was made, and nothing of the draft."""
        return f"afterwise-brief-{report.made.isoformat()}.{self.suffix}"


def _json(report: Report) -> Iterator[bytes]:
    yield report.brief.model_dump_json(indent=2).encode() + b"\n"


BRIEF_FORMATS: Mapping[FileName, BriefFormat] = {
    "docx": BriefFormat(_DOCX, "docx", document.write),
    "markdown": BriefFormat("text/markdown", "md", markdown.write),
    "json": BriefFormat("application/json", "json", _json),
}
