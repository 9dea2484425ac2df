"""txtai, with its defaults: `Embeddings(hybrid=True)`. Runs in txtai's own environment."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).parents[1])  # so that `comparison` is found, and nothing here by a bare name

from txtai.embeddings import Embeddings  # noqa: E402

from comparison.serving import serve  # noqa: E402


class Txtai:
    """A saved index, opened."""

    def __init__(self, folder: str) -> None:
        self._embeddings: Any = Embeddings()
        self._embeddings.load(folder)

    def rank(self, text: str) -> list[str]:
        """See `serving.Searching`."""
        return [str(id_) for id_, _ in self.search(text)]

    def search(self, text: str) -> list[tuple[str, float]]:
        """See `serving.Searching`."""
        found: list[tuple[str, float]] = self._embeddings.search(text, 10)
        return found


def index(texts: str, folder: str, model: str) -> None:
    """Index the file of texts ([identifier, text] a line) and save the index."""
    embeddings: Any = Embeddings(path=model, hybrid=True)
    with open(texts, encoding="utf-8") as lines:  # noqa: PTH123
        embeddings.index((id_, text, None) for id_, text in map(json.loads, lines))
    embeddings.save(folder)


serve(index, Txtai)
