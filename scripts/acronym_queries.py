"""Make a judged set that tests what acronyms are worth, from the records of an index alone.

    PYTHONPATH=. .venv/bin/python scripts/acronym_queries.py --data DIR spelt FOLDER
    PYTHONPATH=. .venv/bin/python scripts/acronym_queries.py --data DIR short FOLDER

`spelt`: a record spells an acronym out and never uses it; the query is the telling words around that place with the
acronym in its stead, and that record is the answer. `short`: the other way round, a record uses an acronym and never
spells it out; the query has the long form. No word that both have says that they mean the same.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from known_items import Judged, write_set

from index.analysis import DEFAULT_LANGUAGE, is_stop_word, stem, words
from index.model import Record
from index.opened import Opened, open_generation
from index.words.acronyms import Acronym
from retrieval.runs import Place, find_runs

EACH = 3  # queries at most for one acronym and direction


class Known(NamedTuple):
    """One query, the record that it is made from and its acronym."""

    query: str
    record: str
    short: str
    direction: str


def records_of(opened: Opened) -> list[Record]:
    """All records that are hits of their own, in the order of identifiers."""
    heads = sorted(set(opened.store.heads()))
    return [record for id_ in heads if (record := opened.store.record(id_))]


def known_items(record: Record, acronyms: dict[str, Acronym], around: int) -> Iterator[Known]:
    """The queries that a record gives, at most one for each acronym."""
    every = {word for part in record.parts for word, _, _ in words(part.text)}
    for part in record.parts:
        language = part.language or DEFAULT_LANGUAGE
        places = [
            Place((stem(word, language),), start, end)
            for word, start, end in words(part.text)
            if not is_stop_word(word, language)
        ]
        terms = {place.terms[0] for place in places}  # type: ignore[index]
        for short, acronym in acronyms.items():
            long = [
                span
                for meaning in acronym.meanings
                if terms.issuperset(meaning.terms)
                for span in find_runs(meaning.terms, places, part.text, language)
            ]
            used = not every.isdisjoint({short, f"{short}s"})
            spot = next((place for place in places if part.text[place.start : place.end] == acronym.text), None)
            if long and not used:
                query = _around(part.text, places, long[0], acronym.text, around)
                yield Known(query, record.id, short, "spelt")
            elif spot and not long:
                span = (spot.start, spot.end)
                query = _around(part.text, places, span, acronym.meanings[0].text, around)
                yield Known(query, record.id, short, "short")


def _around(text: str, places: list[Place], span: tuple[int, int], instead: str, around: int) -> str:
    before = [text[one.start : one.end] for one in places if one.end <= span[0]][-around:]
    after = [text[one.start : one.end] for one in places if one.start >= span[1]][:around]
    return " ".join([*before, instead, *after])


def chosen(items: list[Known]) -> list[Known]:
    """At most `EACH` of every acronym and direction, drawn by a hash of the record: the same in every run."""
    kept: dict[tuple[str, str], dict[str, Known]] = {}
    for item in sorted(items, key=lambda item: hashlib.sha256(f"{item.record} {item.short}".encode()).digest()):
        some = kept.setdefault((item.short, item.direction), {})
        if len(some) < EACH:
            some.setdefault(item.record, item)
    return sorted(item for some in kept.values() for item in some.values())


def main() -> None:
    """Write queries.jsonl and qrels.tsv."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="a data folder with a published index")
    parser.add_argument("--around", type=int, default=2, help="telling words on each side of the acronym")
    parser.add_argument("direction", choices=("spelt", "short"), help="what the records do")
    parser.add_argument("folder", type=Path, help="where the set is written")
    given = parser.parse_args()
    opened = open_generation(given.data)
    acronyms = {short: one for short, one in opened.words.acronyms.items() if not one.wordlike}
    items = chosen([item for one in records_of(opened) for item in known_items(one, acronyms, given.around)])
    judged: Judged = [(item.query, [item.record]) for item in items if item.direction == given.direction]
    write_set(given.folder, judged)
    print(f"{len(judged)} queries in {given.folder}")


if __name__ == "__main__":
    main()
