"""The bytes of uploaded files, in the data folder's `inbox/`, each file named by its SHA-256.

Files, not rows of the catalog: a report of 100 MB would pass through SQLite's log, stay in the catalog's pages after
it is done, and be copied whole to give it to a reader. A file is written once, synced, renamed, and removed at once.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from filelock import FileLock

from index.errors import InboxError
from index.generation import checksum, sync

FOLDER = "inbox"
_CHUNK = 1 << 20
_LONGEST_NAME = 120  # characters; file systems allow 255 bytes
_PATIENCE = 30.0  # seconds
_FOREIGN = re.compile(r"[^\w .,()\[\]+&'’–-]+")


def clean_name(name: str) -> str:
    """A file name out of what somebody calls a file: the last part of a path, without what is no part of a name.

    Never empty, never hidden, never a path; the suffix stays, as it tells the format.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = _FOREIGN.sub("_", last).strip(" .") or "upload"
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[: _LONGEST_NAME - 20]}.{suffix[:15]}" if dot and stem else plain[:_LONGEST_NAME]


class Inbox:
    """The stored bytes of one data folder. Raises InboxError where they cannot be stored or have been damaged."""

    def __init__(self, data: Path) -> None:
        self._folder = data / FOLDER

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else adds or removes meanwhile: between a file and the job that needs it lies a moment."""
        with self._named_errors():
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._folder / ".lock", timeout=_PATIENCE)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:  # filelock's Timeout is one too
            raise InboxError(
                f"{self._folder} cannot be written to: {error.strerror or error}.",
                hint="Free some space, or check the folder's permissions; then send it again.",
            ) from error

    def receive(self, stream: IO[bytes]) -> tuple[Path, str]:
        """Write a stream to a file that only its caller knows yet, on disk when this returns; its path and SHA-256."""
        with self._named_errors():
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor, part = tempfile.mkstemp(prefix=".part-", dir=self._folder)
            try:
                digest = hashlib.sha256()
                with os.fdopen(descriptor, "wb") as out:
                    while chunk := stream.read(_CHUNK):
                        digest.update(chunk)
                        out.write(chunk)
                    out.flush()
                    os.fsync(out.fileno())
            except BaseException:
                Path(part).unlink(missing_ok=True)
                raise
        return Path(part), digest.hexdigest()

    def keep(self, part: Path, blob: str) -> None:
        """Give a received file its name; it survives a power cut when this returns."""
        with self._named_errors():
            part.replace(self._folder / blob)
            sync(self._folder)

    def path(self, blob: str) -> Path:
        """Where the bytes of this SHA-256 lie."""
        return self._folder / blob

    def blobs(self) -> list[Path]:
        """All stored files."""
        with suppress(OSError):
            return sorted(p for p in self._folder.iterdir() if not p.name.startswith("."))
        return []

    def unfinished(self) -> list[Path]:
        """What transfers and readers that broke off left behind, and what is under way."""
        return sorted([*self._folder.glob(".part-*"), *self._folder.glob(".reading-*")])

    @contextmanager
    def as_file(self, blob: str, name: str, mapping: str | None) -> Iterator[Path]:
        """The bytes as a file of a name, with its mapping beside it, for as long as it is read.

        Raises InboxError where the bytes are not those that were stored.
        """
        stored = self.path(blob)
        try:
            found = checksum(stored)
        except FileNotFoundError:
            found = None
        if found != blob:
            raise InboxError(
                f"The stored bytes of {name} are {'damaged' if found else 'missing'} ({stored}).",
                hint="Send the file again; check the disk.",
                details={"file": str(stored)},
                lasting=True,
            )
        with self._named_errors():
            folder = Path(tempfile.mkdtemp(prefix=".reading-", dir=self._folder))
            try:
                file = folder / clean_name(name)
                try:
                    os.link(stored, file)
                except OSError:  # a file system without links
                    shutil.copyfile(stored, file)
                beside = file.with_suffix(".toml")
                if mapping is not None and beside != file:
                    beside.write_text(mapping, "utf-8")
            except OSError:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        try:
            yield file
        finally:
            shutil.rmtree(folder, ignore_errors=True)
