"""A cross-encoder on ONNX Runtime: no torch is imported once its graph has been made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.encoders.models import ModelFiles
from index.encoders.onnx_export import EAGER, INPUTS, exported, write_graph
from index.encoders.onnx_runtime import open_graph
from retrieval.rerank.base import Pair, Scores
from retrieval.rerank.cross_encoder import one_number
from retrieval.rerank.pair_tokens import PairTokens

_OUTPUT = "scores"


class OnnxPairs:
    """Runs a cross-encoder's exported graph. Safe to share between threads: ONNX Runtime sessions are."""

    def __init__(self, model: ModelFiles, cache: Path, threads: int) -> None:
        self._name = model.name
        self._tokens = PairTokens(model.folder, model.window)
        self._session = open_graph(exported(model, "fp32", cache, _write_cross_encoder), threads)
        self._inputs = {one.name for one in self._session.get_inputs()}
        self.logits([Pair("probe", "probe")])

    def logits(self, pairs: Sequence[Pair]) -> Scores:
        """One batch of at least one pair → one number a pair."""
        encoded = self._tokens.batch(pairs)
        inputs = {name: np.zeros((len(pairs), max(len(one.ids) for one in encoded)), dtype=np.int64) for name in INPUTS}
        for row, one in enumerate(encoded):
            inputs["input_ids"][row, : len(one.ids)] = one.ids
            inputs["attention_mask"][row, : len(one.ids)] = 1
            inputs["token_type_ids"][row, : len(one.ids)] = one.type_ids
        feed = {name: value for name, value in inputs.items() if name in self._inputs}
        (scores,) = self._session.run(None, feed)
        return one_number(np.asarray(scores), len(pairs), self._name)


def _write_cross_encoder(folder: Path, file: Path) -> None:
    import torch
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(str(folder), device="cpu", local_files_only=True, model_kwargs=EAGER).eval()
    # Some models are told which word pieces are the query's, and some do not know the difference.
    read = [name for name in INPUTS if name in model.tokenizer.model_input_names]

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
            scores: torch.Tensor = self.model(dict(zip(read, inputs, strict=True)))[_OUTPUT]
            return scores

    write_graph(Whole(), read, _OUTPUT, file)
