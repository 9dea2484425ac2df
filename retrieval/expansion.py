"""Acronyms of the query and what they stand for in this collection, both ways, with less weight than what was typed.

    DWCP                          →  + decent, work, countri, programm
    decent work country programme →  + dwcp

An acronym of several meanings is taken to mean each of them, with the weight shared by the documents that say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from index.analysis import words
from index.words.acronyms import Acronym
from retrieval.query import Expansion, Query, Word

_LIKELY = 0.5  # share of an acronym's documents from which its letters say as much as the long form itself

Places = list[tuple[Word, int, int]]  # the query's telling words in order, with their spans in its text


class Expander:
    """Knows the acronyms of one collection. Safe to share between threads; nothing in it changes."""

    def __init__(self, acronyms: Mapping[str, Acronym], weight: float) -> None:
        """`weight` is what an expansion weighs beside what was typed; 0 expands nothing."""
        self._acronyms = acronyms if weight else {}
        self._weight = weight
        self._by_beginning: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
        for short, acronym in self._acronyms.items():
            if not acronym.wordlike:  # its term would meet the ordinary word
                for meaning, share in zip(acronym.meanings, acronym.shares(), strict=True):
                    long = (meaning.terms, short, share)
                    self._by_beginning.setdefault(meaning.terms[0], []).append(long)
        for some in self._by_beginning.values():
            some.sort(key=lambda long: (-len(long[0]), long[1]))  # of two that begin alike, the longer one is meant

    def expand(self, query: Query) -> Query:
        """The query with all that its acronyms and long forms mean too."""
        if not self._acronyms:
            return query
        known = {word.text: word for word in query.words}
        places = [(known[word], start, end) for word, start, end in words(query.text) if word in known]
        long = list(self._long_forms(query, places))
        spelt = {short for short, _ in long}  # typed beside its long form, an acronym means nothing else
        found = [
            *self._short_forms(query, places, spelt),
            *(expansion for short, expansion in long if short not in known),
        ]
        return replace(query, expansions=tuple(dict.fromkeys(found))) if found else query

    def _short_forms(self, query: Query, places: Places, spelt: set[str]) -> Iterator[Expansion]:
        shouted = query.text.isupper()  # then capitals say nothing
        for word, start, end in places:
            short = word.text if word.text in self._acronyms else word.text.removesuffix("s")
            acronym = self._acronyms.get(short)
            said = query.text[start:end]
            in_capitals = said[: len(short)].isupper() and not shouted
            if acronym is None or short in spelt or (acronym.wordlike and not in_capitals):
                continue
            others = tuple((term,) for term in acronym.terms if term not in word.terms)  # the plural's
            for meaning, share in zip(acronym.meanings, acronym.shares(), strict=True):
                runs = (meaning.terms, *others)
                yield Expansion(said, meaning.text, runs, (word.text,), self._weight * share, True)

    def _long_forms(self, query: Query, places: Places) -> Iterator[tuple[str, Expansion]]:
        """Long forms that stand in the query, each with its acronym; none inside another."""
        at = 0
        while at < len(places):
            found = [
                (len(terms), short, share)
                for term in places[at][0].terms
                for terms, short, share in self._by_beginning.get(term, ())
                if _stands(terms, places[at : at + len(terms)])
            ]
            longest = max((length for length, _, _ in found), default=1)
            here = places[at : at + longest]
            for length, short, share in sorted(found):
                if length == longest:
                    acronym = self._acronyms[short]
                    said = query.text[here[0][1] : here[-1][2]]
                    runs = tuple((term,) for term in acronym.terms)
                    stood_for = tuple(word.text for word, _, _ in here)
                    weight = self._weight * share
                    yield short, Expansion(said, acronym.text, runs, stood_for, weight, share >= _LIKELY)
            at += longest


def _stands(terms: Sequence[str], places: Places) -> bool:
    """Whether the words at these places are those of a long form."""
    return len(places) == len(terms) and all(
        term in word.terms for term, (word, _, _) in zip(terms, places, strict=True)
    )
