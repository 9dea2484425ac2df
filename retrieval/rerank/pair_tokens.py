"""A query and a passage → the word pieces that a cross-encoder reads together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tokenizers import Encoding, Tokenizer

from index.encoders.tokens import Tokens
from retrieval.rerank.base import Pair


class PairTokens:
    """The model's own tokenizer, for pairs. Safe to share between threads.

    A query takes at most half of the window (a pasted page has its beginning read); of the passage the end is cut off
    where the rest does not hold it.
    """

    def __init__(self, folder: Path, window: int) -> None:
        self._single = Tokens(folder, window)
        self._pairs = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._pairs.no_padding()
        self._pairs.enable_truncation(window, strategy="only_second")
        self._most = (window - self._pairs.num_special_tokens_to_add(is_pair=True)) // 2

    def batch(self, pairs: Sequence[Pair]) -> list[Encoding]:
        """The word pieces of each pair, special ones included."""
        found: list[Encoding] = self._pairs.encode_batch([self.cut(pair) for pair in pairs])
        return found

    def cut(self, pair: Pair) -> Pair:
        """The pair with what is read of its query."""
        return pair._replace(query=self._single.clip(pair.query, self._most))
