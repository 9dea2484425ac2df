"""One indexing run: read what changed, take it in, build the generation that the catalog then calls for.

One run at a time per data folder. Whatever stops a run, the published generation stays, every file that was taken
in whole is kept, and so is every batch of vectors: the next run goes on from there.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.backends.follow import Follower
from index.backends.load import engine_of
from index.build import Collection, build
from index.catalog import Catalog
from index.content import Content, made_with
from index.encoders.load import load_encoder
from index.encoders.spread.choose import spread
from index.errors import CatalogError, DataFolderBusy, GenerationError, IndexingError, SourceError
from index.generation import Manifest, Ready, current, folder_of, pinned, prune, read_manifest, verify
from index.intake import INTAKE_VERSION, expand, extract, mapping_beside, shown_to
from index.model import Extraction, Problem
from index.progress import Progress, Silent
from index.publishers.mapping import Mapping
from index.report import FileReport, RunReport
from index.settings import EngineSettings, IndexSettings
from index.update import update


def index(
    paths: Sequence[Path],
    data: Path,
    settings: IndexSettings,
    *,
    mapping: Mapping | None = None,
    visibility: str | None = None,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> RunReport:
    """Bring the data folder up to date with files and folders, and publish the result.

    Sources taken in by earlier runs stay. `visibility` says for whom the documents of these are; left out, sources keep
    what they were given, and new ones are as they say themselves. With `rebuild` the generation is made from the
    catalog even where nothing changed; one of the same content that is whole on disk is published again as it is. A
    file that cannot be used is in the report. Raises IndexingError; where the files had been read by then, its
    `details` hold their reports under "files".
    """
    watched = progress or Silent()
    began = time.perf_counter()
    files = expand(paths)
    with alone(data) as catalog:
        run = catalog.next_run()
        reports = list(_with_problems(_take_in(files, run, catalog, mapping, visibility, watched), catalog))
        try:
            manifest, built = bring_up_to_date(data, catalog, settings, rebuild, watched)
        except IndexingError as error:
            error.details["files"] = [report.model_dump(mode="json") for report in reports]
            raise
        prune(data, settings.keep_generations)
        catalog.finish_run(run)
    return RunReport(
        files=reports,
        generation=manifest.name,
        built=built,
        documents=manifest.documents,
        planned=manifest.planned,
        records=manifest.records,
        passages=manifest.passages,
        seconds=round(time.perf_counter() - began, 3),
        pinned=pinned(data),
    )


def index_extraction(
    name: str, extraction: Extraction, data: Path, settings: IndexSettings, progress: Progress | None = None
) -> Manifest:
    """Index records that come from no file, such as a test collection's. `name` stands for the source."""
    signature = hashlib.sha256(extraction.model_dump_json().encode()).hexdigest()
    with alone(data) as catalog:
        run = catalog.next_run()
        if catalog.signature_of(name) != signature:
            catalog.take_in(name, signature, run, extraction)
        manifest, _ = bring_up_to_date(data, catalog, settings, False, progress or Silent())
        prune(data, settings.keep_generations)
        catalog.finish_run(run)
    return manifest


@contextmanager
def alone(data: Path) -> Iterator[Catalog]:
    """The catalog of a data folder, for this run only."""
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogError(
            f"{data} cannot be used as a data folder: {error.strerror}.", hint="Give another folder with --data."
        ) from error
    try:
        with FileLock(data / ".lock", timeout=0), closing(Catalog(data / "catalog.sqlite")) as catalog:
            yield catalog
    except Timeout as error:
        raise DataFolderBusy(
            f"Another indexing run is at work on {data}.", hint="Wait until it is done, or use another --data folder."
        ) from error


def signature_of(file: Path, mapping: Mapping | None) -> str:
    """What decides whether a file is read again: its content, the mapping, and the version of the readers.

    Raises SourceError for what cannot be read: a link to nowhere, a pipe, a file without permission.
    """
    digest = hashlib.sha256(INTAKE_VERSION.encode())
    digest.update(mapping.model_dump_json().encode() if mapping else b"")
    for part in filter(None, (file, mapping_beside(file))):
        if not part.is_file():
            raise SourceError(f"{part}: there is no file behind this name.", hint="Remove it, or put the file there.")
        try:
            with part.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        except OSError as error:
            raise SourceError(f"{part} cannot be read: {error.strerror}.", hint="Check its permissions.") from error
    return digest.hexdigest()


