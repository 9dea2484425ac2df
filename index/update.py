"""A changed catalog → its generation, made from the published one: only what changed is cut, encoded and counted.

The result is what a whole build gives, array by array, but for two things. Words (acronyms, suggestions, spelling) are
learnt from all texts at once: they stay those of the generation before until one record in a hundred has changed, and
the generation says so. Cells of a large vector index stay as they were learnt until the collection has grown by half.
Everything is built as a whole where no document of some visibility is left (words that only its readers knew must go),
where there are fewer than two thousand records, where more than a tenth of them changed,
and where links name papers by title.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.build import before_text, cut_records, encode_passages
from index.catalog import Catalog
from index.changes import Changes, Together, changes_of
from index.chunking import Passage
from index.content import Content, made_with
from index.duplicates.families import families
from index.duplicates.traces import Traces
from index.encoders.base import Encoder, Vectors
from index.errors import GenerationError
from index.facets import FACETS, Facet, save_facets
from index.forms import forms_of
from index.generation import Manifest, Ready, current, folder_of, publish, read_manifest
from index.layout import Layout, fingerprint, head, numbered, renumbered, subject
from index.lexical.base import LexicalBackend
from index.lexical.impact import ImpactIndex
from index.lexical.postings import Postings
from index.model import Document, Part, Record
from index.opened import Opened, open_generation
from index.progress import Progress
from index.representation import lexical_terms
from index.rows import RowPlan
from index.store import StoredPassage
from index.store_update import update_store
from index.vectors import VectorIndex
from index.vectors.choose import VectorPlan

_FROM = 2_000  # records; fewer are built as a whole in seconds, words and all
_MOST = 10  # one in so many records may have changed
_WORDS_BEHIND = 100  # one in so many records may have changed since the words were learnt
_LOOKED_AT = 5_000  # passages that may have to be compared for duplicates again


class _Fresh(NamedTuple):
    """The passages that are made anew, with what each is a part of and the record that its hit shows."""

    passages: list[Passage]
    placed: list[tuple[Passage, Part, Record, Document]]
    heads: list[Record]
    vectors: Vectors


def update(
    data: Path, catalog: Catalog, content: Content, encoder: Encoder, lexical: LexicalBackend, plan: VectorPlan,
    progress: Progress, ready: Ready = lambda _name: None,
) -> Manifest | None:  # fmt: skip
    """Publish the generation that the catalog calls for, made from the published one; None where that cannot be.

    `ready` is told of it before it is published.
    """
    if len(content.records) < _FROM or content.by_title or lexical != "bm25s":
        return None
    opened = _published(data, made_with(encoder.identity, lexical, plan))
    if opened is None:
        return None
    with closing(opened.store):
        lexicon, vectors, allowed = opened.lexical, opened.vectors, len(content.records) // _MOST
        if not isinstance(lexicon, ImpactIndex) or not isinstance(vectors, VectorIndex):
            return None
        changes = changes_of(opened.store, catalog, content, allowed)
        if changes is None or opened.manifest.words_behind + len(changes.gone) > len(content.records) // _WORDS_BEHIND:
            return None
        if _opens(opened, changes):
            return None
        return _Update(data, opened, lexicon, vectors, changes, content, encoder, plan, progress).publish(ready)


def _opens(opened: Opened, changes: Changes) -> bool:
    """Whether all documents of some visibility are gone: then more readers see all, and old words are not for them."""
    before = opened.store.visibilities()
    after = {id_: one for id_, one in before.items() if id_ not in changes.dropped}
    after.update((id_, changes.documents[id_].visibility) for id_ in changes.changed)
    return not set(before.values()) <= set(after.values())


def _published(data: Path, wanted: str) -> Opened | None:
    """The published generation, whole, if it was made in the same way."""
    try:
        name = current(data)
        if name is None or read_manifest(folder_of(data, name), "").made_with != wanted:
            return None
        return open_generation(data)
    except GenerationError:
        return None


class _Update:
    """One generation made from another."""

    def __init__(
        self, data: Path, opened: Opened, lexicon: ImpactIndex, vectors: VectorIndex, changes: Changes,
        content: Content, encoder: Encoder, plan: VectorPlan, progress: Progress,
    ) -> None:  # fmt: skip
        self._data, self._opened, self._lexicon, self._changes = data, opened, lexicon, changes
        self._vectors = vectors
        self._content, self._encoder, self._plan, self._progress = content, encoder, plan, progress
        self._records = Together(changes, opened.store)
        self._places = opened.store.places()

    def publish(self, ready: Ready) -> Manifest | None:
        """Write and publish it; None where a whole build is the better way."""
        fresh = self._make()
        rows = RowPlan.of(
            [record for record, _ in self._places], self._changes.gone, [p.record_id for p in fresh.passages]
        )
        if not len(rows.sources):
            return None
        traces = Traces.load(self._folder / "traces")
        fresh_traces = Traces.of([passage.text for passage in fresh.passages])
        left = [row for row, (record, _) in enumerate(self._places) if record in self._changes.gone]
        joined = traces.joined(fresh_traces.with_rows_of(traces, left), _LOOKED_AT)
        if joined is None:
            return None
        layout = self._lay_out(fresh, rows, joined.tolist())
        merged = traces.merged(fresh_traces, rows)
        behind = self._opened.manifest.words_behind + len(self._changes.gone)
        words_from = self._opened.manifest.words_from or self._opened.manifest.name
        whole = self._content.name(self._opened.manifest.made_with)
        name = hashlib.sha256(f"{whole} {words_from}".encode()).hexdigest()[:16]

        def write(folder: Path) -> Manifest:
            self._write(folder, fresh, rows, left)
            layout.save(folder / "layout.npz")
            merged.save(folder / "traces")
            return self._manifest(name, whole, words_from, behind, len(rows.sources))

        return publish(self._data, name, write, ready)

    @property
    def _folder(self) -> Path:
        return folder_of(self._data, self._opened.manifest.name)

    def _document(self, id_: str) -> Document:
        found = self._changes.documents.get(id_) or self._opened.store.document(id_)
        if found is None:
            raise LookupError(f"no document {id_}")
        return found

    def _make(self) -> _Fresh:
        records = self._changes.records
        passages = cut_records(records, self._encoder, self._progress)
        texts = [before_text(records[p.record_id], self._encoder) + p.text for p in passages]
        vectors = encode_passages(self._data, texts, self._encoder, self._progress)
        placed = [(p, (r := records[p.record_id]).parts[p.part], r, self._document(r.document_id)) for p in passages]
        return _Fresh(passages, placed, [head(r, self._records) for _, _, r, _ in placed], vectors)

    def _write(self, folder: Path, fresh: _Fresh, rows: RowPlan, left: Sequence[int]) -> None:
        opened = self._opened
        went = ((p.text, _spoken(p, opened)) for p in opened.store.passages(left))
        came = ((p.text, part.language or document.language) for p, part, _, document in fresh.placed)
        update_store(
            self._folder / "store.sqlite", folder / "store.sqlite", opened.store, self._changes, self._content, rows,
            fresh.passages, [one.id for one in fresh.heads], (forms_of(went), forms_of(came)),
        )  # fmt: skip
        vectors = rows.gather(self._vectors.vectors, fresh.vectors)
        self._vectors.with_rows(vectors, rows.sources, self._plan).save(folder / "vectors")
        terms = Postings.of(lexical_terms(p.text, part, r, d) for p, part, r, d in fresh.placed)
        ImpactIndex(self._lexicon.postings.merged(terms, rows)).save(folder / "lexical")
        facets = {
            name: opened.facets[name].merged(Facet.build(values(r, d, part) for _, part, r, d in fresh.placed), rows)
            for name, values in FACETS.items()
        }
        save_facets(facets, folder / "facets")
        shutil.copytree(self._folder / "words", folder / "words")

    def _lay_out(self, fresh: _Fresh, rows: RowPlan, joined: Sequence[int]) -> Layout:
        """The layout as `lay_out` makes it; families are looked for among `joined` and the fresh passages alone."""
        old, store = self._opened.layout, self._opened.store
        again = [row for row in joined if self._places[row][0] not in self._changes.gone]
        passages = [*fresh.passages, *map(_plain, store.passages(again))]
        shown_by = [*fresh.heads, *(self._records[self._places[row][1]] for row in again)]
        subjects = [fingerprint(subject(p, shown)) for p, shown in zip(passages, shown_by, strict=True)]
        places = np.concatenate([rows.fresh, rows.new_rows(len(self._places))[again]]).astype(np.int64)
        alike = families([p.text for p in passages])
        texts = [
            fingerprint(f"{fingerprint(p.text)} {about}") for p, about in zip(fresh.passages, subjects, strict=False)
        ]
        none = np.zeros(len(rows.fresh), dtype=np.int32)
        sayings = rows.gather(old.sayings, none).astype(np.int64)
        # None of these says the same as a passage that is not looked at: their numbers may be new ones.
        sayings[places] = _beyond(old.sayings) + numbered(list(zip(alike, subjects, strict=True)))
        return Layout(
            groups=self._numbered(old.groups, rows, [one.id for one in fresh.heads], self._rows_shown_as),
            documents=self._numbered(old.documents, rows, [one.document_id for one in fresh.heads], self._rows_of),
            texts=rows.gather(old.texts, np.array(texts, dtype=np.uint64)),
            sayings=renumbered(sayings),
        )

    def _numbered(
        self, old: NDArray[np.int32], rows: RowPlan, names: Sequence[str], staying: Callable[[set[str]], dict[str, int]]
    ) -> NDArray[np.int32]:
        """The numbers of all rows, where `names` are those of the fresh ones.

        `staying` gives, for each name that a row which stays has too, such a row as it was.
        """
        known = {name: int(old[row]) for name, row in staying(set(names)).items()}
        fresh = numbered(names).astype(np.int64) + _beyond(old)
        for at, name in enumerate(names):
            fresh[at] = known.get(name, fresh[at])
        every = rows.gather(old, np.zeros(len(names), dtype=np.int32)).astype(np.int64)
        every[rows.fresh] = fresh
        return renumbered(every)

    def _rows_shown_as(self, heads: set[str]) -> dict[str, int]:
        gone = self._changes.gone
        return {head: row for row, (record, head) in enumerate(self._places) if head in heads and record not in gone}

    def _rows_of(self, documents: set[str]) -> dict[str, int]:
        """By document: rows whose hit is a record of it."""
        store = self._opened.store
        owners = {id_: document for document in documents for id_ in store.record_ids_of(document)}
        return {owners[head]: row for head, row in self._rows_shown_as(set(owners)).items()}

    def _manifest(self, name: str, whole: str, words_from: str, behind: int, passages: int) -> Manifest:
        before, store, changes = self._opened.manifest, self._opened.store, self._changes
        kinds = Counter(before.records)
        kinds.subtract(one.kind.value for id_ in changes.gone if (one := store.record(id_)))
        kinds.update(one.kind.value for one in changes.records.values())
        went = (store.document(id_) for id_ in changes.changed | changes.dropped)
        came = (changes.documents[id_] for id_ in changes.changed)
        planned = before.planned - _planned(went) + _planned(came)
        return before.model_copy(
            update={
                "name": name,
                "content": whole,
                "words_from": words_from,
                "words_behind": behind,
                "documents": len(self._content.documents) - planned,
                "planned": planned,
                "records": {kind: count for kind, count in sorted(kinds.items()) if count},
                "passages": passages,
                "files": {},
            }
        )


def _beyond(numbers: NDArray[np.int32]) -> int:
    return int(numbers.max(initial=-1)) + 1


def _planned(documents: Iterable[Document | None]) -> int:
    return sum(one is not None and one.stage == "planned" for one in documents)


def _plain(one: StoredPassage) -> Passage:
    return Passage(one.id, one.record.id, one.part, one.start, one.end, one.text, one.kind)


def _spoken(one: StoredPassage, opened: Opened) -> str | None:
    document = opened.store.document(one.record.document_id)
    return one.record.parts[one.part].language or (document.language if document else None)
