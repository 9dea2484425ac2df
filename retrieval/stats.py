"""What a collection holds, in numbers."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from index.opened import Opened


class Stats(BaseModel):
    """Counts of one generation."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    records: dict[str, int] = Field(description="Records by kind.")
    documents: int = Field(description="Evaluations and other documents, planned ones left out.")
    planned: int = Field(description="Planned evaluations.")
    passages: int
    languages: dict[str, int] = Field(description="Passages by language.")
    status: dict[str, int] = Field(description="Management responses by what management decided.")
    progress: dict[str, int] = Field(description="Management responses by how far the action got.")
    generation: str
    encoder: str
    encoder_sha256: str
    precision: str
    dimensions: int


def stats(opened: Opened) -> Stats:
    """Count what a generation holds."""
    manifest = opened.manifest
    return Stats(
        records=manifest.records,
        documents=manifest.documents,
        planned=manifest.planned,
        passages=manifest.passages,
        languages=opened.facets["language"].counts(),
        status=opened.store.count_statuses("status"),
        progress=opened.store.count_statuses("progress"),
        generation=manifest.name,
        encoder=manifest.encoder.model,
        encoder_sha256=manifest.encoder.weights_sha256,
        precision=manifest.encoder.precision,
        dimensions=manifest.encoder.dimensions,
    )
