"""Matrices in blocks of 8 bits: exact by hand, close to 32 bits in whole vectors, closer than one scale for all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.encoders.base import Encoder, Vectors
from index.encoders.load import load_encoder
from index.encoders.models import DEFAULT_MODEL
from index.encoders.onnx_blocks import BLOCK, quantised
from index.settings import IndexSettings

TEXTS = [
    "what worked for exit strategies",
    "procurement delays",
    "La stratégie de sortie n'a été discutée qu'au cours des trois derniers mois du projet.",
    "DWCP",
    "word " * 200,
]


def test_each_block_has_its_own_scale() -> None:
    matrix = np.zeros((BLOCK + 1, 2), dtype=np.float32)
    matrix[0] = [1.27, -2.54]  # the largest of the first block of each column
    matrix[1] = [0.50, 0.02]
    matrix[BLOCK] = [127, 0]  # alone in the second block, which is filled up with zeros
    blocks, scales = quantised(matrix)
    assert blocks.shape == (2, 2, BLOCK)
    np.testing.assert_allclose(scales, [[0.01, 1], [0.02, 0]], rtol=1e-6)
    assert blocks[0, 0, :3].tolist() == [255, 178, 128]  # 128 + 127, + 50, + 0
    assert blocks[1, 0, :3].tolist() == [1, 129, 128]  # 128 - 127, + 1, + 0
    assert blocks[0, 1, :2].tolist() == [255, 128]
    assert (blocks[1, 1] == 128).all()  # nothing is nothing, and divides by nothing


@given(arrays(np.float32, (BLOCK + 3, 2), elements=st.floats(-1000, 1000, width=32)))
def test_no_weight_is_off_by_more_than_half_a_step(matrix: Vectors) -> None:
    blocks, scales = quantised(matrix)
    back = ((blocks.astype(np.float64) - 128) * scales[:, :, None]).reshape(2, -1).T
    steps = np.repeat(scales, BLOCK, axis=1).T
    assert (np.abs(back[: len(matrix)] - matrix) <= 0.501 * steps[: len(matrix)] + 1e-30).all()
    assert (back[len(matrix) :] == 0).all()


@pytest.fixture(scope="module")
def blocks(settings: IndexSettings) -> Encoder:
    return load_encoder(DEFAULT_MODEL, "onnx", "int8-blocks", settings.cache, threads=1)


def test_vectors_are_closer_to_32_bits_than_with_one_scale(
    blocks: Encoder, encoder: Encoder, settings: IndexSettings
) -> None:
    whole = [load_encoder(DEFAULT_MODEL, "onnx", "int8", settings.cache, threads=1), blocks]
    wanted = np.concatenate([encoder.encode([text]) for text in TEXTS])
    off = [1 - (np.concatenate([one.encode([text]) for text in TEXTS]) * wanted).sum(axis=1) for one in whole]
    assert off[1].max() < 0.001
    assert off[1].mean() < off[0].mean() / 10


def test_the_same_text_gives_the_same_bytes(blocks: Encoder) -> None:
    assert blocks.encode([TEXTS[0]]).tobytes() == blocks.encode([TEXTS[0]]).tobytes()
    assert blocks.identity.precision == "int8-blocks"
