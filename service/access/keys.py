"""API keys: `aw_<12 hex digits, open>_<64 hex digits, secret>`.

Only the SHA-256 of a key is kept. A slow hash (bcrypt, Argon2) makes guessing passwords dear, which people choose; the
secret is 256 random bits, which nobody guesses at any speed, and a slow hash would let anybody burn our processor
with wrong keys.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, Field

from service.access.audit import now
from service.access.caller import Scope
from service.access.database import AccessFileError, reading, writing

_KEY = re.compile(r"aw_([0-9a-f]{12})_[0-9a-f]{64}")
_SELDOM = timedelta(hours=1)  # how often the last use of a key is written down
_FIELDS = "id, name, scopes, groups, created, expires, used, revoked"
_NOTHING = bytes(32)  # the digest of no key


class Key(BaseModel):
    """What is known of a key; never the key itself."""

    id: str
    name: str
    scopes: list[Scope]
    groups: list[str] = Field(description="Groups that it is a member of; * means that nothing is kept from it.")
    created: datetime
    expires: datetime | None = None
    used: datetime | None = Field(default=None, description="Its last use, to the hour.")
    revoked: datetime | None = None

    def is_valid(self, at: datetime) -> bool:
        """Whether it opens anything at this time."""
        return self.revoked is None and (self.expires is None or at < self.expires)


class NoSuchKey(LookupError):
    """There is no key of this name."""


class NameTaken(ValueError):
    """Another key has this name, or had it before it was revoked."""


class KeyStore:
    """The keys of one data folder. Safe to share between threads and processes: a revoked key is refused at once.

    Every method raises AccessFileError where the file cannot be used.
    """

    def __init__(self, data: Path) -> None:
        self._data = data

    def create(
        self, name: str, scopes: Iterable[Scope], groups: Iterable[str] = (), expires: datetime | None = None
    ) -> tuple[Key, str]:
        """A new key, and its text, which is nowhere kept. Raises NameTaken."""
        id_ = secrets.token_hex(6)
        text = f"aw_{id_}_{secrets.token_hex(32)}"
        with writing(self._data) as db:
            if db.execute("SELECT 1 FROM keys WHERE name = ?", (name,)).fetchone():
                raise NameTaken(name)
            kept = (" ".join(sorted(scopes)), " ".join(sorted(groups)))
            ends = expires.astimezone(UTC).isoformat(timespec="seconds") if expires else None
            row = (id_, name, _digest(text), *kept, now(), ends)
            db.execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)", row)
            found = db.execute(f"SELECT {_FIELDS} FROM keys WHERE id = ?", (id_,)).fetchone()  # noqa: S608
        return _key(found), text

    def revoke(self, name: str) -> Key:
        """Refuse a key from now on. Raises NoSuchKey."""
        with writing(self._data) as db:
            db.execute("UPDATE keys SET revoked = ? WHERE name = ? AND revoked IS NULL", (now(), name))
            found = db.execute(f"SELECT {_FIELDS} FROM keys WHERE name = ?", (name,)).fetchone()  # noqa: S608
        if found is None:
            raise NoSuchKey(name)
        return _key(found)

    def all(self) -> list[Key]:
        """All keys that there ever were, by name."""
        with reading(self._data) as db:
            found = db.execute(f"SELECT {_FIELDS} FROM keys ORDER BY name") if db else ()  # noqa: S608
            return [_key(row) for row in found]

    def check(self, text: str) -> Key | None:
        """The valid key of this text, or None. Takes as long whether the key is unknown or its secret wrong."""
        shape = _KEY.fullmatch(text)
        given = _digest(text)
        with reading(self._data) as db:
            id_ = shape[1] if shape else ""
            query = f"SELECT digest, {_FIELDS} FROM keys WHERE id = ?"  # noqa: S608
            found = db.execute(query, (id_,)).fetchone() if db else None
        right = hmac.compare_digest(given, found[0] if found else _NOTHING)
        if found is None or not right:
            return None
        key = _key(found[1:])
        at = datetime.now(tz=UTC)
        if not key.is_valid(at):
            return None
        self._note_use(key, at)
        return key

    def _note_use(self, key: Key, at: datetime) -> None:
        if key.used is None or at - key.used >= _SELDOM:
            with suppress(AccessFileError, sqlite3.Error), writing(self._data) as db:  # a full disk keeps nobody out
                db.execute("UPDATE keys SET used = ? WHERE id = ?", (now(), key.id))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _key(row: tuple[str | None, ...]) -> Key:
    id_, name, scopes, groups, created, expires, used, revoked = row
    return Key(
        id=id_,
        name=name,
        scopes=(scopes or "").split(),
        groups=(groups or "").split(),
        created=created,
        expires=expires,
        used=used,
        revoked=revoked,
    )
