"""One consistent set of indexes: an immutable folder, checksummed, published by moving one pointer.

    DATA/catalog.sqlite           the truth
    DATA/CURRENT                  the name of the published generation
    DATA/PINNED                   the same name again where somebody went back to it: it stays published until released
    DATA/generations/NAME/        manifest.json, its own checksum, and the files that it lists; never changed once
                                  published

A generation is written beside the others under a temporary name, synced to disk, renamed, and only then named in
CURRENT, which is itself replaced by a rename: a reader finds the old generation or the new one, never a mixture,
also after a power cut.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from index.encoders.base import Identity
from index.encoders.calibration import REFERENCE, Calibration
from index.errors import GenerationError
from index.lexical.base import LexicalBackend
from index.vectors.choose import BY_SIZE, VectorPlan

SCHEMA = 5
MANIFEST = "manifest.json"
SEAL = "manifest.json.sha256"  # as `sha256sum` writes it
POINTER = "CURRENT"
PIN = "PINNED"
_NAME = re.compile(r"[0-9a-f]{16}")
_REBUILD = "Run `afterwise index --rebuild --data {data}`: it builds a new generation from the catalog."


class _Versioned(BaseModel):
    """What every manifest says, whatever its schema."""

    schema_version: int


class Manifest(_Versioned):
    """What a generation was made of and with. `files` maps each file's path to its SHA-256."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    content: str = ""  # the name of a generation of the same content that was built as a whole
    made_with: str = ""
    words_from: str = ""  # the generation that the words were learnt in, where that was an earlier one
    words_behind: int = 0  # how many records have changed since
    encoder: Identity
    lexical: LexicalBackend
    vector_index: VectorPlan = BY_SIZE
    chunker: str
    analyzer: str
    representation: str
    words: str
    calibration: Calibration = REFERENCE
    documents: int
    planned: int
    records: dict[str, int]
    passages: int
    files: dict[str, str]


def folder_of(data: Path, name: str) -> Path:
    """Where a generation of this name lives. Raises GenerationError for what cannot be one's name."""
    if not _NAME.fullmatch(name):
        raise GenerationError(
            f"{data / POINTER} is damaged: {name!r} is no generation's name.", hint=_REBUILD.format(data=data)
        )
    return data / "generations" / name


def current(data: Path) -> str | None:
    """The name of the published generation as the pointer has it, or None before the first."""
    try:
        return (data / POINTER).read_text("ascii", errors="replace").strip()
    except FileNotFoundError:
        return None


def pinned(data: Path) -> str | None:
    """The name of the generation that stays published whatever runs build, or None."""
    try:
        return (data / PIN).read_text("ascii", errors="replace").strip()
    except FileNotFoundError:
        return None


Ready = Callable[[str], object]
"""Told the name of a generation that is whole on disk, before it is published. Raises where it must not be."""


def publish(data: Path, name: str, write: Callable[[Path], Manifest], ready: Ready = lambda _name: None) -> Manifest:
    """Have `write` fill a folder, then make it the published generation, unless another one is pinned.

    `write` gets an empty folder, fills it and returns the manifest (without `files`). A generation of this name
    that is already there and whole is published again without being rewritten.
    """
    target = folder_of(data, name)
    try:
        manifest = verify(target, data)
    except GenerationError:
        manifest = _write(target, write)
    ready(name)
    _point(
        data, POINTER, pinned(data) or name
    )  # also where it says so already: a service looks again at what was mended
    return manifest


def go_back(data: Path, name: str) -> Manifest:
    """Publish an older generation and pin it: what later runs build waits until `release`.

    It is verified before anything changes. The pin comes first: after a crash in between, the next run moves the
    pointer. Only for who has the data folder alone. Raises GenerationError.
    """
    manifest = verify(folder_of(data, name), data)
    _point(data, PIN, name)
    _point(data, POINTER, name)
    return manifest


