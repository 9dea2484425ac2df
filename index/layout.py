"""Which passages belong together: for each row, its hit, its document and its text.

A recommendation, the management response to it and the key actions on that are one hit: whichever of them answers a
query, a reader wants the recommendation with what became of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.chunking import Passage
from index.model import Record

_NOT_A_WORD = re.compile(r"[\W_]+")


class Layout(NamedTuple):
    """One entry per row. Equal numbers mean the same hit, document or text."""

    groups: NDArray[np.int32]
    documents: NDArray[np.int32]
    texts: NDArray[np.uint64]

    def save(self, file: Path) -> None:
        """Write the three arrays as one .npz file."""
        np.savez(file, **self._asdict(), allow_pickle=False)

    @classmethod
    def load(cls, file: Path) -> Layout:
        """Open what `save` wrote."""
        with np.load(file, allow_pickle=False) as arrays:
            return cls(arrays["groups"], arrays["documents"], arrays["texts"])


def lay_out(passages: Sequence[Passage], heads: Sequence[Record]) -> Layout:
    """Number the hits, documents and texts of all passages, in row order. `heads` holds the hit of each."""
    return Layout(
        groups=_numbered([record.id for record in heads]),
        documents=_numbered([record.document_id for record in heads]),
        texts=np.array([fingerprint(p.text) for p in passages], dtype=np.uint64),
    )


def head(record: Record, records: Mapping[str, Record]) -> Record:
    """The record that a hit shows: the end of the chain of links, as far as it is in the collection."""
    seen = {record.id}
    while True:
        onward = [records[link.target] for link in record.links if link.target in records]
        if not onward or onward[0].id in seen:
            return record
        record = onward[0]
        seen.add(record.id)


def fingerprint(text: str) -> int:
    """64 bits that are the same for texts that differ only in case, punctuation and spacing."""
    plain = _NOT_A_WORD.sub(" ", text).strip().casefold()
    return int.from_bytes(hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _numbered(names: Sequence[str]) -> NDArray[np.int32]:
    number: dict[str, int] = {}
    return np.array([number.setdefault(name, len(number)) for name in names], dtype=np.int32)
