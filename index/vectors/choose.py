"""How many vectors → which index.

The table is from `scripts/bench probes`: vectors that lie as those of the ILO export, queries of its words. The probes
are the fewest of those tried that find 98 of the nearest 100, and some more. Few large cells would be learnt sooner,
but a query would have to read far more of them: of 1,024 at a million vectors more than a third (docs/quality.md).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

VectorIndexName = Literal["auto", "exact", "ivf"]

FIRST_PASS_FROM = 5_000  # vectors; fewer lie in the processor's cache and are compared as they are
EXACT_UP_TO = 120_000  # vectors
LEAST_A_CELL = 39  # vectors that FAISS wants for each cell it learns


class Cells(NamedTuple):
    """How an inverted file is cut and read: `cells` in all, `probes` of them for a query of the usual depth."""

    cells: int
    probes: int


# From so many vectors on; beyond a million nothing was measured. Twice the cells are four times the work to learn.
_TABLE = ((0, Cells(2048, 600)), (400_000, Cells(4096, 512)))


class VectorPlan(NamedTuple):
    """What the settings say of the index: its name, and probes instead of the table's (0: the table's)."""

    name: VectorIndexName = "auto"
    probes: int = 0

    def cells(self, vectors: int) -> Cells | None:
        """How to cut so many vectors into cells; None where every vector is to be compared."""
        if self.name == "exact" or (self.name == "auto" and vectors <= EXACT_UP_TO) or vectors < FIRST_PASS_FROM:
            return None
        cells, probes = next(cells for least, cells in reversed(_TABLE) if vectors >= least)
        cells = min(cells, vectors // LEAST_A_CELL)
        return Cells(cells, min(self.probes or probes, cells))


BY_SIZE = VectorPlan()
