"""Evaluation reports: findings, conclusions, lessons and recommendations, by their labels or by their sections."""

from __future__ import annotations

import re

from index.model import Extraction
from index.publishers.documents.labels import label_of
from index.publishers.documents.publishing import extraction, identity_of, records_of
from index.publishers.documents.sections import KIND_OF, section_of
from index.readers.blocks import ReadDocument, Role

_EVALUATES = re.compile(
    r"\b(?:evaluations?|evaluated|evaluators?|audit|évaluation|evaluación|avaliação)\b", re.IGNORECASE
)
_ENOUGH = 200_000  # characters
_OFTEN = 5  # mentions: an article about something else names evaluations once or twice


def confidence(document: ReadDocument) -> float:
    """By what it calls itself and by how many kinds of statements its headings and labels name."""
    calls_itself = document.title is not None and _EVALUATES.search(document.title) is not None
    if not calls_itself and len(_EVALUATES.findall(document.text[:_ENOUGH])) < _OFTEN:
        return 0.0
    headings = (b.text for b in document.blocks if b.role is Role.HEADING)
    named = {KIND_OF[section] for heading in headings if (section := section_of(heading)) in KIND_OF}
    named |= {label.kind for block in document.blocks if (label := label_of(block.text))}
    return min(0.55, 0.2 + 0.1 * len(named)) if named else 0.15


def publish(document: ReadDocument) -> Extraction:
    """The report and its statements; annexes are context."""
    identity = identity_of(document)
    return extraction(document, identity, records_of(document, identity))
