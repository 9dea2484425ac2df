"""A test collection's corpus → an index of its own, made by the same code as every other."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from index.catalog import Catalog
from index.indexer import index_extraction
from index.model import Document, Extraction, Kind, Part, Record
from index.progress import Progress
from index.settings import IndexSettings
from retrieval.errors import EvaluationError
from retrieval.evaluation.beir import CorpusDocument, read_corpus

_PUBLISHER = "beir"


def index_corpus(folder: Path, data: Path, settings: IndexSettings, progress: Progress | None = None) -> None:
    """Index `corpus.jsonl` of a BEIR folder into a data folder. Unchanged, it is not encoded again.

    Raises EvaluationError where the folder holds anything else: mixed with other texts, nothing could be measured.
    """
    name = f"{_PUBLISHER}:{folder.resolve().name}"
    _check_alone(name, data)
    index_extraction(name, to_records(read_corpus(folder)), data, settings, progress)


def _check_alone(name: str, data: Path) -> None:
    file = data / "catalog.sqlite"
    if not file.is_file():
        return
    with closing(Catalog(file)) as catalog:
        others = [source for source in catalog.sources() if source != name]
    if others:
        raise EvaluationError(
            f"{data} holds another collection ({others[0]}), with which the corpus must not be mixed.",
            hint="Leave --data out: a corpus has an index of its own in the cache folder.",
        )


def to_records(corpus: Iterable[CorpusDocument]) -> Extraction:
    """One document with one record for each entry of the corpus; the entry's own id is the record's local id."""
    documents = []
    records = []
    for entry in corpus:
        name = quote(entry.id, safe="").replace("~", "%7E").replace("%", "~")
        title = entry.title.strip() or None
        documents.append(Document(id=f"{_PUBLISHER}:document:{name}", publisher=_PUBLISHER, title=title or entry.id))
        text = entry.text.strip() or entry.title.strip()
        records.append(
            Record(
                id=f"{_PUBLISHER}:record:{name}",
                local_id=entry.id,
                document_id=documents[-1].id,
                kind=Kind.OTHER,
                title=title if entry.text.strip() else None,
                parts=(Part(name="text", text=text),) if text else (),
            )
        )
    return Extraction(documents=tuple(documents), records=tuple(records))
