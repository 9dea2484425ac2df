"""How documents are read, encoded and stored. Every setting is an environment variable AFTERWISE_<NAME>."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from index.configuration import Settings
from index.encoders.base import Backend
from index.encoders.packaged import DEFAULT_MODEL
from index.lexical.base import LexicalBackend
from index.vectors.choose import VectorIndexName, VectorPlan


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "afterwise"


class IndexSettings(Settings):
    """Settings of the indexer. What the generation is made with is written into its manifest."""

    model: Annotated[
        str,
        Field(description="Encoder: a packaged one, a folder with a sentence-transformers model, or a hub name."),
    ] = DEFAULT_MODEL
    backend: Annotated[Backend, Field(description="What runs the encoder: ONNX Runtime or torch.")] = "onnx"
    precision: Annotated[
        Literal["fp32", "int8"], Field(description="Arithmetic of the encoder; int8 needs the onnx backend.")
    ] = "fp32"
    lexical: Annotated[LexicalBackend, Field(description="What computes BM25.")] = "bm25s"
    vector_index: Annotated[
        VectorIndexName,
        Field(description="How near vectors are found: by the collection's size, exactly, or IVF."),
    ] = "auto"
    probes: Annotated[
        int, Field(ge=0, le=4096, description="Cells of an IVF index that a query reads; 0: by the size of the index.")
    ] = 0
    threads: Annotated[
        int, Field(ge=0, le=256, description="Processor threads for encoding while indexing; 0 means all cores.")
    ] = 0
    cache: Annotated[Path, Field(default_factory=_cache, description="Where exported models are kept.")]
    keep_generations: Annotated[
        int, Field(ge=0, le=100, description="Older generations kept beside the published one, for going back.")
    ] = 1
    job_attempts: Annotated[
        int, Field(ge=1, le=1_000, description="Attempts at a job that fails for what may pass, before it is given up.")
    ] = 20

    @property
    def vector_plan(self) -> VectorPlan:
        """What a generation is told of its vector index."""
        return VectorPlan(self.vector_index, self.probes)
