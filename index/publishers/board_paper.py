"""Papers of United Nations governing bodies: a symbol, numbered paragraphs, sometimes several evaluations in one paper.

ILO Governing Body, Executive Boards of UNDP and UNICEF, Joint Inspection Unit, Office of Internal Oversight Services.
Each part of a paper that holds several evaluations has a numbering of its own; answers are linked within their part.
"""

from __future__ import annotations

import re

from index.model import Extraction
from index.publishers.documents.cover import first_page, own_symbol
from index.publishers.documents.publishing import extraction, identity_of, records_of
from index.readers.blocks import ReadDocument

_BODY = re.compile(
    r"executive board|governing body|governing council|economic and social council|general assembly|"
    r"provisional agenda|on the agenda|distr\.|joint inspection unit|draft decision",
    re.IGNORECASE,
)
_NUMBERED = 0.2  # of the blocks: less and the numbers are those of a list


def confidence(document: ReadDocument) -> float:
    """High for a symbol of its own and words of a governing body; less for numbered paragraphs alone."""
    head = " ".join(block.text for block in first_page(document))
    numbered = sum(block.paragraph is not None for block in document.blocks)
    if not _BODY.search(head):
        return 0.0
    signs = (own_symbol(document) is not None, numbered >= _NUMBERED * max(1, len(document.blocks)))
    return 0.4 + 0.2 * sum(signs)


def publish(document: ReadDocument) -> Extraction:
    """The paper, its statements with their numbered paragraphs, and the answers in it."""
    identity = identity_of(document)
    return extraction(document, identity, records_of(document, identity))
