"""The generation of a large synthetic collection, written record by record.

An indexing run holds all records at once and reads every text four times, which at a million passages takes 15 GB and
half an hour. What was made here is known without reading: words are numbers, a number's stem is looked up, no two texts
are alike. The files are the same, as a test holds, but for two: traces of duplicates are left out, since nothing is
added to such a collection, and the collection's words (acronyms, spelling, suggestions) are learnt from some records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from benchmarks.synthetic import Numbers, Synthetic
from index.analysis import ANALYZER, DEFAULT_LANGUAGE, stem, terms
from index.chunking import CHUNKER, Passage
from index.content import Content, digest, made_with
from index.encoders.base import Encoder, Vectors
from index.encoders.calibration import calibration_of
from index.facets import FACETS, Facet, save_facets
from index.forms import Form
from index.generation import SCHEMA, Manifest, publish
from index.layout import Layout, fingerprint, numbered
from index.lexical.impact import ImpactIndex
from index.model import Document, Facets, Record
from index.representation import REPRESENTATION
from index.store import write_store
from index.vectors import VectorIndex
from index.vectors.choose import VectorPlan
from index.words.wordbook import WORDS, WordBook

_LEARNT_FROM = 20_000  # records


def publish_stream(data: Path, synthetic: Synthetic, vectors: Vectors, encoder: Encoder, plan: VectorPlan) -> Manifest:
    """Write and publish the generation of so many passages as there are vectors."""
    content = Content({}, {}, [], by_title=False)
    made = made_with(encoder.identity, "bm25s", plan)

    def write(folder: Path) -> Manifest:
        stream = _Stream(synthetic, len(vectors), content)
        stream.write(folder)
        VectorIndex.build(vectors, plan).save(folder / "vectors")
        return Manifest(
            schema_version=SCHEMA,
            name=name,
            content=name,
            made_with=made,
            encoder=encoder.identity,
            lexical="bm25s",
            vector_index=plan,
            chunker=CHUNKER,
            analyzer=ANALYZER,
            representation=REPRESENTATION,
            words=WORDS,
            calibration=calibration_of(encoder),
            documents=len(content.documents),
            planned=0,
            records=dict(sorted(stream.kinds.items())),
            passages=len(vectors),
            files={},
        )

    for document in synthetic.documents(len(vectors)):
        content.documents[document.id] = digest(document.model_dump_json())
    for record in synthetic.records(len(vectors)):
        content.records[record.id] = digest(record.model_dump_json())
    name = content.name(made)
    return publish(data, name, write)


def passage_of(record: Record) -> Passage:
    """The one passage of a record: every text made here fits the encoder's window, as a test holds."""
    (part,) = record.parts
    return Passage(f"{record.id}:{part.name}-1", record.id, 0, 0, len(part.text), part.text, part.kind or record.kind)


class _Stream:
    """What is gathered of the records while they pass."""

    def __init__(self, synthetic: Synthetic, passages: int, content: Content) -> None:
        self._synthetic = synthetic
        self._passages = passages
        self._content = content
        self._documents = {document.id: document for document in synthetic.documents(passages)}
        self._cut: list[Passage] = []
        self._said: list[Numbers] = []
        self._filed: dict[str, list[tuple[str, ...]]] = {name: [] for name in FACETS}
        self._places: list[tuple[Document, Facets]] = []
        self._first: list[Record] = []
        self.kinds: Counter[str] = Counter()

    def write(self, folder: Path) -> None:
        """Write everything but the vectors."""
        heads = (passage.record_id for passage in self._cut)
        write_store(
            folder / "store.sqlite", self._documents.values(), self._passing(), self._cut, heads, self._forms(), (),
            self._content,
        )  # fmt: skip
        ImpactIndex.build(self._terms()).save(folder / "lexical")
        save_facets({name: Facet.build(rows) for name, rows in self._filed.items()}, folder / "facets")
        self._layout().save(folder / "layout.npz")
        WordBook.learn(self._first, self._documents).save(folder / "words")

    def _passing(self) -> Iterator[Record]:
        for record, numbers in self._synthetic.told(self._passages):
            document, (part,) = self._documents[record.document_id], record.parts
            self.kinds[record.kind.value] += 1
            self._cut.append(passage_of(record))
            self._said.append(numbers.astype(np.int32))
            self._places.append((document, record.facets))
            for name, values in FACETS.items():
                self._filed[name].append(values(record, document, part))
            if len(self._first) < _LEARNT_FROM:
                self._first.append(record)
            yield record

    def _forms(self) -> Iterator[Form]:
        """As `index.forms.forms_of` counts them; read when all records have passed."""
        words = self._synthetic.words
        counts = np.bincount(np.concatenate(self._said), minlength=len(words)).tolist()
        told = (Form(stem(word, "en"), word, count) for word, count in zip(words, counts, strict=True) if count)
        yield from sorted(told)

    def _terms(self) -> Iterator[list[str]]:
        """As `index.representation.lexical_terms` gives them."""
        stems = np.array([stem(word, "en") for word in self._synthetic.words], dtype=object)
        titled = lru_cache(maxsize=16)(terms)  # the records of a document follow each other
        filed = cache(lambda facets: terms("\n".join([*facets.themes, *facets.countries]), DEFAULT_LANGUAGE))
        for numbers, (document, facets) in zip(self._said, self._places, strict=True):
            yield [*stems[numbers], *titled(document.title, document.language), *filed(facets)]

    def _layout(self) -> Layout:
        alone = fingerprint("")
        return Layout(
            groups=np.arange(len(self._cut), dtype=np.int32),
            documents=numbered([document.id for document, _ in self._places]),
            texts=np.array([fingerprint(f"{fingerprint(p.text)} {alone}") for p in self._cut], dtype=np.uint64),
            sayings=np.arange(len(self._cut), dtype=np.int32),
        )
