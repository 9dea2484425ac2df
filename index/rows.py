"""Where the rows of a changed collection come from: most from the generation before, some fresh."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray


class RowPlan:
    """`sources` holds, for each row, the row that it was before, -1 for a fresh one; the others keep their order."""

    def __init__(self, sources: NDArray[np.int64]) -> None:
        self.sources = sources

    @classmethod
    def of(cls, before: Sequence[str], gone: Collection[str], fresh: Sequence[str]) -> RowPlan:
        """`before` and `fresh` hold the record of each row, rising; rows of records that are `gone` are left out."""
        stay = [row for row, record in enumerate(before) if record not in gone]
        owners = [before[row] for row in stay]
        places = [bisect_left(owners, record) for record in fresh]
        return cls(np.insert(np.array(stay, dtype=np.int64), places, -1))

    @cached_property
    def fresh(self) -> NDArray[np.int64]:
        """The fresh rows."""
        return np.flatnonzero(self.sources < 0)

    @cached_property
    def kept(self) -> NDArray[np.int64]:
        """The rows that were there before."""
        return np.flatnonzero(self.sources >= 0)

    def new_rows(self, before: int) -> NDArray[np.int64]:
        """For each of the rows `before`, the row that it is now, -1 where it is gone."""
        rows = np.full(before, -1, dtype=np.int64)
        rows[self.sources[self.kept]] = self.kept
        return rows

    def gather(self, before: NDArray[Any], fresh: NDArray[Any]) -> NDArray[Any]:
        """An array over the rows as they are now: entries of `before` where they stay, of `fresh` in order."""
        made = np.empty((len(self.sources), *before.shape[1:]), dtype=before.dtype)
        for here, there in self._runs:
            made[here] = before[there]
        made[self.fresh] = fresh
        return made

    @cached_property
    def _runs(self) -> list[tuple[slice, slice]]:
        """Rows that stay side by side, here and before: few long ones, for little changes."""
        if not len(self.kept):
            return []
        source = self.sources[self.kept]
        ends = np.flatnonzero((np.diff(source) != 1) | (np.diff(self.kept) != 1)) + 1
        begins = [0, *ends.tolist()]
        lengths = np.diff([*begins, len(self.kept)]).tolist()
        return [
            (slice(here, here + length), slice(there, there + length))
            for here, there, length in zip(self.kept[begins].tolist(), source[begins].tolist(), lengths, strict=True)
        ]
