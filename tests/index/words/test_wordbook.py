"""Word forms, phrases and names of a collection, stored and read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.analysis import distinct_words
from index.model import Document, Facets, Kind, Part, Record
from index.words.forms import Forms
from index.words.names import Name, names
from index.words.phrases import frequent_phrases, least
from index.words.wordbook import WordBook

DOCUMENTS = {
    "o:evaluation:1": Document(
        id="o:evaluation:1", publisher="o", title="Boats  for Kiribati", year=2019, language="en",
        facets=Facets(countries=("Kiribati",), themes=("Fisheries",)),
    ),
    "o:evaluation:2": Document(
        id="o:evaluation:2", publisher="o", title="Boats for Kiribati", year=2021, language="en"
    ),
    "o:evaluation:3": Document(id="o:evaluation:3", publisher="o", title="Nothing yet", stage="planned"),
}  # fmt: skip


def record(number: int, text: str, document: int = 1, title: str | None = None, language: str = "en") -> Record:
    parts = (Part(name="text", text=text, language=language),) if text else ()
    return Record(
        id=f"o:lesson:{number}",
        local_id=f"lesson:{number}",
        document_id=f"o:evaluation:{document}",
        kind=Kind.LESSON,
        title=title,
        parts=parts,
    )


def test_distinct_words_are_those_of_the_analysis_as_written() -> None:
    assert distinct_words("Exit and/or exit RAS/16/13/EUR, M&E") == {
        "Exit",
        "and",
        "or",
        "exit",
        "RAS/16/13/EUR",
        "M&E",
    }


def test_forms_count_each_record_once_a_language() -> None:
    forms = Forms()
    forms.add([("Exit, exit and EXIT", "en"), ("exit", "en"), ("exit", "fr")])
    forms.add([("an exit", "en")])
    assert forms.by_language == {"en": {"exit": 2, "and": 1, "an": 1}, "fr": {"exit": 1}}
    assert forms.written("exit") == (4, 2)  # texts: small in all four, Exit and EXIT in the first
    assert forms.written("never") == (0, 0)


def test_phrases_are_telling_words_in_a_row() -> None:
    texts = [("Quality of the training counts. Training counts, quality too", "en")]
    frequent = {"quality", "training", "counts"}
    assert frequent_phrases([texts, texts, texts], frequent) == {
        "quality of the training": 3,
        "quality of the training counts": 3,
        "training counts": 3,
    }
    assert frequent_phrases([texts, texts], frequent) == {}
    assert frequent_phrases([texts, texts, texts], frequent - {"training"}) == {}


def test_three_stop_words_part_a_phrase() -> None:
    texts = [("training is to be for quality", "en")]
    assert frequent_phrases([texts] * 3, {"training", "quality"}) == {}


@pytest.mark.parametrize(("records", "number"), [(1, 3), (3_999, 3), (4_000, 4), (12_345, 12)])
def test_what_counts_as_frequent(records: int, number: int) -> None:
    assert least(records) == number


def test_names_count_records_with_text() -> None:
    records = [record(1, "a"), record(2, "b"), record(3, ""), record(4, "c", document=2)]
    assert names(records, DOCUMENTS) == [
        Name("country", "Kiribati", None, 2),
        Name("theme", "Fisheries", None, 2),
        Name("title", "Boats for Kiribati", "2019-2021", 3),
    ]


def test_a_record_s_own_title_is_a_name_unless_it_is_a_heading() -> None:
    records = [record(1, "a", title="Pay the caretaker first"), record(2, "b", title="Recommendation 1")]
    records += [record(n, "c", title="What was learned here") for n in (3, 4)]
    titles = [name.text for name in names(records, DOCUMENTS) if name.kind == "title"]
    assert titles == ["Boats for Kiribati", "Pay the caretaker first"]


def test_a_word_book_is_read_as_it_was_saved(tmp_path: Path) -> None:
    text = "The Boat Owners Fund (BOF) lends. The boat owners repay."
    records = [record(n, text) for n in range(3)] + [record(4, "Los barcos", language="es")]
    book = WordBook.learn(records, DOCUMENTS)
    assert book.acronyms["bof"].meanings[0].text == "Boat Owners Fund"
    assert book.forms["es"] == {"barcos": 1, "los": 1}
    assert book.forms["en"]["boat"] == 3
    assert book.forms["en"]["fisheries"] == 1  # what records are filed under counts once
    assert book.phrases["boat owners"] == 3
    book.save(tmp_path / "words")
    assert WordBook.load(tmp_path / "words") == book
    assert sorted(path.name for path in (tmp_path / "words").iterdir()) == [
        "acronyms.json",
        "forms.json",
        "names.json",
        "phrases.json",
    ]
