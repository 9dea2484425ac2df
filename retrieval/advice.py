"""How a query was understood, and what to try where it finds nothing."""

from __future__ import annotations

from collections.abc import Sequence

from index.opened import Opened
from retrieval.answer import ExpansionEcho, QueryEcho
from retrieval.filters import unknown_values
from retrieval.query import Query
from retrieval.request import SearchRequest


def unknown_words(opened: Opened, query: Query) -> list[str]:
    """The words of the query that no passage holds."""
    frequency = opened.lexical.frequency
    return [word.text for word in query.words if not any(frequency(term) for term in word.terms)]


def echo(query: Query, request: SearchRequest, unknown: Sequence[str]) -> QueryEcho:
    """What a reader is told of the query."""
    return QueryEcho(
        text=request.query,
        language=query.language,
        words=[word.text for word in query.words],
        unknown_words=list(unknown),
        phrases=list(query.phrases),
        symbols=list(query.symbols),
        expansions=[ExpansionEcho(said=one.said, meant=one.meant) for one in query.expansions],
        filters=request.filters,
        polarity=query.polarity,
    )


def message(
    opened: Opened, query: Query, request: SearchRequest, unknown: Sequence[str], did_you_mean: str | None
) -> str:
    """Why there are no hits, and what to try."""
    advice = ["No strong evidence for this in the collection."]
    for value, close in unknown_values(request.filters, opened.facets).items():
        advice.append(f"No passage has {value}." + (f" Did you mean {' or '.join(close)}?" if close else ""))
    if unknown:
        advice.append(f"No passage holds: {', '.join(unknown)}.")
    if did_you_mean:
        advice.append(f"Did you mean “{did_you_mean}”?")
    if query.phrases:
        advice.append("Quoted words must stand in a passage just so: try without the quotation marks.")
    if request.filters:
        advice.append("Try with fewer filters.")
    return " ".join(advice)
