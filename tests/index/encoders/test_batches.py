"""Many texts at once: each encoded once, in sensible batches, and never again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.encoders.base import Encoder
from index.encoders.batches import BATCH, KEEP, encode_all
from index.encoders.cache import VectorCache
from index.progress import Silent

Counting = Callable[..., Any]
TEXTS = [f"{'exit ' * (n % 4)}{n}" for n in range(3 * BATCH * KEEP)]


@pytest.fixture
def cache(tiny_encoder: Encoder, tmp_path: Path) -> Iterator[VectorCache]:
    opened = VectorCache(tmp_path / "vectors.sqlite", tiny_encoder.identity)
    yield opened
    opened.close()


def test_vectors_come_in_the_order_of_their_texts(tiny_encoder: Encoder, cache: VectorCache) -> None:
    texts = TEXTS[:40]
    vectors = encode_all(tiny_encoder, texts, cache, Silent())
    assert vectors.shape == (40, 16)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, np.concatenate([tiny_encoder.encode([t]) for t in texts]), atol=1e-5)


def test_equal_texts_are_encoded_once(tiny_encoder: Encoder, cache: VectorCache, counting: Counting) -> None:
    watched = counting(tiny_encoder)
    vectors = encode_all(watched, ["exit", "plan", "exit", "exit"], cache, Silent())
    assert sorted(watched.texts) == ["exit", "plan"]
    assert (vectors[0] == vectors[2]).all()
    assert (vectors[0] == vectors[3]).all()
    assert (vectors[0] != vectors[1]).any()


def test_batches_hold_texts_of_like_length_the_longest_first(
    tiny_encoder: Encoder, cache: VectorCache, counting: Counting
) -> None:
    watched = counting(tiny_encoder)
    encode_all(watched, TEXTS[:100], cache, Silent())
    lengths = [len(text) for text in watched.texts]
    assert lengths == sorted(lengths, reverse=True)
    assert {len(batch) for batch in watched.batches[:-1]} == {BATCH}


def test_what_is_known_is_never_encoded_again(tiny_encoder: Encoder, cache: VectorCache, counting: Counting) -> None:
    first = encode_all(tiny_encoder, TEXTS[:50], cache, Silent())
    watched = counting(tiny_encoder)
    again = encode_all(watched, [*TEXTS[:50], "one more"], cache, Silent())
    assert watched.texts == ["one more"]
    assert (again[:50] == first).all()


def test_interrupted_work_goes_on_where_it_stopped(
    tiny_encoder: Encoder, cache: VectorCache, counting: Counting
) -> None:
    interrupted = counting(tiny_encoder, stop_after=2 * KEEP + 3)
    with pytest.raises(KeyboardInterrupt):
        encode_all(interrupted, TEXTS, cache, Silent())
    resumed = counting(tiny_encoder)
    vectors = encode_all(resumed, TEXTS, cache, Silent())
    kept = set(interrupted.texts[: 2 * KEEP * BATCH])
    assert sorted(resumed.texts) == sorted(set(TEXTS) - kept)
    np.testing.assert_allclose(vectors[:9], tiny_encoder.encode(TEXTS[:9]), atol=1e-5)


def test_nothing_to_do_is_done_at_once(tiny_encoder: Encoder, cache: VectorCache, counting: Counting) -> None:
    watched = counting(tiny_encoder)
    assert encode_all(watched, [], cache, Silent()).shape == (0, 16)
    assert watched.batches == []


def test_progress_counts_the_texts_that_are_encoded(tiny_encoder: Encoder, cache: VectorCache) -> None:
    class Watched:
        seen: list[tuple[str, int, list[int]]] = []  # noqa: RUF012  # one test, one instance

        @contextmanager
        def stage(self, name: str, total: int) -> Iterator[Callable[[int], None]]:
            steps: list[int] = []
            self.seen.append((name, total, steps))
            yield steps.append

    watched = Watched()
    encode_all(tiny_encoder, TEXTS, cache, watched)
    ((name, total, steps),) = watched.seen
    assert (name, total, sum(steps)) == ("encoding", len(TEXTS), len(TEXTS))
    assert len(steps) == 3
