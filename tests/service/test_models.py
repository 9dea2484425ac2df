"""Which models a service searches with: those of its index and of its settings, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.encoders.base import Backend
from index.errors import EncoderError, GenerationError, SettingsError
from index.opened import open_generation
from index.settings import IndexSettings
from retrieval.encode import encode_query
from retrieval.request import SearchRequest
from retrieval.settings import SearchSettings
from service.app import create_app
from service.runtime import Runtime, encoder_of, open_searcher


def test_another_model_than_that_of_the_index_is_refused(
    served_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_MODEL", str(tmp_path))
    with pytest.raises(EncoderError, match="not a sentence-transformers model"):
        Runtime(served_data).searcher()
    with TestClient(create_app(served_data)) as client:
        assert client.get("/readyz").status_code == 503


def test_an_index_of_another_encoder_is_refused_with_both_names(
    served_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.encoders.models import DEFAULT_MODEL, locate

    renamed = tmp_path / "another-model"
    renamed.symlink_to(locate(DEFAULT_MODEL).folder)
    monkeypatch.setenv("AFTERWISE_MODEL", str(renamed))
    with pytest.raises(
        GenerationError, match=r"built with the encoder all-MiniLM-L6-v2 .* name another-model"
    ) as caught:
        Runtime(served_data).searcher()
    assert "AFTERWISE_MODEL" in caught.value.hint


def test_a_cross_encoder_that_is_asked_for_and_not_named_stops_the_start(
    served_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_RERANK", "cross-encoder")
    with pytest.raises(SettingsError, match="AFTERWISE_RERANK_MODEL names no model"):
        Runtime(served_data).searcher()


def test_queries_may_be_encoded_in_8_bits_over_an_index_of_32(sample_data: Path) -> None:
    whole = open_searcher(sample_data, search=SearchSettings(query_precision="index"))
    short = open_searcher(sample_data, search=SearchSettings(query_precision="int8"))
    assert (whole.encoder.identity.precision, short.encoder.identity.precision) == ("fp32", "int8-blocks")
    assert short.opened.manifest.encoder == whole.encoder.identity
    vectors = [encode_query(one.encoder, "exit strategies that worked") for one in (whole, short)]
    assert 0.995 < float(vectors[0] @ vectors[1]) < 1
    first = [one.search(SearchRequest(query="exit strategies that worked")).hits[0].id for one in (whole, short)]
    assert first[0] == first[1]


@pytest.mark.parametrize(
    ("backend", "processor", "expected"),
    [("onnx", "x86_64", "int8-blocks"), ("onnx", "riscv64", "fp32"), ("torch", "x86_64", "fp32")],
)
def test_unless_told_queries_are_encoded_in_8_bits_where_that_is_fast(
    backend: Backend, processor: str, expected: str, sample_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.runtime.machine", lambda: processor)
    manifest = open_generation(sample_data).manifest
    encoder = encoder_of(
        manifest, IndexSettings(backend=backend), threads=1, precision=SearchSettings().query_precision
    )
    assert encoder.identity.precision == expected


def test_a_model_of_other_weights_is_refused_in_8_bits_too(sample_data: Path) -> None:
    manifest = open_generation(sample_data).manifest
    other = manifest.model_copy(update={"encoder": manifest.encoder._replace(weights_sha256="0" * 64)})
    with pytest.raises(GenerationError, match="was built with the encoder"):
        encoder_of(other, IndexSettings(), threads=1, precision="int8")
