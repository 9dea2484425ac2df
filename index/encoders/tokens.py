"""The model's own tokenizer: word pieces, and where each stands in the text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.errors import EncoderError

Span = tuple[int, int]


class WordPieces(ABC):
    """Counts and places the word pieces that an encoder reads. Safe to share between threads."""

    window: int  # word pieces the encoder reads at once, special ones included
    special: int  # of these, the ones that it adds itself

    @property
    def budget(self) -> int:
        """Word pieces of text that one window holds."""
        return self.window - self.special

    @abstractmethod
    def spans(self, text: str) -> list[Span]:
        """The character span of every word piece of `text`, special pieces left out."""

    def count(self, text: str) -> int:
        """Word pieces of `text`, special pieces left out."""
        return len(self.spans(text))

    def clip(self, text: str, pieces: int) -> str:
        """The longest beginning of `text` of at most `pieces` word pieces."""
        spans = self.spans(text)
        return text if len(spans) <= pieces else text[: spans[pieces][0]].rstrip()


class Tokens(WordPieces):
    """The tokenizer.json beside a model: word pieces exactly as the encoder will read them."""

    def __init__(self, folder: Path, window: int) -> None:
        file = folder / "tokenizer.json"
        if not file.is_file():
            raise EncoderError(
                f"{folder} has no tokenizer.json.",
                hint="Save the model with a fast tokenizer: SentenceTransformer(…).save(folder).",
            )
        self._tokenizer = Tokenizer.from_file(str(file))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.window = window
        self.special = self._tokenizer.num_special_tokens_to_add(is_pair=False)

    def spans(self, text: str) -> list[Span]:
        """The character span of every word piece of `text`, special pieces left out."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).offsets)

    def count(self, text: str) -> int:
        """Word pieces of `text`, special pieces left out."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def batch(self, texts: Sequence[str]) -> list[NDArray[np.int64]]:
        """Token ids of each text, special pieces included. Raises EncoderError for a text past the window."""
        encoded: list[Encoding] = self._tokenizer.encode_batch(list(texts))
        for text, one in zip(texts, encoded, strict=True):
            if len(one.ids) > self.window:
                raise EncoderError(
                    f"A text of {len(one.ids)} word pieces does not fit the encoder's window of {self.window}: "
                    f"{text[:60]!r}…",
                    hint="Cut it first (index/chunking.py); the encoder never cuts silently.",
                )
        return [np.asarray(one.ids, dtype=np.int64) for one in encoded]
