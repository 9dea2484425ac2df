"""What part of the truly nearest passages the vector index finds."""

from __future__ import annotations

from collections.abc import Sequence

import faiss
import numpy as np

from index.backends.engine import EngineVectors
from index.encoders.base import Encoder, Vectors
from index.vectors import Rows, VectorIndex
from retrieval.encode import encode_query

DEPTH = 100
_AT_ONCE = 50_000  # vectors compared at a time


def recall(index: VectorIndex | EngineVectors, encoder: Encoder, texts: Sequence[str]) -> float:
    """The mean, over queries, of the part of the nearest hundred that the index gives among its first hundred."""
    if not isinstance(index, VectorIndex):
        raise TypeError("an engine's own index is not measured here: unset AFTERWISE_ENGINE")
    queries = np.stack([encode_query(encoder, text) for text in texts])
    return recall_of(index, queries, exact(index.vectors, queries))


def recall_of(index: VectorIndex, queries: Vectors, nearest: Rows) -> float:
    """The same, where the nearest are known: rows of shape (queries, depth)."""
    depth = nearest.shape[1]
    found = [
        len(np.intersect1d(index.nearest(query, depth).rows, rows)) / depth
        for query, rows in zip(queries, nearest, strict=True)
    ]
    return float(np.mean(found))


def exact(vectors: Vectors, queries: Vectors, depth: int = DEPTH) -> Rows:
    """The rows of the truly nearest vectors: int64, shape (queries, depth)."""
    depth = min(depth, len(vectors))
    cosines, rows = np.empty((len(queries), 0), np.float32), np.empty((len(queries), 0), np.int64)
    for begin in range(0, len(vectors), _AT_ONCE):
        some = np.ascontiguousarray(vectors[begin : begin + _AT_ONCE])
        here, at = faiss.knn(queries, some, min(depth, len(some)), metric=faiss.METRIC_INNER_PRODUCT)
        cosines, rows = np.hstack([cosines, here]), np.hstack([rows, at + begin])
        best = np.argsort(-cosines, axis=1, kind="stable")[:, :depth]
        cosines, rows = np.take_along_axis(cosines, best, axis=1), np.take_along_axis(rows, best, axis=1)
    return rows
