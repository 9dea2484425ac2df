"""Vectors kept by content and model."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.encoders.base import Identity
from index.encoders.cache import VectorCache
from index.errors import CatalogError

IDENTITY = Identity("model", "0" * 64, "fp32", dimensions=3, window=8)
OTHERS = {
    "model": IDENTITY._replace(model="other"),
    "weights": IDENTITY._replace(weights_sha256="1" * 64),
    "precision": IDENTITY._replace(precision="int8"),
    "window": IDENTITY._replace(window=9),
    "query prefix": IDENTITY._replace(query_prefix="query: "),
    "passage prefix": IDENTITY._replace(passage_prefix="passage: "),
    "configuration": IDENTITY._replace(configuration_sha256="2" * 64),
}
VECTORS = np.array([[1, 0, 0], [0.1, 0.2, 0.3]], dtype=np.float32)


def found(cache: VectorCache, texts: list[str]) -> dict[int, list[float]]:
    return {position: vector.tolist() for position, vector in cache.find(texts)}


def test_vectors_come_back_bit_by_bit(tmp_path: Path) -> None:
    with closing(VectorCache(tmp_path / "v.sqlite", IDENTITY)) as cache:
        cache.keep(["a", "b"], VECTORS)
    with closing(VectorCache(tmp_path / "v.sqlite", IDENTITY)) as cache:
        assert found(cache, ["b", "unknown", "a", "b"]) == {
            0: VECTORS[1].tolist(),
            2: VECTORS[0].tolist(),
            3: VECTORS[1].tolist(),
        }


def test_more_texts_than_one_query_can_name(tmp_path: Path) -> None:
    texts = [str(n) for n in range(1201)]
    vectors = np.arange(3 * len(texts), dtype=np.float32).reshape(-1, 3)
    with closing(VectorCache(tmp_path / "v.sqlite", IDENTITY)) as cache:
        cache.keep(texts, vectors)
        assert found(cache, texts) == dict(enumerate(vectors.tolist()))


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_another_encoder_never_gets_them(tmp_path: Path, other: Identity) -> None:
    with closing(VectorCache(tmp_path / "v.sqlite", IDENTITY)) as cache:
        cache.keep(["a", "b"], VECTORS)
    with closing(VectorCache(tmp_path / "v.sqlite", other)) as cache:
        assert found(cache, ["a", "b"]) == {}


def test_text_with_half_a_surrogate_pair_has_a_key(tmp_path: Path) -> None:
    with closing(VectorCache(tmp_path / "v.sqlite", IDENTITY)) as cache:
        cache.keep(["\ud83d", "\ude00"], VECTORS)
        assert found(cache, ["\ude00"]) == {0: VECTORS[1].tolist()}


def test_a_kept_vector_of_the_wrong_size_counts_as_unknown(tmp_path: Path) -> None:
    with closing(VectorCache(tmp_path / "v.sqlite", IDENTITY)) as cache:
        cache.keep(["a"], VECTORS[:1, :2])
        assert found(cache, ["a"]) == {}


def test_a_file_that_is_no_cache_is_named(tmp_path: Path) -> None:
    file = tmp_path / "v.sqlite"
    file.write_bytes(b"this was never a database " * 100)
    with pytest.raises(CatalogError, match="cannot be used as a cache of vectors") as caught:
        VectorCache(file, IDENTITY)
    assert f"delete {file}" in caught.value.hint


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda cache: found(cache, ["a"]), id="find"),
        pytest.param(lambda cache: cache.keep(["a", "b"], VECTORS), id="keep"),
    ],
)
def test_damage_behind_the_header_is_named(tmp_path: Path, use: Callable[[VectorCache], Any]) -> None:
    file = tmp_path / "v.sqlite"
    texts = [str(n) for n in range(500)]
    with closing(VectorCache(file, IDENTITY)) as cache:
        cache.keep(texts, np.ones((len(texts), 3), dtype=np.float32))
    with closing(sqlite3.connect(file)) as db:
        (page,) = db.execute("PRAGMA page_size").fetchone()
    body = file.read_bytes()
    file.write_bytes(body[:page] + b"\xff" * (len(body) - page))
    with closing(VectorCache(file, IDENTITY)) as cache, pytest.raises(CatalogError, match="malformed") as caught:
        use(cache)
    assert f"delete {file}" in caught.value.hint
