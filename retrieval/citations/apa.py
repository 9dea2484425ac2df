"""APA style, 7th edition: a report by a group author (Publication Manual, section 10.4), without italics.

Titles stay as they are published: what in them is a name and keeps its capitals, no program knows.
"""

from __future__ import annotations

from retrieval.citations.base import Format
from retrieval.citations.reference import Reference


def entry(reference: Reference) -> str:
    """International Labour Organization. (2017). Better Work Haiti (Evaluation No. 1907, lesson 195128). https://…

    Where nobody is named, the title takes the author's place, as the style asks.
    """
    number = f"Evaluation No. {reference.number}" if reference.number else ""
    within = ", ".join(filter(None, [number, reference.place]))
    title = reference.title + (f" ({within})" if within else "")
    year = f"({reference.year or 'n.d.'})"
    parts = [reference.author, year, title] if reference.author else [title, year]
    words = [_ended(part) for part in parts] + [reference.url or ""]
    return " ".join(filter(None, words)) + "\n"


def _ended(part: str) -> str:
    return part if part.endswith((".", "?", "!", "…")) else f"{part}."


FORMAT = Format("text/plain", "txt", entry, between="")
