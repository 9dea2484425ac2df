"""Any other document: labelled statements are recognised, everything else is plain text with its place."""

from __future__ import annotations

from index.model import Extraction
from index.publishers.documents.publishing import extraction, identity_of, records_of
from index.readers.blocks import ReadDocument

_LAST_RESORT = 0.1


def confidence(document: ReadDocument) -> float:
    """A little for every document with text: better found as plain text than not at all."""
    return _LAST_RESORT if document.blocks else 0.0


def publish(document: ReadDocument) -> Extraction:
    """The document's text. A section's heading alone makes no finding here: nobody says that this is an evaluation."""
    identity = identity_of(document)
    return extraction(document, identity, records_of(document, identity, stated=()))
