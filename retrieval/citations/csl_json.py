"""CSL-JSON, the items that citation processors (citeproc, pandoc, Zotero) read: an array, as its schema asks."""

from __future__ import annotations

import json
from typing import Any

from retrieval.citations.base import Format
from retrieval.citations.reference import Reference


def item(reference: Reference) -> dict[str, Any]:
    """One item of type report. Without a year it has no date, and styles print "n.d."."""
    found: dict[str, Any] = {
        "id": reference.id,
        "type": "report",
        "title": reference.title,
        "author": [{"literal": reference.author}] if reference.author else None,
        "publisher": reference.author,
        "genre": reference.genre,
        "number": reference.number,
        "issued": {"date-parts": [[reference.year]]} if reference.year else None,
        "note": reference.place[:1].upper() + reference.place[1:],
        "language": reference.language,
        "URL": reference.url,
    }
    return {name: value for name, value in found.items() if value}


def entry(reference: Reference) -> str:
    """One item on one line."""
    return json.dumps(item(reference), ensure_ascii=False)


FORMAT = Format("application/vnd.citationstyles.csl+json", "json", entry, head="[\n", between=",\n", tail="\n]\n")
