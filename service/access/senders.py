"""Which jobs a caller may see: those that they sent, or all where nothing is kept from them.

A job tells of a source before anybody knows for whom its documents are, and of rows that could not be used: so it is
for whoever sent it.
"""

from __future__ import annotations

from pathlib import Path

from service.access.caller import Caller
from service.access.database import reading, writing


def note_sender(data: Path, caller: Caller, job: str) -> None:
    """Write down that a caller sent a job; several may have sent the same. Raises AccessFileError."""
    with writing(data) as db:
        db.execute("INSERT OR IGNORE INTO senders VALUES (?, ?)", (caller.who, job))


def jobs_for(data: Path, caller: Caller) -> frozenset[str] | None:
    """The identifiers of the jobs that a caller may see; None: all. Raises AccessFileError."""
    if caller.audience.everything:
        return None
    with reading(data) as db:
        if db is None or not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'senders'").fetchone():
            return frozenset()
        return frozenset(job for (job,) in db.execute("SELECT job FROM senders WHERE who = ?", (caller.who,)))
