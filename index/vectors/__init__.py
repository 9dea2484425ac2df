"""Vectors → the nearest passages by inner product, over one generation.

base.py    what a search gives, and how rows are searched with FAISS
choose.py  which index serves how many vectors, by a table
exact.py   up to about a hundred thousand: all vectors, in 8 bits first
cells.py   above: those of the nearest cells, in 8 bits first (IVF)
index.py   the face of both; true cosines, few rows without an index, vectors mapped from disk
restricted.py  some passages alone, as if there were no others
"""

from index.vectors.base import Mask, Nearest, Rows
from index.vectors.index import VectorIndex

__all__ = ["Mask", "Nearest", "Rows", "VectorIndex"]
