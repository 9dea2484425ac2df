"""Something to cite."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from index.model import Anchor, Document, Kind, Record
from retrieval.citations.reference import Reference, reference

Cite = Callable[..., Reference]

DOCUMENT = {
    "id": "ilo:evaluation:1907",
    "publisher": "ilo",
    "title": "Better Work Haiti",
    "number": "1907",
    "year": 2017,
    "url": "https://example.org/reports/1907.pdf",
    "evaluation_type": "Project evaluation",
    "language": "en",
}
RECORD = {
    "id": "ilo:lesson:195128",
    "local_id": "lesson:195128",
    "document_id": DOCUMENT["id"],
    "kind": Kind.LESSON,
}


@pytest.fixture(scope="session")
def cite() -> Cite:
    """The reference of a lesson on page 4, of a document that differs from the usual one in the fields given."""

    def cited(anchor: Anchor | None = None, record: dict[str, Any] | None = None, **document: Any) -> Reference:
        return reference(
            Record.model_validate(RECORD | (record or {})),
            Document.model_validate(DOCUMENT | document),
            anchor or Anchor(row="195128", page=4),
        )

    return cited
