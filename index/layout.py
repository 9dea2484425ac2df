"""Which passages belong together: for each row, its hit, its document and its text.

A recommendation, the management response to it and the key actions on that are one hit: whichever of them answers a
query, a reader wants the recommendation with what became of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.chunking import Passage
from index.duplicates.families import families
from index.model import Kind, Record

_NOT_A_WORD = re.compile(r"[\W_]+")
_ANSWERS = (Kind.MANAGEMENT_RESPONSE, Kind.KEY_ACTION)


class Layout(NamedTuple):
    """One entry per row. Equal numbers mean the same hit, document or text.

    `texts` are the same word for word, `sayings` in nearly the same words (index/duplicates/); whatever has the same
    text has the same saying.
    """

    groups: NDArray[np.int32]
    documents: NDArray[np.int32]
    texts: NDArray[np.uint64]
    sayings: NDArray[np.int32]

    def save(self, file: Path) -> None:
        """Write the arrays as one .npz file."""
        np.savez(file, **self._asdict(), allow_pickle=False)

    @classmethod
    def load(cls, file: Path) -> Layout:
        """Open what `save` wrote."""
        with np.load(file, allow_pickle=False) as arrays:
            return cls(*(arrays[name] for name in cls._fields))


def lay_out(passages: Sequence[Passage], heads: Sequence[Record]) -> Layout:
    """Number the hits, documents and texts of all passages, in row order. `heads` holds the hit of each."""
    subjects = [fingerprint(subject(passage, record)) for passage, record in zip(passages, heads, strict=True)]
    alike = families([passage.text for passage in passages])
    return Layout(
        groups=numbered([record.id for record in heads]),
        documents=numbered([record.document_id for record in heads]),
        texts=np.array(
            [fingerprint(f"{fingerprint(p.text)} {subject}") for p, subject in zip(passages, subjects, strict=True)],
            dtype=np.uint64,
        ),
        sayings=numbered(list(zip(alike, subjects, strict=True))),
    )


def subject(passage: Passage, shown: Record) -> str:
    """What a passage speaks of where it does not stand for itself: "Done" says something else of each thing done."""
    if passage.record_id != shown.id:
        return "\n".join(part.text for part in shown.parts) or shown.id
    return shown.id if passage.kind in _ANSWERS else ""


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


def numbered(names: Sequence[Hashable]) -> NDArray[np.int32]:
    """Equal names as equal numbers, counted from 0 in the order in which they come first."""
    number: dict[Hashable, int] = {}
    return np.array([number.setdefault(name, len(number)) for name in names], dtype=np.int32)


def renumbered(numbers: NDArray[np.int64]) -> NDArray[np.int32]:
    """The same as `numbered` of numbers."""
    _, first, place = np.unique(numbers, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int32)
    rank[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    return rank[place]
