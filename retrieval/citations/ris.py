"""RIS: two-letter tags, one a line, CR LF at line ends, in UTF-8.

Report number, type and notes stand where EndNote and Zotero look for them: SN, M3, N1.
"""

from __future__ import annotations

from retrieval.citations.base import Format
from retrieval.citations.reference import Reference, one_line

_END = "\r\n"


def entry(reference: Reference) -> str:
    """One RPRT. A value never breaks into lines, so that it cannot begin a tag of its own."""
    tags = [
        ("TY", "RPRT"),
        ("ID", reference.id),
        ("AU", _whole(reference.author or "")),
        ("TI", reference.title),
        ("PY", str(reference.year or "")),
        ("PB", reference.author),
        ("SN", reference.number),
        ("M3", reference.genre),
        ("N1", reference.place[:1].upper() + reference.place[1:]),
        ("N1", one_line(reference.remark)),
        ("LA", reference.language),
        ("UR", reference.url),
    ]
    lines = [f"{tag}  - {value}" for tag, value in tags if value]
    return _END.join([*lines, "ER  - ", ""])


def _whole(name: str) -> str:
    """An institution's name without commas, which would part it into a last and a first name."""
    return name.replace(",", "")


FORMAT = Format("application/x-research-info-systems", "ris", entry, between=_END)
