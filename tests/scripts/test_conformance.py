"""The sample collection answers the same from its own files and from an engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conformance import TOLERANCE, compare, differences, requests, searchers

from index.encoders.base import Encoder
from index.settings import EngineSettings


@pytest.mark.parametrize("kind", ["milvus-lite", "milvus-lite server", "cluster"])
def test_the_sample_answers_the_same(
    kind: str, engines: Callable[[str], EngineSettings], sample_data: Path, encoder: Encoder
) -> None:
    own, engine = searchers(sample_data, engines(kind), encoder)
    asked = list(requests(own.opened, 30))
    assert sum(bool(one.filters) for one in asked) >= 10
    compared = list(compare(own, engine, asked, TOLERANCE))
    assert [(one.request, one.differences) for one in compared if one.differences] == []
    assert sum(bool(own.search(one).hits) for one in asked) > 20


def test_what_differs_is_seen(sample_data: Path, engines: Callable[[str], EngineSettings], encoder: Encoder) -> None:
    own, _ = searchers(sample_data, engines("milvus-lite"), encoder)
    one, other = (own.search(request) for request in list(requests(own.opened, 2)))
    assert {"hits", "total", "facets"} & set(differences(one, other, TOLERANCE))
    assert differences(one, one, TOLERANCE) == []
    moved = one.hits[0].model_copy(update={"scores": one.hits[0].scores.model_copy(update={"cosine": 0.5})})
    again = one.model_copy(update={"hits": [moved, *one.hits[1:]]})
    assert differences(one, again, TOLERANCE) == [f"scores of {moved.record_id}"]
    assert differences(one, again, 1.0) == []
