"""A generation and an audience → the generation as they see it.

A view, not a filter: whoever searches it cannot forget to ask, and what is hidden cannot show through numbers. Term
weights, average length, facets, families of like texts, acronyms, spelling and suggestions are those of the visible
documents alone, computed by the functions that build a generation. A view answers as an index of a collection would
that never held the rest; the tests hold it to that (tests/service/views/test_endpoints.py).

Vectors and texts are not copied. What is made anew takes about half a millisecond a visible passage, once.
"""

from __future__ import annotations

from collections.abc import Mapping

from index.chunking import Passage
from index.content import Content
from index.forms import forms_of
from index.generation import Manifest
from index.layout import head, lay_out
from index.model import Document, Record
from index.opened import Opened
from index.publishers.linking import resolve_links
from index.store import count_kinds
from index.vectors.restricted import RestrictedVectors
from index.view.store import StoreView
from index.visibility import Audience
from index.words.wordbook import WordBook


def restrict(opened: Opened, audience: Audience) -> Opened:
    """What the audience may see of a generation: the same object where that is all of it."""
    visibilities = set(opened.store.visibilities().values())
    seen = frozenset(one for one in visibilities if audience.sees(one))
    return opened if seen == visibilities else view(opened, seen)


def view(opened: Opened, seen: frozenset[str]) -> Opened:
    """The generation with the documents of these visibilities alone."""
    store = StoreView(opened.store, (id_ for id_, one in opened.store.visibilities().items() if one in seen))
    documents, records = store.collection()
    # A paper that is named by its title is another one, or none, where one of two of that title is hidden.
    relinked = resolve_links(documents.values(), records.values())
    records.update((record.id, record) for record in relinked)
    shown = {id_: head(record, records) for id_, record in records.items()}
    passages = [
        Passage(p.id, p.record.id, p.part, p.start, p.end, p.text, p.kind)
        for p in store.passages(range(len(store.rows)))
    ]
    store.complete(
        relinked,
        {id_: one.id for id_, one in shown.items() if records[id_].links},
        forms_of((p.text, _language(p, records, documents)) for p in passages),
    )
    return Opened(
        manifest=_manifest(opened.manifest, store, documents, records, len(passages)),
        store=store,
        vectors=RestrictedVectors(opened.vectors, store.rows),
        lexical=opened.lexical.restricted(store.rows),
        facets={name: facet.restricted(store.rows) for name, facet in opened.facets.items()},
        layout=lay_out(passages, [shown[p.record_id] for p in passages]),
        words=WordBook.learn(list(records.values()), documents),
    )


def _language(passage: Passage, records: Mapping[str, Record], documents: Mapping[str, Document]) -> str | None:
    record = records[passage.record_id]
    return record.parts[passage.part].language or documents[record.document_id].language


def _manifest(
    whole: Manifest, store: StoreView, documents: Mapping[str, Document], records: Mapping[str, Record], passages: int
) -> Manifest:
    """Counts of what is visible, and the name of a generation of that: no name tells that something else changed."""
    content = Content(store.digests("documents"), store.digests("records"), store.withdrawn(), by_title=False)
    name = content.name(whole.made_with)
    planned = sum(document.stage == "planned" for document in documents.values())
    return whole.model_copy(
        update={
            "name": name,
            "content": name,
            "words_from": "",
            "words_behind": 0,
            "documents": len(documents) - planned,
            "planned": planned,
            "records": dict(sorted(count_kinds(records.values()).items())),
            "passages": passages,
            "files": {},
        }
    )