def for_readers(signature: str, visibility: str | None) -> str:
    """The signature of the same source where it is for some readers alone."""
    return hashlib.sha256(f"{signature} {visibility}".encode()).hexdigest() if visibility else signature


def _take_in(
    files: Sequence[Path],
    run: int,
    catalog: Catalog,
    mapping: Mapping | None,
    visibility: str | None,
    progress: Progress,
) -> Iterator[FileReport]:
    with progress.stage("reading", total=len(files)) as advance:
        for file in files:
            yield _take_in_one(file, run, catalog, mapping, visibility)
            advance(1)


def _with_problems(reports: Iterator[FileReport], catalog: Catalog) -> Iterator[FileReport]:
    """The reports with what the catalog keeps of each file's problems, also where the file has not changed."""
    taken_in = list(reports)
    problems = catalog.problems()
    for report in taken_in:
        kept = report.problems if report.status == "failed" else problems.get(report.path, [])
        yield report.model_copy(update={"problems": kept})


def _take_in_one(file: Path, run: int, catalog: Catalog, mapping: Mapping | None, given: str | None) -> FileReport:
    path = os.path.realpath(file)  # unlike Path.resolve, also of a link that leads back to itself
    try:
        visibility = given or catalog.visibility_of(path)
        signature = for_readers(signature_of(file, mapping), visibility)
        if catalog.signature_of(path) == signature:
            return FileReport(path=path, status="unchanged")
        extraction: Extraction = shown_to(extract(file, mapping=mapping), visibility)
    except SourceError as error:
        problem = Problem(file=file.name, reason=error.message, hint=error.hint or None)
        return FileReport(path=path, status="failed", problems=[problem])
    catalog.take_in(path, signature, run, extraction, visibility)
    kinds = Counter(record.kind.value for record in extraction.records)
    return FileReport(path=path, status="read", records=dict(sorted(kinds.items())))


def bring_up_to_date(
    data: Path, catalog: Catalog, settings: IndexSettings, rebuild: bool, progress: Progress
) -> tuple[Manifest, bool]:
    """Publish the generation that the catalog calls for; its manifest, and whether it had to be built.

    Where an engine is set it holds the generation before that is published. Only for who has the data folder alone.
    Raises IndexingError.
    """
    follower = Follower(data, engine_of(EngineSettings()), progress)
    brought = _brought_up_to_date(data, catalog, settings, rebuild, progress, follower.hold)
    follower.follow()
    return brought


def _brought_up_to_date(
    data: Path, catalog: Catalog, settings: IndexSettings, rebuild: bool, progress: Progress, ready: Ready
) -> tuple[Manifest, bool]:
    encoder = load_encoder(
        settings.model, settings.backend, settings.precision, settings.cache, settings.threads or os.cpu_count() or 1
    )
    encoder = spread(encoder, settings)
    content, plan = Content.of(catalog), settings.vector_plan
    if not rebuild:
        try:
            if (name := _standing(data, content.name(made_with(encoder.identity, settings.lexical, plan)))) is not None:
                return verify(folder_of(data, name), data), False
        except GenerationError:  # damaged on disk: the catalog is whole, so build it again
            pass
        updated = update(data, catalog, content, encoder, settings.lexical, plan, progress, ready)
        if updated is not None:
            return updated, True
    return build(data, Collection.of(catalog, content), encoder, settings.lexical, progress, plan, ready), True


def _standing(data: Path, whole: str) -> str | None:
    """The generation that holds this content already: the published one, or any while one is pinned."""
    names = {current(data)}
    if pinned(data):
        names |= {folder.name for folder in (data / "generations").iterdir() if not folder.name.startswith(".")}
    for name in sorted(filter(None, names)):
        try:
            if read_manifest(folder_of(data, name), "").content == whole:
                return name
        except GenerationError:
            continue
    return None
