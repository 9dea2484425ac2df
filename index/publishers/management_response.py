"""A paper that answers the recommendations of another document, which it prints once more.

Each answer is linked to the recommendation as printed here, and to the recommendation in the document answered: by
that document's symbol where the paper names it, else by its title (see `linking`).
"""

from __future__ import annotations

import re

from index.model import Extraction, Kind, Link, Record, Relation
from index.publishers.documents.cover import SYMBOL, first_page, own_symbol, title_of
from index.publishers.documents.identity import Identity
from index.publishers.documents.publishing import extraction, identity_of, records_of
from index.publishers.identifiers import id_part
from index.publishers.linking import subject_of, target_by_subject
from index.readers.blocks import ReadDocument

_TITLE = re.compile(
    r"(?:management|administration|office|secretariat)(?:['’]s)? responses? (?:to|on)\b|"
    r"response of (?:the )?\w+ to the (?:evaluation|review|report)|réponse de la direction|"
    r"respuesta de la administración",
    re.IGNORECASE,
)
_ANSWERED = re.compile(rf"(?:summary|report|evaluation|review)\s*\((?P<symbol>{SYMBOL.pattern})\)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.;])\s+")


def confidence(document: ReadDocument) -> float:
    """High for a paper that calls itself a management response in its title or on its first page."""
    if _TITLE.match(title_of(document)):
        return 0.95
    head = [block.text for block in first_page(document)[:20] if len(block.text.split()) <= 30]
    return 0.9 if any(_TITLE.match(line) for line in head) else 0.0


def publish(document: ReadDocument) -> Extraction:
    """The paper, the recommendations it prints, and its answers. What it says of findings is no finding of its own."""
    identity = identity_of(document)
    records = records_of(document, identity, stated={Kind.RECOMMENDATION})
    linked = tuple(_linked_to_original(record, identity, document) for record in records)
    return extraction(document, identity, linked)


def _linked_to_original(record: Record, identity: Identity, document: ReadDocument) -> Record:
    if record.kind is not Kind.MANAGEMENT_RESPONSE or not record.links:
        return record
    name = record.links[0].target.removeprefix(f"{identity.document_id}:")
    symbol = _answered_symbol(document)
    if symbol is not None:
        target = f"{identity.publisher}:{id_part(symbol)}:{name}"
    else:
        target = target_by_subject(identity.publisher, subject_of(identity.title), name)
    link = Link(relation=Relation.RESPONDS_TO, target=target)
    return record.model_copy(update={"links": (*record.links, link)})


def _answered_symbol(document: ReadDocument) -> str | None:
    """The symbol of the evaluation that the paper names in one breath with its own: "its summary (E/ICEF/2025/3)"."""
    own = own_symbol(document)
    if own is None:
        return None
    for block in document.blocks:
        for sentence in _SENTENCE.split(block.text):
            match = _ANSWERED.search(sentence)
            if own in sentence and match and match["symbol"] != own:
                return match["symbol"]
    return None
