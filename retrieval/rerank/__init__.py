"""The head of an order → read again, each passage together with the query. One small file per method.

base.py             the face of a method
cross_encoder.py    a sentence-transformers CrossEncoder: query and passage through one model
cross_onnx.py       running it without torch
cross_torch.py      running it with sentence-transformers, for models that have no ONNX graph
bounded.py          one at a time and under a deadline, so that late work cannot pile up
head.py             the order of the hits with the head rearranged
"""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.rerank.base import Load
from retrieval.rerank.cross_encoder import load_cross_encoder

RERANKERS: Mapping[str, Load] = {"cross-encoder": load_cross_encoder}
