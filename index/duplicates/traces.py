"""What is kept of every text so that families can be found again when a few texts change.

Whether a text joins a family depends on those alone that share a band with it, or share one with such a text, and so
on: texts that no chain of shared bands joins to a change stay in the family that they are in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.arrays import map_array, save_array
from index.duplicates.differences import FEWEST, Wording
from index.duplicates.minhash import BANDS, band_hashes
from index.rows import RowPlan


class Traces(NamedTuple):
    """One entry per row: the hash of a text's words, uint64 (n,), and those of its bands, uint32 (n, BANDS).

    Bands of texts too short to be like another are 0, which no band's hash is. Equal hashes of unequal things only make
    more texts be looked at again.
    """

    wordings: NDArray[np.uint64]
    bands: NDArray[np.uint32]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Traces:
        """The traces of texts."""
        words = [Wording(text).words for text in texts]
        wordings = np.array([hash_words(some) for some in words], dtype=np.uint64)
        bands = np.zeros((len(texts), BANDS), dtype=np.uint32)
        long = [row for row, some in enumerate(words) if len(some) >= FEWEST]
        if long:
            bands[long] = band_hashes([words[row] for row in long])
        return cls(wordings, bands)

    def save(self, folder: Path) -> None:
        """Write the arrays into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, array in self._asdict().items():
            save_array(folder / f"{name}.npy", array)

    @classmethod
    def load(cls, folder: Path) -> Traces:
        """Open what `save` wrote."""
        return cls(*(map_array(folder / f"{name}.npy") for name in cls._fields))

    def with_rows_of(self, other: Traces, rows: Sequence[int]) -> Traces:
        """These, and after them some rows of others."""
        return Traces(
            np.concatenate([self.wordings, other.wordings[rows]]), np.concatenate([self.bands, other.bands[rows]])
        )

    def merged(self, fresh: Traces, rows: RowPlan) -> Traces:
        """The traces of a collection that changed: rows of this one as the plan has them, and fresh ones."""
        return Traces(rows.gather(self.wordings, fresh.wordings), rows.gather(self.bands, fresh.bands))

    def joined(self, seeds: Traces, most: int) -> NDArray[np.int64] | None:
        """The rows that a chain of shared words or bands joins to the seeds; None where there are more than `most`."""
        found = np.zeros(len(self.wordings), dtype=np.bool_)
        wordings, bands = seeds
        while True:
            fresh = np.isin(self.wordings, np.unique(wordings))
            for band in range(BANDS):
                shared = np.unique(bands[:, band])
                fresh |= np.isin(self.bands[:, band], shared[shared > 0])
            fresh &= ~found
            if not fresh.any():
                return np.flatnonzero(found)
            found |= fresh
            if np.count_nonzero(found) > most:
                return None
            wordings, bands = self.wordings[fresh], self.bands[fresh]


def hash_words(words: Sequence[str]) -> int:
    """64 bits that are the same for the same words."""
    joined = " ".join(words).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest(), "big")
