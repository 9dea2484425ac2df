"""What the catalog holds, as digests: enough to name a generation and to see what changed, without reading any record.

A hundred thousand records are read through their models in seconds; their bytes are hashed in a fraction of one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pydantic import BaseModel

from index.analysis import ANALYZER
from index.catalog import Catalog
from index.chunking import CHUNKER
from index.encoders.base import Identity
from index.encoders.calibration import CALIBRATION
from index.generation import SCHEMA, dump_json
from index.lexical.base import K1, B, LexicalBackend
from index.publishers.linking import BY_SUBJECT
from index.representation import REPRESENTATION
from index.vectors.choose import VectorPlan
from index.words.wordbook import WORDS

Digests = dict[str, bytes]


class Content(NamedTuple):
    """The digest of every document and record, by identifier and in that order, and what was withdrawn.

    `by_title` says whether some record's link names the other document by its title.
    """

    documents: Digests
    records: Digests
    withdrawn: list[str]
    by_title: bool

    @classmethod
    def of(cls, catalog: Catalog) -> Content:
        """What the catalog holds now."""
        by_title = False
        marked = BY_SUBJECT.encode()
        records = {}
        for id_, body in catalog.bodies("records"):
            records[id_] = _digest(body)
            by_title = by_title or marked in body
        documents = {id_: _digest(body) for id_, body in catalog.bodies("documents")}
        return cls(documents, records, list(catalog.withdrawn()), by_title)

    @classmethod
    def of_values(
        cls, documents: Mapping[str, BaseModel], records: Mapping[str, BaseModel], withdrawn: Iterable[str]
    ) -> Content:
        """The same of values that come from no catalog."""
        bodies = [{id_: value.model_dump_json() for id_, value in some.items()} for some in (documents, records)]
        by_title = any(BY_SUBJECT in body for body in bodies[1].values())
        digests = [{id_: digest(body) for id_, body in some.items()} for some in bodies]
        return cls(digests[0], digests[1], list(withdrawn), by_title)

    def name(self, made_with: str) -> str:
        """The generation's name: the same content made the same way has the same name."""
        hashed = hashlib.sha256(made_with.encode())
        for digests in (self.documents, self.records):
            hashed.update(dump_json(list(digests)).encode())
            hashed.update(b"".join(digests.values()))
        hashed.update(dump_json(self.withdrawn).encode())
        return hashed.hexdigest()[:16]


def digest(body: str) -> bytes:
    """16 bytes that differ where two values do."""
    return _digest(body.encode("utf-8", "surrogatepass"))


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=16).digest()


def made_with(identity: Identity, lexical: LexicalBackend, plan: VectorPlan) -> str:
    """All that a generation depends on besides its content."""
    return dump_json([SCHEMA, identity, lexical, plan, K1, B, CHUNKER, ANALYZER, REPRESENTATION, WORDS, CALIBRATION])
