"""Who may be filtered by what: for each facet, the values of every passage of a generation, as arrays.

A facet is stored as a table of distinct values and, for each passage, the numbers of its values (a sparse matrix
by rows). A filter becomes a mask over passages before anything is scored; counts are made over hits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import map_array, save_array
from index.model import Document, Part, Record, polarity_of
from index.rows import RowPlan

Values = tuple[str, ...]


def _one(value: str | None) -> Values:
    return () if value is None else (value,)


def _either(name: str) -> Callable[[Record, Document, Part], Values]:
    """The record's own values; the document's where the source gives the record none."""
    return lambda record, document, *_: getattr(record.facets, name) or getattr(document.facets, name)


def _year(record: Record, document: Document, *_: object) -> Values:
    year = record.year or document.year
    return () if year is None else (str(year),)


FACETS: Mapping[str, Callable[[Record, Document, Part], Values]] = {
    "kind": lambda record, _document, part: ((part.kind or record.kind).value,),
    "theme": _either("themes"),
    "country": _either("countries"),
    "region": _either("regions"),
    "unit": _either("units"),
    "symbol": _either("symbols"),
    "funding": _either("funding"),
    "year": _year,
    "language": lambda _record, _document, part: _one(part.language),
    "publisher": lambda _record, document, *_: (document.publisher,),
    "evaluation": lambda _record, document, *_: (document.number or document.id,),
    "evaluation_type": lambda _record, document, *_: _one(document.evaluation_type),
    "timing": lambda _record, document, *_: _one(document.timing),
    "nature": lambda _record, document, *_: _one(document.nature),
    "criterion": lambda record, _document, part: _one(part.criterion or record.criterion),
    "polarity": lambda record, _document, part: _one(polarity_of(part, record)),
    "status": lambda record, *_: _one(record.status),
    "progress": lambda record, *_: _one(record.progress),
}


class Facet:
    """One facet of all passages. Filtering ignores case; values are shown as the source writes them."""

    def __init__(self, values: Sequence[str], starts: NDArray[np.int64], numbers: NDArray[np.int32]) -> None:
        self.values = tuple(values)
        self._starts = starts
        self._numbers = numbers
        self._one_each = len(numbers) == len(starts) - 1 and bool((np.diff(starts) == 1).all())
        self._by_name: dict[str, list[int]] = {}
        for number, value in enumerate(self.values):
            self._by_name.setdefault(value.casefold(), []).append(number)

    @classmethod
    def build(cls, rows: Iterable[Values]) -> Facet:
        """One entry of values per passage, in row order."""
        every = list(rows)
        values = sorted({value for row in every for value in row})
        number = {value: at for at, value in enumerate(values)}
        starts = np.cumsum([0, *map(len, every)], dtype=np.int64)
        return cls(values, starts, np.array([number[v] for row in every for v in row], dtype=np.int32))

    def restricted(self, rows: NDArray[np.int64]) -> Facet:
        """The facet of these passages alone, numbered in this order: the same as `build` from their values."""
        _, numbers = self.pairs(rows)
        held = np.unique(numbers)
        starts = np.concatenate([[0], np.cumsum(self._starts[rows + 1] - self._starts[rows])]).astype(np.int64)
        return Facet([self.values[at] for at in held], starts, np.searchsorted(held, numbers).astype(np.int32))

    def merged(self, fresh: Facet, rows: RowPlan) -> Facet:
        """The same as `build` for a collection that changed: rows of this one as the plan has them, and fresh ones."""
        values = sorted({*self.values, *fresh.values})
        number = {value: at for at, value in enumerate(values)}
        lengths = rows.gather(np.diff(self._starts), np.diff(fresh._starts))
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        numbers = np.empty(int(starts[-1]), dtype=np.int32)
        for facet, here, there in ((self, rows.kept, rows.sources[rows.kept]), (fresh, rows.fresh, None)):
            positions, old = facet.pairs(np.arange(facet.passages) if there is None else there)
            renumbered = np.array([number[value] for value in facet.values], dtype=np.int32)
            first = np.searchsorted(positions, positions, side="left")
            numbers[starts[here[positions]] + np.arange(len(positions)) - first] = renumbered[old]
        used = np.flatnonzero(np.bincount(numbers, minlength=len(values)))
        dense = np.zeros(len(values), dtype=np.int32)
        dense[used] = np.arange(len(used), dtype=np.int32)
        return Facet([values[at] for at in used.tolist()], starts, dense[numbers])

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return len(self._starts) - 1

    def find(self, value: str) -> list[int]:
        """Numbers of the values that equal `value` but for case."""
        return self._by_name.get(value.casefold(), [])

    def mask(self, numbers: Iterable[int]) -> NDArray[np.bool_]:
        """Passages that hold at least one of the values: shape (n,)."""
        wanted = np.zeros(len(self.values) + 1, dtype=np.bool_)
        wanted[list(numbers)] = True
        held = wanted[self._numbers]
        if self._one_each:
            return held
        hits = np.zeros(len(held) + 1, dtype=np.int32)
        np.cumsum(held, out=hits[1:])
        return np.asarray(hits[self._starts[1:]] > hits[self._starts[:-1]])

    def of(self, row: int) -> Values:
        """The values of one passage."""
        return tuple(self.values[n] for n in self.numbers_of(row))

    def numbers_of(self, row: int) -> list[int]:
        """The numbers of the values of one passage."""
        return [int(number) for number in self._numbers[self._starts[row] : self._starts[row + 1]]]

    def counts(self) -> dict[str, int]:
        """How many passages hold each value."""
        counted = np.bincount(self._numbers, minlength=len(self.values))
        return {value: int(count) for value, count in zip(self.values, counted, strict=True)}

    def pairs(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Every value of every given passage: positions within `rows`, and value numbers."""
        lengths = self._starts[rows + 1] - self._starts[rows]
        positions = np.repeat(np.arange(len(rows)), lengths)
        offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return positions, self._numbers[np.repeat(self._starts[rows], lengths) + offsets]


def save_facets(facets: Mapping[str, Facet], folder: Path) -> None:
    """Write all facets as one JSON file of values and two arrays each."""
    folder.mkdir(parents=True, exist_ok=True)
    values = {name: facet.values for name, facet in facets.items()}
    (folder / "values.json").write_text(json.dumps(values, ensure_ascii=False), "utf-8")
    for name, facet in facets.items():
        save_array(folder / f"{name}.starts.npy", facet._starts)
        save_array(folder / f"{name}.numbers.npy", facet._numbers)


def load_facets(folder: Path) -> dict[str, Facet]:
    """Open what `save_facets` wrote."""
    values = json.loads((folder / "values.json").read_text("utf-8"))
    return {
        name: Facet(
            some,
            map_array(folder / f"{name}.starts.npy"),
            map_array(folder / f"{name}.numbers.npy"),
        )
        for name, some in values.items()
    }
