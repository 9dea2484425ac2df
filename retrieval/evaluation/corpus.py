"""A test collection's corpus → an index of its own, made by the same code as every other."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from index.indexer import index_extraction
from index.model import Document, Extraction, Kind, Part, Record
from index.progress import Progress
from index.settings import IndexSettings
from retrieval.evaluation.beir import CorpusDocument, read_corpus

_PUBLISHER = "beir"


def index_corpus(folder: Path, data: Path, settings: IndexSettings, progress: Progress | None = None) -> None:
    """Index `corpus.jsonl` of a BEIR folder into a data folder. Unchanged, it is not encoded again."""
    index_extraction(f"{_PUBLISHER}:{folder.name}", to_records(read_corpus(folder)), data, settings, progress)


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
