"""The generations of a data folder, for those who look after it."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.catalog import Catalog
from index.errors import GenerationError
from index.generation import MANIFEST, Manifest, current, folder_of, pinned, read_manifest, verify
from index.jobs.queue import JobQueue
from index.store import Store
from index.visibility import canonical, strictest


class GenerationReport(BaseModel):
    """One generation on disk. `problem` says why it cannot be published; then nothing else is known of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    built: datetime
    published: bool
    pinned: bool
    bytes: int
    documents: int | None = None
    passages: int | None = None
    encoder: str | None = None
    problem: str | None = None


def generation_reports(data: Path) -> list[GenerationReport]:
    """All generations on disk, the newest first. Their files are not verified: `go_back` does that."""
    root = data / "generations"
    folders = [path for path in root.iterdir() if not path.name.startswith(".")] if root.is_dir() else []
    return sorted((_report(folder, data) for folder in folders), key=lambda one: (one.built, one.name), reverse=True)


def shown_again(data: Path, name: str, catalog: Catalog) -> list[str]:
    """The documents that a generation shows to readers who may not see them any more, by the catalog as it is now.

    Those that were deleted since, and those whose visibility was narrowed. Raises GenerationError, CatalogError.
    """
    verify(folder_of(data, name), data)
    with closing(Store(folder_of(data, name) / "store.sqlite")) as store:
        shown = store.visibilities()
    now = {document.id: document.visibility for document in catalog.documents()}
    queue = JobQueue(data)
    return [
        id_
        for id_, before in sorted(shown.items())
        if (strictest([before, now[id_]]) != canonical(before) if id_ in now else queue.is_deleted(id_))
    ]


def _report(folder: Path, data: Path) -> GenerationReport:
    manifest: Manifest | None = None
    problem = None
    try:
        manifest = read_manifest(folder, "")
    except GenerationError as error:
        problem = error.message
    file = folder / MANIFEST
    return GenerationReport(
        name=folder.name,
        built=datetime.fromtimestamp((file if file.exists() else folder).stat().st_mtime, UTC),
        published=folder.name == current(data),
        pinned=folder.name == pinned(data),
        bytes=size_of(folder),
        documents=manifest and manifest.documents + manifest.planned,
        passages=manifest and manifest.passages,
        encoder=manifest and manifest.encoder.model,
        problem=problem,
    )


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
