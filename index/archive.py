"""A backup of a data folder in one file, and back.

A tar archive: `manifest.json` first, which has the SHA-256 and size of every other member. It may be made while
searches and runs go on. The catalog and the other databases are copied by SQLite's own backup, each as of one moment;
the published generation never changes, and its files are opened before they are copied, so that they stay where a run
removes them meanwhile. The catalog is copied before the generation is chosen: what it says is done, the generation has.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import ArchiveError, GenerationError
from index.generation import MANIFEST, PIN, POINTER, SEAL, current, folder_of, pinned, read_manifest, sync, verify
from index.jobs.inbox import FOLDER, Inbox
from index.jobs.queue import JobQueue

SCHEMA = 1
CONTENTS = "manifest.json"
_DATABASES = ("catalog.sqlite", "vectors.sqlite", "feedback.sqlite", "usage.sqlite", "access.sqlite")
_MEMBER = re.compile(
    r"(catalog|vectors|feedback|usage|access)\.sqlite|CURRENT|PINNED|inbox/[0-9a-f]{64}"
    r"|generations/[0-9a-f]{16}(/[A-Za-z0-9_][A-Za-z0-9_.-]*){1,4}"
)
_LONGEST_CONTENTS = 50_000_000  # bytes
_ATTEMPTS = 5  # to open a generation before a run removes it


class Entry(BaseModel):
    """One member."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    size: int = Field(ge=0)
    sha256: str


class Contents(BaseModel):
    """What an archive holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int
    generation: str | None
    files: list[Entry]


def backup(data: Path, archive: Path) -> Contents:
    """Write a backup of `data`. Raises ArchiveError where the file exists or cannot be written."""
    if not (data / "catalog.sqlite").is_file():
        raise ArchiveError(f"{data} holds no catalog.", hint="Name the data folder with --data.")
    if archive.exists():
        raise ArchiveError(f"{archive} exists already.", hint="Give another name, or remove it first.")
    part = archive.with_name(f".{archive.name}.part")
    try:
        with ExitStack() as stack:
            scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".backup-", dir=archive.parent)))
            generation, members = _gather(data, scratch, stack)
            entries = [_entry(name, stream) for name, stream in members.items()]
            contents = Contents(schema_version=SCHEMA, generation=generation, files=entries)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it may hold what is internal
            with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
                body = contents.model_dump_json(indent=2).encode()
                _add(tar, CONTENTS, io.BytesIO(body), len(body))
                for entry in entries:
                    members[entry.name].seek(0)
                    _add(tar, entry.name, members[entry.name], entry.size)
        sync(part)
        part.rename(archive)
        sync(archive.parent)
    except (OSError, sqlite3.Error) as error:
        raise ArchiveError(
            f"{archive} cannot be written: {error}.", hint="Check the path and the space there."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return contents


def restore(archive: Path, data: Path) -> Contents:
    """Put a backup back into a folder that is not there yet, or is empty. Every file is checked before it is.

    Raises ArchiveError; then `data` is as it was.
    """
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise ArchiveError(
            f"{data} is there already.", hint="Give a new folder with --data, or move the old one aside."
        )
    data.absolute().parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{data.name}-restoring-", dir=data.absolute().parent))
    try:
        with _readable(archive), tarfile.open(archive, "r:") as tar:
            contents = _contents(archive, tar.next(), tar)
            expected = {entry.name: entry for entry in contents.files}
            while (member := tar.next()) is not None:
                _extract(archive, tar, member, expected.pop(member.name, None), making)
        if expected:
            raise _damaged(archive, f"{min(expected)} is missing")
        _check(archive, contents, making)
        if data.is_dir():
            data.rmdir()
        making.rename(data)
        sync(data.absolute().parent)
    except OSError as error:
        raise ArchiveError(
            f"{data} cannot be restored: {error}.", hint="Check the path and the space there."
        ) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return contents


def _gather(data: Path, scratch: Path, stack: ExitStack) -> tuple[str | None, dict[str, IO[bytes]]]:
    """The published generation's name, and the members, all open."""
    members: dict[str, IO[bytes]] = {}
    with Inbox(data).alone():  # nobody adds or removes bytes between the catalog's copy and theirs
        for name in _DATABASES:
            if (data / name).is_file():
                _copy_database(data / name, scratch / name)
                members[name] = stack.enter_context((scratch / name).open("rb"))
        for blob in sorted({task.blob for task in JobQueue(scratch).waiting_tasks() if task.blob}):
            members[f"{FOLDER}/{blob}"] = stack.enter_context(Inbox(data).path(blob).open("rb"))
    generation, opened = _open_published(data, stack)
    members |= opened
    if generation is not None:
        members[POINTER] = io.BytesIO(f"{generation}\n".encode())
        if pinned(data) == generation:
            members[PIN] = io.BytesIO(f"{generation}\n".encode())
    return generation, members


