"""A real cross-encoder, small and untrained: both backends give its own scores, and what is wrong is named."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from index.errors import EncoderError
from retrieval.rerank import RERANKERS
from retrieval.rerank.base import Pair, Reranker
from retrieval.rerank.cross_encoder import BATCH
from retrieval.rerank.pair_tokens import PairTokens

PAIRS = [
    Pair("what worked for exit strategies", passage)
    for passage in (
        "The hand-over was planned in the first year.",
        "Wages were paid late.",
        "x",
        "",
        "An exit strategy. " * 30,
        "Une stratégie de sortie existait dès le début — 退出.",
        "The hand-over was planned in the first year!",
    )
]
WITHOUT_TORCH = """
import math, sys
from pathlib import Path
from retrieval.rerank import RERANKERS
from retrieval.rerank.base import Pair
model = RERANKERS["cross-encoder"](sys.argv[1], "onnx", Path(sys.argv[2]), 1)
print(len(model.score([Pair("exit", "plan")], math.inf)), "torch" in sys.modules)
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exported")


@pytest.fixture(scope="module", params=["onnx", "torch"])
def model(request: pytest.FixtureRequest, tiny_cross_encoder: Path, cache: Path) -> Reranker:
    return RERANKERS["cross-encoder"](str(tiny_cross_encoder), request.param, cache, threads=1)


def test_the_scores_are_those_of_sentence_transformers(model: Reranker, tiny_cross_encoder: Path) -> None:
    import torch
    from sentence_transformers import CrossEncoder

    theirs = CrossEncoder(str(tiny_cross_encoder), device="cpu").predict(
        [tuple(pair) for pair in PAIRS], activation_fn=torch.nn.Identity(), show_progress_bar=False
    )
    ours = model.score(PAIRS, math.inf)
    assert len(PAIRS) > BATCH
    assert ours.shape == (len(PAIRS),)
    assert len(set(theirs.tolist())) == len(PAIRS)
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_a_model_that_knows_no_sides_gets_none(untyped_cross_encoder: Path, cache: Path) -> None:
    onnx, torch = (
        RERANKERS["cross-encoder"](str(untyped_cross_encoder), backend, cache, threads=1)
        for backend in ("onnx", "torch")
    )
    np.testing.assert_allclose(onnx.score(PAIRS, math.inf), torch.score(PAIRS, math.inf), atol=1e-4)


def test_the_same_pair_has_the_same_score_in_whatever_company(model: Reranker) -> None:
    alone = np.concatenate([model.score([pair], math.inf) for pair in PAIRS])
    np.testing.assert_allclose(model.score(PAIRS, math.inf), alone, atol=1e-5)


def test_a_deadline_that_has_passed_stops_it(model: Reranker) -> None:
    with pytest.raises(TimeoutError):
        model.score(PAIRS, time.monotonic() - 1)


def test_a_long_query_leaves_half_of_the_window_to_the_passage(tiny_cross_encoder: Path) -> None:
    tokens = PairTokens(tiny_cross_encoder, 256)
    (encoded,) = tokens.batch([Pair("a " * 1000, "b " * 1000)])
    assert len(encoded.ids) == 256
    assert encoded.type_ids.count(0) == 126 + 2  # with [CLS] and [SEP]
    assert encoded.type_ids.count(1) == 127 + 1


def test_torch_is_not_needed_once_the_graph_is_made(tiny_cross_encoder: Path, cache: Path, model: Reranker) -> None:
    command = [sys.executable, "-c", WITHOUT_TORCH, str(tiny_cross_encoder), str(cache)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])
    assert done.stdout.split() == ["1", "False"]


@pytest.mark.parametrize("backend", ["onnx", "torch"])
def test_a_classifier_is_refused(classifier: Path, cache: Path, backend: str) -> None:
    with pytest.raises(EncoderError, match="gives 3 numbers a pair") as caught:
        RERANKERS["cross-encoder"](str(classifier), backend, cache, threads=1)  # type: ignore[arg-type]
    assert "AFTERWISE_RERANK_MODEL" in caught.value.hint


def test_a_name_that_nobody_knows_names_the_setting(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderError, match=r"no-such-model.*neither a folder nor to be had") as caught:
        RERANKERS["cross-encoder"]("no-such-model", "onnx", cache, threads=1)
    assert "AFTERWISE_RERANK_MODEL" in caught.value.hint


@pytest.mark.parametrize("file", ["config.json", "model.safetensors"])
def test_a_folder_that_holds_no_cross_encoder_is_named(
    tiny_cross_encoder: Path, tmp_path: Path, cache: Path, file: str
) -> None:
    folder = Path(shutil.copytree(tiny_cross_encoder, tmp_path / "spoiled"))
    (folder / file).unlink()
    with pytest.raises(EncoderError, match="spoiled is not a cross-encoder") as caught:
        RERANKERS["cross-encoder"](str(folder), "onnx", cache, threads=1)
    assert "AFTERWISE_RERANK_MODEL" in caught.value.hint


def test_a_broken_configuration_is_named(tiny_cross_encoder: Path, tmp_path: Path, cache: Path) -> None:
    folder = Path(shutil.copytree(tiny_cross_encoder, tmp_path / "spoiled"))
    (folder / "config.json").write_text("[]")
    with pytest.raises(EncoderError, match=r"cannot be read: config\.json is not a JSON object"):
        RERANKERS["cross-encoder"](str(folder), "onnx", cache, threads=1)
