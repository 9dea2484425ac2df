"""A record → the line that cites it and the path that finds it again. `citations/` writes other formats."""

from __future__ import annotations

from index.model import Anchor, Document, Kind, Record
from retrieval.address import source_address

_KINDS = {"good_practice": "good practice", "management_response": "management response", "key_action": "key action"}
_UNNAMED = {Kind.OTHER, Kind.CONTEXT}  # says nothing to a reader


def permalink(record_id: str) -> str:
    """The path under which this record is found as long as the service runs. Independent of any generation."""
    return f"/p/{record_id}"


def cite(record: Record, document: Document, anchor: Anchor | None) -> str:
    """One line that names the evaluation, the year, the place in it and the address.

    For example: ILO, “Better Work Haiti”, evaluation 1907, 2017, lesson 195128. https://…
    """
    place = [document.publisher.upper(), f"“{document.title}”"]
    if document.number:
        place.append(f"evaluation {document.number}")
    year = record.year or document.year
    if year:
        place.append(str(year))
    at = anchor or Anchor()
    place.append(locator(record, at))
    address = source_address(document.url, at.page)
    return ", ".join(filter(None, place)) + (f". {address}" if address else ".")


def locator(record: Record, anchor: Anchor) -> str:
    """The place inside the document: the record's own number or heading, then paragraph and page.

    Text that its document neither numbers nor titles is placed by the heading above it.
    """
    kind = _KINDS.get(record.kind.value, record.kind.value)
    if anchor.row:
        words = [f"{kind} {anchor.row}"]
    elif record.title:
        words = [record.title]
    else:
        words = [kind] if record.kind not in _UNNAMED else []
        words += [f"“{record.heading_path[-1]}”"] if record.heading_path else []
    if anchor.paragraph:
        words.append(f"para. {anchor.paragraph}")
    if anchor.page:
        words.append(f"p. {anchor.page}")
    return ", ".join(words)
