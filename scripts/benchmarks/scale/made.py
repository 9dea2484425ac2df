"""A data folder with a collection made by chance, built once and kept.

Two things are left out that would take hours at a million passages and are not measured here: reading files, and
encoding (`benchmarks/synthetic.py` says what vectors are made). All else is as an indexing run writes it; a large
collection is written without ever being in memory as a whole (stream.py).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.scale.stream import passage_of, publish_stream
from benchmarks.synthetic import GENERATOR, SUBJECTS, Synthetic
from index.build import Collection, publish_collection
from index.catalog import Catalog
from index.content import made_with
from index.encoders.base import Encoder
from index.errors import GenerationError
from index.generation import current, folder_of, read_manifest
from index.model import Document, Extraction, Record
from index.settings import IndexSettings

CATALOG_UP_TO = 200_000  # passages; a larger collection gets no catalog, as no record is added to it
_A_SUBJECT = 50  # passages at least
_KEY = "made.json"
_A_SOURCE = 10_000  # records


def made(passages: int, kept: Path, encoder: Encoder, settings: IndexSettings) -> Path:
    """The data folder of a collection of so many passages, within `kept`; built where it is not there already."""
    kept.mkdir(parents=True, exist_ok=True)
    data = kept / str(passages)
    key = {
        "passages": passages,
        "generator": GENERATOR,
        "made_with": made_with(encoder.identity, "bm25s", settings.vector_plan),
    }
    if not _is_made(data, key):
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir()
        subjects = min(SUBJECTS, max(2, passages // _A_SUBJECT))
        _make(passages, data, Synthetic(encoder, kept, subjects), encoder, settings)
        (data / _KEY).write_text(json.dumps(key), "utf-8")
    return data


def _is_made(data: Path, key: dict[str, object]) -> bool:
    try:
        if json.loads((data / _KEY).read_text("utf-8")) != key:
            return False
        name = current(data)
        return name is not None and bool(read_manifest(folder_of(data, name), ""))
    except (FileNotFoundError, GenerationError):
        return False


def _make(passages: int, data: Path, synthetic: Synthetic, encoder: Encoder, settings: IndexSettings) -> None:
    vectors = synthetic.vectors(passages, data / "made.npy")
    if passages > CATALOG_UP_TO:
        publish_stream(data, synthetic, vectors, encoder, settings.vector_plan)
    else:
        collection = _taken_in(passages, data, synthetic)
        cut = [passage_of(record) for record in collection.records.values()]
        publish_collection(data, collection, cut, vectors, encoder, "bm25s", settings.vector_plan)
    (data / "made.npy").unlink()


def _taken_in(passages: int, data: Path, synthetic: Synthetic) -> Collection:
    """The collection by way of a catalog."""
    documents = {document.id: document for document in synthetic.documents(passages)}
    with closing(Catalog(data / "catalog.sqlite")) as catalog:
        for number, extraction in enumerate(_sources(documents, synthetic.records(passages))):
            catalog.take_in(f"made-{number}", str(number), 1, extraction)
        catalog.finish_run(1)
        return Collection.of(catalog)


def _sources(documents: dict[str, Document], records: Iterator[Record]) -> Iterator[Extraction]:
    """Records by the thousand, with their documents, as if each lot were a file."""
    lot: list[Record] = []
    for record in records:
        lot.append(record)
        if len(lot) == _A_SOURCE:
            yield _source(documents, lot)
            lot = []
    if lot:
        yield _source(documents, lot)


def _source(documents: dict[str, Document], records: list[Record]) -> Extraction:
    named = dict.fromkeys(record.document_id for record in records)
    return Extraction(documents=tuple(documents[id_] for id_ in named), records=tuple(records))
