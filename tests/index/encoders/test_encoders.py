"""Both backends and both precisions give the same vectors; no text is cut."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.encoders.base import Encoder, Vectors
from index.encoders.load import load_encoder
from index.encoders.models import DEFAULT_MODEL
from index.errors import EncoderError
from index.settings import IndexSettings

# Of very different lengths, so that most of a batch is padding; in several scripts; one that fills the window.
TEXTS = [
    "Exit.",
    "Plan the exit from the first year on, with the ministry that will pay for the service afterwards.",
    "La stratégie de sortie n'a été discutée qu'au cours des trois derniers mois du projet.",
    "Стратегия выхода · استراتيجية الخروج · 退出战略",
    "",
    "word " * 254,
]


@pytest.fixture(scope="module")
def reference(settings: IndexSettings) -> Vectors:
    """The same texts by sentence-transformers itself."""
    return load_encoder(DEFAULT_MODEL, "torch", "fp32", settings.cache, threads=2).encode(TEXTS)


def test_onnx_gives_the_vectors_of_torch(encoder: Encoder, reference: Vectors) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, reference, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_padding_changes_nothing(encoder: Encoder) -> None:
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(encoder.encode(TEXTS), alone, atol=1e-5)


def test_int8_stays_close(settings: IndexSettings, reference: Vectors) -> None:
    vectors = load_encoder(DEFAULT_MODEL, "onnx", "int8", settings.cache, threads=2).encode(TEXTS)
    cosines = (vectors * reference).sum(axis=1)
    assert cosines.min() > 0.97, cosines


def test_the_two_backends_share_one_identity(tiny_encoder: Encoder, tiny_model: Path, tiny_cache: Path) -> None:
    torch = load_encoder(str(tiny_model), "torch", "fp32", tiny_cache, threads=1)
    assert torch.identity == tiny_encoder.identity


def test_a_model_by_path_works_on_both_backends(tiny_encoder: Encoder, tiny_model: Path, tiny_cache: Path) -> None:
    torch = load_encoder(str(tiny_model), "torch", "fp32", tiny_cache, threads=1)
    texts = ["read: exit plan", "a", "read: 22 letters here"]
    assert tiny_encoder.identity.dimensions == 16
    np.testing.assert_allclose(tiny_encoder.encode(texts), torch.encode(texts), atol=1e-5)


def test_a_prompt_that_the_model_adds_unasked_is_not_added_twice(
    tiny_encoder: Encoder, tiny_model: Path, tiny_cache: Path, tmp_path: Path
) -> None:
    model = Path(shutil.copytree(tiny_model, tmp_path / "tiny"))
    settings = model / "config_sentence_transformers.json"
    settings.write_text(settings.read_text().replace('"default_prompt_name": null', '"default_prompt_name": "query"'))
    torch = load_encoder(str(model), "torch", "fp32", tiny_cache, threads=1)
    np.testing.assert_allclose(torch.encode(["exit"]), tiny_encoder.encode(["exit"]), atol=1e-5)


def test_another_pooling_of_the_same_weights_is_exported_anew(
    tiny_encoder: Encoder, tiny_model: Path, tiny_cache: Path, tmp_path: Path
) -> None:
    model = Path(shutil.copytree(tiny_model, tmp_path / "tiny"))
    pooling = model / "1_Pooling" / "config.json"
    pooling.write_text(pooling.read_text().replace('"mean"', '"cls"'))
    onnx = load_encoder(str(model), "onnx", "fp32", tiny_cache, threads=1)
    torch = load_encoder(str(model), "torch", "fp32", tiny_cache, threads=1)
    np.testing.assert_allclose(onnx.encode(["exit plan"]), torch.encode(["exit plan"]), atol=1e-5)
    assert np.abs(onnx.encode(["exit plan"]) - tiny_encoder.encode(["exit plan"])).max() > 1e-3


@pytest.mark.parametrize("backend", ["onnx", "torch"])
def test_text_past_the_window_is_refused(backend: str, tiny_model: Path, tiny_cache: Path) -> None:
    tiny = load_encoder(str(tiny_model), "onnx" if backend == "onnx" else "torch", "fp32", tiny_cache, threads=1)
    assert tiny.encode(["a" * 22]).shape == (1, 16)  # with [CLS] and [SEP] exactly the window
    with pytest.raises(EncoderError, match=r"25 word pieces does not fit the encoder's window of 24") as caught:
        tiny.encode(["short", "a" * 23])
    assert "never cuts silently" in caught.value.hint


def test_torch_has_no_int8(tiny_model: Path, tiny_cache: Path) -> None:
    with pytest.raises(EncoderError, match="fp32, not int8") as caught:
        load_encoder(str(tiny_model), "torch", "int8", tiny_cache, threads=1)
    assert "AFTERWISE_BACKEND=onnx" in caught.value.hint


def test_a_damaged_export_says_which_file_to_delete(tiny_model: Path, tmp_path: Path) -> None:
    load_encoder(str(tiny_model), "onnx", "fp32", tmp_path, threads=1)
    (graph,) = tmp_path.glob("*.onnx")
    graph.write_bytes(graph.read_bytes()[:1000])
    with pytest.raises(EncoderError, match="cannot be used") as caught:
        load_encoder(str(tiny_model), "onnx", "fp32", tmp_path, threads=1)
    assert f"Delete {graph}" in caught.value.hint
    graph.unlink()
    assert load_encoder(str(tiny_model), "onnx", "fp32", tmp_path, threads=1).encode(["exit"]).shape == (1, 16)


def test_a_model_without_a_fast_tokenizer_is_refused(tiny_model: Path, tiny_cache: Path, tmp_path: Path) -> None:
    model = Path(shutil.copytree(tiny_model, tmp_path / "tiny"))
    (model / "tokenizer.json").unlink()
    with pytest.raises(EncoderError, match=r"no tokenizer\.json") as caught:
        load_encoder(str(model), "onnx", "fp32", tmp_path / "cache", threads=1)
    assert "fast tokenizer" in caught.value.hint


def test_a_model_that_cannot_be_exported_may_still_run_on_torch(tiny_model: Path, tmp_path: Path) -> None:
    model = Path(shutil.copytree(tiny_model, tmp_path / "tiny"))
    (model / "modules.json").write_text("[]")
    with pytest.raises(EncoderError, match="tiny cannot be exported") as caught:
        load_encoder(str(model), "onnx", "fp32", tmp_path / "cache", threads=1)
    assert "AFTERWISE_BACKEND=torch" in caught.value.hint
