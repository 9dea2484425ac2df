"""What a brief says of the records that it shows: on which side they stand, why they are there, how supported."""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis import DEFAULT_LANGUAGE
from index.model import Kind, Polarity
from retrieval.answer import Hit
from retrieval.brief.answer import Aspect, BriefItem, Support, Why
from retrieval.brief.places import Home
from retrieval.brief.terms import Term
from retrieval.query import Query, Word

_TERMS = 40  # words of a section that its hits are shown for

_ASPECTS = {
    Kind.RECOMMENDATION: Aspect.ADVICE,
    Kind.MANAGEMENT_RESPONSE: Aspect.ADVICE,
    Kind.KEY_ACTION: Aspect.ADVICE,
    Kind.GOOD_PRACTICE: Aspect.WORKED,
    Kind.SUCCESS_FACTOR: Aspect.WORKED,
    Kind.CHALLENGE: Aspect.DID_NOT,
}
_STATED = {Polarity.SUCCESS: Aspect.WORKED, Polarity.CHALLENGE: Aspect.DID_NOT}


def aspect_of(kind: Kind, polarity: Polarity | None) -> Aspect:
    """Where a record stands: what its kind says, else what its source states of it, else among the lessons."""
    if kind in _ASPECTS:
        return _ASPECTS[kind]
    return _STATED[polarity] if polarity else Aspect.LEARNED


def query_of(text: str, language: str, terms: Sequence[Term]) -> Query:
    """What the hits of a section are shown for: its telling words, the most telling first."""
    return Query(
        text=text,
        language=language or DEFAULT_LANGUAGE,
        words=tuple(Word(term.word, term.stems, term.times) for term in terms[:_TERMS]),
        phrases=(),
        symbols=(),
    )


def items_of(hits: Sequence[Hit], first: int, home: Home) -> list[BriefItem]:
    """The hits side by side: by aspect, in each the best first; numbered from `first`."""
    told = sorted(((aspect_of(hit.kind, hit.polarity), hit) for hit in hits), key=lambda one: _ORDER[one[0]])
    return [
        BriefItem(number=number, aspect=aspect, hit=hit.model_copy(update={"rank": at}), why=_why(hit, home))
        for at, (number, (aspect, hit)) in enumerate(enumerate(told, start=first), start=1)
    ]


_ORDER = {aspect: at for at, aspect in enumerate(Aspect)}


def _why(hit: Hit, home: Home) -> Why:
    return Why(
        terms=hit.matched_terms,
        cosine=hit.scores.cosine,
        countries=[one for one in home.countries if one in hit.facets.countries],
        regions=[one for one in home.regions if one in hit.facets.regions],
        themes=[one for one in home.themes if one in hit.facets.themes],
    )


def support_of(items: Sequence[BriefItem]) -> Support:
    """All records behind some items, counted together: their own and those that say the same.

    Evaluations are counted by document; those of `also` that are not among the items add what the hit says of them.
    """
    years = [year for item in items for year in (item.hit.year, *(one.year for one in item.hit.also)) if year]
    documents = {item.hit.document.id for item in items}
    further = sum(item.hit.corroboration.evaluations - 1 for item in items)
    return Support(
        records=sum(item.hit.corroboration.records for item in items),
        evaluations=len(documents) + further,
        countries=sorted({country for item in items for country in item.hit.corroboration.countries}),
        latest_year=max(years, default=None),
    )