def _open_published(data: Path, stack: ExitStack) -> tuple[str | None, dict[str, IO[bytes]]]:
    """The published generation's name and its files, opened before a run can have removed them."""
    for attempt in range(_ATTEMPTS):
        name = current(data)
        if name is None:
            return None, {}
        folder = folder_of(data, name)
        try:
            files = (*read_manifest(folder, f"Run afterwise doctor --data {data}.").files, MANIFEST, SEAL)
            return name, {f"generations/{name}/{one}": stack.enter_context((folder / one).open("rb")) for one in files}
        except (GenerationError, FileNotFoundError):
            if current(data) == name or attempt == _ATTEMPTS - 1:
                raise
    return None, {}


def _copy_database(source: Path, target: Path) -> None:
    with (
        closing(
            sqlite3.connect(f"{source.resolve().as_uri()}?mode=rw", uri=True)
        ) as db,  # not ro: a log that a crash left must be rolled back
        closing(sqlite3.connect(target)) as copy,
    ):
        db.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


def _entry(name: str, stream: IO[bytes]) -> Entry:
    digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
    return Entry(name=name, size=stream.seek(0, os.SEEK_END), sha256=digest)


def _add(tar: tarfile.TarFile, name: str, stream: IO[bytes], size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, stream)


@contextmanager
def _readable(archive: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise ArchiveError(f"{archive}: there is no such file.", hint="Check the path for typing mistakes.") from error
    except (tarfile.TarError, EOFError) as error:
        raise _damaged(archive, str(error)) from error


def _damaged(archive: Path, why: str) -> ArchiveError:
    return ArchiveError(f"{archive} is damaged, or no backup of Afterwise: {why}.", hint="Take another backup.")


def _contents(archive: Path, member: tarfile.TarInfo | None, tar: tarfile.TarFile) -> Contents:
    if member is None or member.name != CONTENTS or not member.isreg() or member.size > _LONGEST_CONTENTS:
        raise _damaged(archive, f"it does not begin with {CONTENTS}")
    stream = tar.extractfile(member)
    try:
        contents = Contents.model_validate_json(stream.read() if stream else b"")
    except ValidationError as error:
        raise _damaged(archive, f"{CONTENTS} cannot be read") from error
    if contents.schema_version != SCHEMA:
        raise ArchiveError(
            f"{archive} has backup schema {contents.schema_version}; this version of Afterwise reads {SCHEMA}.",
            hint="Use the version of Afterwise that wrote it.",
        )
    return contents


def _extract(
    archive: Path, tar: tarfile.TarFile, member: tarfile.TarInfo, expected: Entry | None, folder: Path
) -> None:
    """Write one member where it belongs: only regular files, and only names that a data folder has."""
    if expected is None or not member.isreg() or not _MEMBER.fullmatch(member.name) or member.size != expected.size:
        raise _damaged(archive, f"{member.name!r} is not what {CONTENTS} says, or has no place in a data folder")
    target = folder / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    stream = tar.extractfile(member)
    digest = hashlib.sha256()
    with target.open("xb") as out:
        while stream is not None and (chunk := stream.read(1 << 20)):
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != expected.sha256:
        raise _damaged(archive, f"{member.name} has another checksum than {CONTENTS} says")
    if member.name.endswith(".sqlite"):
        target.chmod(0o600)


def _check(archive: Path, contents: Contents, folder: Path) -> None:
    """What came out works together: databases that SQLite finds whole, and a generation that is."""
    for name in _DATABASES:
        if (folder / name).is_file():
            try:
                with closing(sqlite3.connect(folder / name)) as db:
                    (state,) = db.execute("PRAGMA quick_check").fetchone()
            except sqlite3.Error as error:
                state = str(error)
            if state != "ok":
                raise _damaged(archive, f"{name}: {state}")
    if contents.generation is not None:
        verify(folder_of(folder, contents.generation), folder)
