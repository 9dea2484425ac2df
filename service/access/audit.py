"""What was changed by whom: keys, documents, generations. Entries are added and never changed."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from service.access.database import reading, writing


class Entry(NamedTuple):
    """One thing that was done."""

    at: str
    who: str
    action: str
    what: str


def audit(data: Path, action: str, who: str, what: str) -> None:
    """Write down that `who` did something: `audit(data, "key revoked", caller.who, "intranet")`.

    Raises AccessFileError: what cannot be written down is not done.
    """
    with writing(data) as db:
        db.execute("INSERT INTO audit VALUES (?, ?, ?, ?)", (now(), who, action, what))


def entries(data: Path, most: int) -> list[Entry]:
    """The latest entries, oldest first. Raises AccessFileError."""
    with reading(data) as db:
        found = db.execute("SELECT * FROM audit ORDER BY rowid DESC LIMIT ?", (most,)) if db else ()
        return [Entry(*row) for row in found][::-1]


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(tz=UTC).isoformat(timespec="seconds")


def local_user() -> str:
    """Whoever types at the command line of this machine."""
    try:
        return f"local:{getpass.getuser()}"
    except (OSError, KeyError):  # a container's user may have no name
        return "local"