def release(data: Path) -> str | None:
    """Take the pin away, so that the next run publishes what the catalog calls for; the name that was pinned."""
    name = pinned(data)
    (data / PIN).unlink(missing_ok=True)
    sync(data)
    return name


def _write(target: Path, write: Callable[[Path], Manifest]) -> Manifest:
    making = target.with_name(f".making-{target.name}")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    manifest = write(making)
    manifest = manifest.model_copy(update={"files": _checksums(making, _files(making))})
    (making / MANIFEST).write_text(manifest.model_dump_json(indent=2), "utf-8")
    (making / SEAL).write_text(_seal((making / MANIFEST).read_bytes()), "ascii")
    for name in _files(making):
        sync(making / name)
    for folder in [making, *(p for p in making.rglob("*") if p.is_dir())]:
        sync(folder)
    shutil.rmtree(target, ignore_errors=True)
    making.rename(target)
    sync(target.parent)
    return manifest


def _point(data: Path, pointer: str, name: str) -> None:
    fresh = data / f".{pointer}"
    fresh.write_text(f"{name}\n", "ascii")
    sync(fresh)
    fresh.replace(data / pointer)
    sync(data)


def _files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def sync(path: Path) -> None:
    """Have a file or folder on disk when this returns."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _seal(manifest: bytes) -> str:
    return f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n"


def checksum(file: Path) -> str:
    """SHA-256 of a file, as hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _checksums(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """SHA-256 of each file, several at a time: a core reads two gigabytes a second, and hashing holds no lock."""
    listed = list(names)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return dict(zip(listed, pool.map(lambda name: checksum(folder / name), listed), strict=True))


def verify(folder: Path, data: Path) -> Manifest:
    """Read a generation's manifest and check every file against it. Raises GenerationError."""
    hint = _REBUILD.format(data=data)
    manifest = read_manifest(folder, hint)
    found = set(_files(folder)) - {MANIFEST, SEAL}
    if missing := sorted(set(manifest.files) - found):
        raise GenerationError(f"{folder / missing[0]} is missing.", hint=hint, details={"files": missing})
    sums = _checksums(folder, manifest.files)
    for name, expected in manifest.files.items():
        if sums[name] != expected:
            raise GenerationError(
                f"{folder / name} is damaged: its checksum is not the one in the manifest.",
                hint=hint,
                details={"file": name},
            )
    return manifest


def read_manifest(folder: Path, hint: str) -> Manifest:
    """What a generation says of itself, its seal checked but not its files. Raises GenerationError."""
    try:
        body, seal = (folder / MANIFEST).read_bytes(), (folder / SEAL).read_bytes()
    except FileNotFoundError as error:
        raise GenerationError(f"There is no whole generation in {folder}.", hint=hint) from error
    if seal != _seal(body).encode():
        raise GenerationError(f"{folder / MANIFEST} is damaged: its checksum is not the one in {SEAL}.", hint=hint)
    try:
        schema = _Versioned.model_validate_json(body).schema_version
        if schema != SCHEMA:
            raise GenerationError(
                f"Generation {folder.name} has schema {schema}; this version reads {SCHEMA}.", hint=hint
            )
        return Manifest.model_validate_json(body)
    except ValidationError as error:
        raise GenerationError(f"{folder / MANIFEST} is of another version of Afterwise.", hint=hint) from error


def prune(data: Path, keep: int) -> list[str]:
    """Remove all but the published, the pinned and the `keep` newest others; also what a crash left half made.

    Called by every run, as one before may have been killed here. A search that has an old generation open keeps its
    files until it closes them.
    """
    root = data / "generations"
    needed = {current(data), pinned(data)}
    others = sorted((p for p in root.iterdir() if p.name not in needed), key=lambda p: p.stat().st_mtime, reverse=True)
    whole = [p for p in others if not p.name.startswith(".")]
    gone = [p for p in others if p.name.startswith(".")] + whole[keep:]
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
    return [p.name for p in gone]


def dump_json(value: Any) -> str:
    """JSON that is the same for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
