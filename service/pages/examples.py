"""Queries to begin with, drawn from the collection itself: its themes and the titles of its evaluations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from weakref import WeakKeyDictionary

import numpy as np

from index.opened import Opened
from retrieval.request import SearchRequest
from retrieval.search import Searcher

_THEMES, _TITLES = 3, 3
_LOOKED_AT = 24  # evaluations, spread over the collection; some titles are too long or say the same
_LONGEST = 60  # characters: an example is read at a glance
_SUBJECT = re.compile(r"[^:(]*?(?=\s[-–—]\s|[:(]|$)")


_KEPT: WeakKeyDictionary[Searcher, tuple[str, ...]] = WeakKeyDictionary()  # one entry a view of a generation


def example_queries(searcher: Searcher) -> tuple[str, ...]:
    """Up to six queries that the collection answers, always the same for one generation."""
    if (found := _KEPT.get(searcher)) is None:
        found = _KEPT[searcher] = _drawn(searcher)
    return found


def _drawn(searcher: Searcher) -> tuple[str, ...]:
    themes = _answered(_themes(searcher.opened), searcher, _THEMES)
    titles = _answered(_titles(searcher.opened), searcher, _TITLES)
    return tuple(dict.fromkeys([*themes, *titles]))


def _answered(queries: Iterator[str], searcher: Searcher, most: int) -> list[str]:
    found: list[str] = []
    for query in queries:
        if len(found) == most:
            break
        if query not in found and not searcher.search(SearchRequest(query=query, limit=1)).abstained:
            found.append(query)
    return found


def _themes(opened: Opened) -> Iterator[str]:
    """The most frequent first; equally frequent ones by name."""
    counts = opened.facets["theme"].counts()
    yield from (name for name in sorted(counts, key=lambda name: (-counts[name], name)) if len(name) <= _LONGEST)


def _titles(opened: Opened) -> Iterator[str]:
    """What evaluations were about: their titles without "- Final evaluation" and the like."""
    if not opened.manifest.passages:
        return
    rows = np.linspace(0, opened.manifest.passages - 1, _LOOKED_AT).astype(int).tolist()
    for passage in opened.store.passages(sorted(set(rows))):
        document = opened.store.document(passage.record.document_id)
        match = _SUBJECT.match(document.title) if document else None
        subject = match[0].strip() if match else ""
        if len(subject.split()) >= 3 and len(subject) <= _LONGEST:
            yield subject
