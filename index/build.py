"""The catalog → the files of one generation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from index.analysis import ANALYZER
from index.catalog import Catalog
from index.chunking import CHUNKER, Passage, passages_of
from index.content import Content, made_with
from index.duplicates.traces import Traces
from index.encoders.base import Encoder, Identity, Vectors
from index.encoders.batches import encode_all
from index.encoders.cache import VectorCache
from index.encoders.calibration import calibration_of
from index.errors import IndexingError
from index.facets import FACETS, Facet, save_facets
from index.forms import forms_of
from index.generation import SCHEMA, Manifest, Ready, publish
from index.layout import head, lay_out
from index.lexical.base import LexicalBackend
from index.lexical.load import build_lexical
from index.model import Document, Part, Record
from index.progress import Progress
from index.publishers.linking import resolve_links
from index.representation import REPRESENTATION, heading, lexical_terms
from index.store import count_kinds, write_store
from index.vectors import VectorIndex
from index.vectors.choose import BY_SIZE, VectorPlan
from index.words.wordbook import WORDS, WordBook


class Collection(NamedTuple):
    """Everything that one generation is made from, in the order of identifiers."""

    documents: dict[str, Document]
    records: dict[str, Record]
    withdrawn: list[str]
    digests: Content | None = None  # of the catalog's entries; None: of the values here

    @classmethod
    def of(cls, catalog: Catalog, content: Content | None = None) -> Collection:
        """What the catalog holds now. `content` has its digests, where they are known."""
        documents = {document.id: document for document in catalog.documents()}
        records = {record.id: record for record in catalog.records()}
        # An answer to another paper may have come before that paper: only now is it known what the link means.
        records.update((record.id, record) for record in resolve_links(documents.values(), records.values()))
        return cls(documents, records, list(catalog.withdrawn()), content or Content.of(catalog))

    @property
    def content(self) -> Content:
        """The digest of everything."""
        return self.digests or Content.of_values(self.documents, self.records, self.withdrawn)

    def name(self, identity: Identity, lexical: LexicalBackend, plan: VectorPlan = BY_SIZE) -> str:
        """The generation's name: the same content made the same way has the same name."""
        return self.content.name(made_with(identity, lexical, plan))


def build(
    data: Path,
    collection: Collection,
    encoder: Encoder,
    lexical: LexicalBackend,
    progress: Progress,
    plan: VectorPlan = BY_SIZE,
    ready: Ready = lambda _name: None,
) -> Manifest:
    """Build and publish the generation of a collection; `ready` is told of it before it is published.

    Raises IndexingError where the collection holds no text at all.
    """
    passages = cut(collection, encoder, progress)
    if not passages:
        raise IndexingError(
            "There is nothing to index: no source gave a record with text.",
            hint="See the problems that `afterwise index --json` lists for each file.",
        )
    texts = [before_text(collection.records[p.record_id], encoder) + p.text for p in passages]
    vectors = encode_passages(data, texts, encoder, progress)
    return publish_collection(data, collection, passages, vectors, encoder, lexical, plan, ready)


def publish_collection(
    data: Path,
    collection: Collection,
    passages: Sequence[Passage],
    vectors: Vectors,
    encoder: Encoder,
    lexical: LexicalBackend,
    plan: VectorPlan = BY_SIZE,
    ready: Ready = lambda _name: None,
) -> Manifest:
    """Write and publish the generation of a collection whose passages are cut and encoded."""
    name = collection.name(encoder.identity, lexical, plan)
    return publish(
        data, name, lambda folder: _write(folder, name, collection, passages, vectors, encoder, lexical, plan), ready
    )


def cut(collection: Collection, encoder: Encoder, progress: Progress) -> list[Passage]:
    """All passages of a collection, in the order of records."""
    return cut_records(collection.records, encoder, progress)


def cut_records(records: Mapping[str, Record], encoder: Encoder, progress: Progress) -> list[Passage]:
    """All passages, in the order of records; with what the encoder reads before it, each fits the window."""
    tokens = encoder.tokens
    passages: list[Passage] = []
    with progress.stage("cutting", total=len(records)) as advance:
        for record in records.values():
            budget = tokens.budget - tokens.count(before_text(record, encoder))
            passages.extend(passages_of(record, tokens.spans, budget))
            advance(1)
    return passages


def before_text(record: Record, encoder: Encoder) -> str:
    """The model's own prefix and the record's heading, which may take a quarter of the window."""
    above = heading(record)
    clipped = encoder.tokens.clip(above, encoder.tokens.budget // 4)
    # Without a space the last word of a clipped heading and the first of the text would be read as one.
    return encoder.identity.passage_prefix + (clipped if clipped == above else f"{clipped} ")


def encode_passages(data: Path, texts: Sequence[str], encoder: Encoder, progress: Progress) -> Vectors:
    """The vectors of texts as the encoder reads them; those that the data folder's cache has are not encoded again."""
    cache = VectorCache(data / "vectors.sqlite", encoder.identity)
    try:
        return encode_all(encoder, texts, cache, progress)
    finally:
        cache.close()


def _place(passage: Passage, collection: Collection) -> tuple[Passage, Part, Record, Document]:
    """A passage with what it is a part of."""
    record = collection.records[passage.record_id]
    return passage, record.parts[passage.part], record, collection.documents[record.document_id]


def _write(
    folder: Path,
    name: str,
    collection: Collection,
    passages: Sequence[Passage],
    vectors: Vectors,
    encoder: Encoder,
    lexical: LexicalBackend,
    plan: VectorPlan,
) -> Manifest:
    documents, records = collection.documents, collection.records
    placed = [_place(passage, collection) for passage in passages]
    heads = [head(record, records) for _, _, record, _ in placed]
    write_store(
        folder / "store.sqlite",
        documents.values(),
        records.values(),
        passages,
        [record.id for record in heads],
        forms_of((p.text, part.language or document.language) for p, part, _, document in placed),
        collection.withdrawn,
        collection.content,
    )
    VectorIndex.build(vectors, plan).save(folder / "vectors")
    build_lexical(lexical, (lexical_terms(p.text, part, r, d) for p, part, r, d in placed)).save(folder / "lexical")
    facets = {facet: Facet.build(values(r, d, part) for _, part, r, d in placed) for facet, values in FACETS.items()}
    save_facets(facets, folder / "facets")
    traces = Traces.of([p.text for p in passages])
    lay_out(passages, heads).save(folder / "layout.npz")
    traces.save(folder / "traces")
    WordBook.learn(list(records.values()), documents).save(folder / "words")
    planned = sum(document.stage == "planned" for document in documents.values())
    return Manifest(
        schema_version=SCHEMA,
        name=name,
        content=name,
        made_with=made_with(encoder.identity, lexical, plan),
        encoder=encoder.identity,
        lexical=lexical,
        vector_index=plan,
        chunker=CHUNKER,
        analyzer=ANALYZER,
        representation=REPRESENTATION,
        words=WORDS,
        calibration=calibration_of(encoder),
        documents=len(documents) - planned,
        planned=planned,
        records=dict(sorted(count_kinds(records.values()).items())),
        passages=len(passages),
        files={},
    )
