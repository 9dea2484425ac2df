"""A short page that tells what evaluations found over the years: a lead-in, and a list of challenges or successes."""

from __future__ import annotations

import re

from index.model import Extraction
from index.publishers.documents.publishing import extraction, identity_of, records_of
from index.readers.blocks import ReadDocument, Role

_SHORT = 60  # blocks
_RESULTS = re.compile(r"\bresults?\b.*\bchallenges?\b|\bchallenges?\b.*\bresults?\b", re.IGNORECASE)
_OFFICE = re.compile(r"\bILO\b|International Labour")


def confidence(document: ReadDocument) -> float:
    """High for a short page of the ILO that lists challenges under a heading about results."""
    lists = any(block.role is Role.LIST_ITEM for block in document.blocks)
    titled = any(_RESULTS.search(b.text) for b in document.blocks if b.role is Role.HEADING or b is document.blocks[0])
    is_one = len(document.blocks) <= _SHORT and lists and titled and _OFFICE.search(document.text)
    return 0.8 if is_one else 0.0


def publish(document: ReadDocument) -> Extraction:
    """The page, and one statement for each item of its lists."""
    identity = identity_of(document)
    return extraction(document, identity, records_of(document, identity))
