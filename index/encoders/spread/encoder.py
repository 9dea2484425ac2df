"""An encoder whose pieces an executor encodes; single texts it encodes itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from index.encoders.base import Encoder, Identity, Vectors
from index.encoders.batches import encode_piece
from index.encoders.spread.base import Executor, Pieces, Spec
from index.encoders.tokens import WordPieces
from index.errors import EncoderError

_LEAST = 2  # pieces; fewer are done here before a worker has its model


class SpreadEncoder:
    """Gives the vectors of the encoder that it was made of, wherever they are computed."""

    def __init__(self, own: Encoder, spec: Spec, executor: Executor) -> None:
        self._own = own
        self._spec = spec
        self._executor = executor

    @property
    def identity(self) -> Identity:
        """What the vectors depend on."""
        return self._own.identity

    @property
    def tokens(self) -> WordPieces:
        """The encoder's own tokenizer."""
        return self._own.tokens

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One batch of at least one text → float32, shape (len(texts), dimensions), in this process."""
        return self._own.encode(texts)

    def encode_pieces(self, pieces: Pieces) -> Iterator[tuple[int, Vectors]]:
        """The number of each piece and its vectors, each piece exactly once. Raises EncoderError where not."""
        if len(pieces) < _LEAST:
            yield from ((number, encode_piece(self._own, piece)) for number, piece in enumerate(pieces))
            return
        waiting = set(range(len(pieces)))
        for number, vectors in self._executor.encode(self._spec, pieces):
            if number not in waiting or vectors.shape != (len(pieces[number]), self.identity.dimensions):
                raise EncoderError(f"Piece {number} came back twice, or not whole.", hint="Please report this.")
            waiting.discard(number)
            yield number, np.asarray(vectors, dtype=np.float32)
        if waiting:
            raise EncoderError(f"{len(waiting)} pieces did not come back.", hint="Please report this.")
