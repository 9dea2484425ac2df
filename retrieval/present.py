"""Groups of candidates → hits that a reader can check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.model import Document, Kind, Record
from index.opened import Opened
from index.store import StoredPassage
from retrieval.answer import Also, DocumentRef, Explanation, Hit, LinkedRecord, RecordText, Scores, Span
from retrieval.candidates import Candidates
from retrieval.citation import cite, permalink
from retrieval.corroboration import corroboration
from retrieval.fusion.base import Fused
from retrieval.fusion.reciprocal_rank import places
from retrieval.grouping import Group
from retrieval.highlight import Highlighter
from retrieval.query import Query

_ANSWERED = {Kind.RECOMMENDATION, Kind.MANAGEMENT_RESPONSE}  # what responses and actions link to
_DIGITS = 6  # scores are rounded: the last bits of a float are noise to a reader


class Presenter:
    """Looks up what the hits of one query show."""

    def __init__(self, opened: Opened, query: Query) -> None:
        self._opened = opened
        self._query = query
        self._highlighter = Highlighter(query, opened.store.forms)

    def hits(
        self,
        groups: Sequence[Group],
        candidates: Candidates,
        fused: Fused,
        *,
        first: int,
        explain: bool,
        rerank_scores: Mapping[int, float] | None = None,
    ) -> list[Hit]:
        """One hit a group, ranks counted from `first`; `rerank_scores` holds what a reranker gave to some leads."""
        passages = self._opened.store.passages(candidates.rows[[one.lead for one in groups]].tolist())
        found = []
        for rank, (one, passage) in enumerate(zip(groups, passages, strict=True), start=first):
            again = (rerank_scores or {}).get(one.lead)
            explanation = self._explain(one.lead, candidates, fused, again) if explain else None
            found.append(self._hit(rank, passage, one, candidates, fused, explanation))
        return found

    def _hit(
        self,
        rank: int,
        passage: StoredPassage,
        group: Group,
        candidates: Candidates,
        fused: Fused,
        explanation: Explanation | None,
    ) -> Hit:
        record, part = passage.record, passage.record.parts[passage.part]
        document = document_of(self._opened, record)
        spans, matched = self._highlighter.highlight(passage.text, part.language or document.language)
        same = candidates.rows[list(group.same)].tolist()
        return Hit(
            rank=rank,
            id=passage.id,
            record_id=record.id,
            local_id=record.local_id,
            kind=passage.kind,
            title=record.title,
            text=passage.text,
            highlights=[Span(start=start, end=end) for start, end in spans],
            field=part.name,
            whole=passage.text == part.text.strip(),
            document=document_ref(document),
            year=record.year or document.year,
            language=part.language,
            polarity=part.polarity or record.polarity,
            criterion=part.criterion or record.criterion,
            status=record.status,
            progress=record.progress,
            facets=record.facets,
            anchor=part.anchor,
            permalink=permalink(record.id),
            citation=cite(record, document, part.anchor),
            scores=Scores(
                fused=round(float(fused.scores[group.lead]), _DIGITS),
                bm25=round(float(candidates.bm25[group.lead]), _DIGITS),
                cosine=round(float(candidates.cosines[group.lead]), _DIGITS),
                evidence=round(float(candidates.evidence[group.lead]), _DIGITS),
            ),
            matched_terms=matched,
            linked=linked_records(self._opened, record),
            also=self._also(passage.row, same),
            corroboration=corroboration(self._opened, [passage.row, *same]),
            folded=group.folded,
            explanation=explanation,
        )

    def _also(self, lead: int, rows: Sequence[int]) -> list[Also]:
        texts = self._opened.layout.texts
        found = []
        for row, passage in zip(rows, self._opened.store.passages(rows), strict=True):
            record, document = passage.record, document_of(self._opened, passage.record)
            exact = bool(texts[row] == texts[lead])
            found.append(
                Also(
                    id=passage.id,
                    record_id=record.id,
                    citation=cite(record, document, record.parts[passage.part].anchor),
                    permalink=permalink(record.id),
                    year=record.year or document.year,
                    exact=exact,
                    text=None if exact else passage.text,
                )
            )
        return found

    def _explain(self, at: int, candidates: Candidates, fused: Fused, again: float | None) -> Explanation:
        row = candidates.rows[at]
        scores = {term: float(self._opened.lexical.score({term: w})[row]) for term, w in self._query.weights.items()}
        return Explanation(
            bm25_place=int(places(candidates.bm25)[at]),
            bm25_share=round(float(fused.lexical[at]), _DIGITS),
            cosine_place=int(places(candidates.cosines)[at]),
            cosine_share=round(float(fused.dense[at]), _DIGITS),
            neighbours_share=0.0 if fused.neighbours is None else round(float(fused.neighbours[at]), _DIGITS),
            term_scores={term: round(score, _DIGITS) for term, score in scores.items() if score > 0},
            rerank_score=None if again is None else round(again, _DIGITS),
        )


def document_of(opened: Opened, record: Record) -> Document:
    """The record's document; publishers give one with every record."""
    document = opened.store.document(record.document_id)
    if document is None:
        raise LookupError(f"{record.id} names the document {record.document_id}, which is not in the generation")
    return document


def document_ref(document: Document) -> DocumentRef:
    """What a hit tells of its evaluation."""
    return DocumentRef(
        id=document.id,
        publisher=document.publisher,
        title=document.title,
        number=document.number,
        url=document.url,
        published=document.published,
        evaluation_type=document.evaluation_type,
    )


def linked_records(opened: Opened, record: Record) -> list[LinkedRecord]:
    """The recommendation that a record answers, the responses to it, and the actions on those."""
    store = opened.store
    chain: list[tuple[str, Record]] = []
    for link in record.links:
        target = store.record(link.target)
        if target is not None:
            chain.append((link.relation, target))
            chain.extend((link.relation, up) for link in target.links if (up := store.record(link.target)))
    for follower in store.linking_to(record.id) if record.kind in _ANSWERED else ():
        relations = {link.target: link.relation for link in follower.links}
        chain.append((relations[record.id], follower))
        chain.extend(("acts_on", action) for action in store.linking_to(follower.id))
    return [_linked(relation, one) for relation, one in chain]


def _linked(relation: str, record: Record) -> LinkedRecord:
    return LinkedRecord(
        id=record.id,
        kind=record.kind,
        relation=relation,
        title=record.title,
        status=record.status,
        progress=record.progress,
        texts=record_texts(record),
        details=record.details,
        permalink=permalink(record.id),
    )


def record_texts(record: Record) -> list[RecordText]:
    """All texts of a record."""
    return [
        RecordText(name=p.name, text=p.text, kind=p.kind or record.kind, language=p.language, anchor=p.anchor)
        for p in record.parts
    ]
