"""What sources claim, and what that adds up to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.catalog import Catalog
from index.database import SCHEMA
from index.errors import CatalogError
from index.model import Document, Extraction, Facets, Kind, Part, Problem, Record

EVALUATION = Document(id="ilo:evaluation:1", publisher="ilo", title="Final evaluation")


def lesson(number: int, text: str = "Plan the exit.", countries: tuple[str, ...] = ()) -> Record:
    return Record(
        id=f"ilo:lesson:{number}",
        local_id=f"lesson:{number}",
        document_id=EVALUATION.id,
        kind=Kind.LESSON,
        parts=(Part(name="text", text=text),),
        facets=Facets(countries=countries),
    )


def extraction(*records: Record, problems: tuple[Problem, ...] = ()) -> Extraction:
    return Extraction(documents=(EVALUATION,), records=records, problems=problems)


def ids(catalog: Catalog) -> list[str]:
    return [record.local_id for record in catalog.records()]


def spoil(file: Path, table: str, id_: str) -> None:
    """Give a stored value a field that this version does not know."""
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(f"UPDATE {table} SET body = json_insert(body, '$.mood', 'good') WHERE id = ?", (id_,))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "catalog.sqlite"


@pytest.fixture
def catalog(file: Path) -> Iterator[Catalog]:
    with closing(Catalog(file)) as opened:
        yield opened


def test_everything_comes_back_as_it_was_taken_in(catalog: Catalog, file: Path) -> None:
    taken = extraction(
        lesson(2, "Zwei\n– “两” 😀", ("Mali",)), lesson(1), problems=(Problem(file="a.csv", reason="empty"),)
    )
    catalog.take_in("a.csv", "s1", 1, taken)
    with closing(Catalog(file)) as again:
        assert list(again.documents()) == [EVALUATION]
        assert list(again.records()) == [lesson(1), lesson(2, "Zwei\n– “两” 😀", ("Mali",))]
        assert again.problems() == {"a.csv": [Problem(file="a.csv", reason="empty")]}
        assert again.count_records() == {"lesson": 2}
        assert again.signature_of("a.csv") == "s1"
        assert again.signature_of("b.csv") is None


def test_a_sources_claims_are_replaced_as_a_whole(catalog: Catalog) -> None:
    catalog.take_in("a.csv", "s1", 1, extraction(lesson(1), lesson(2), problems=(Problem(file="a.csv", reason="bad"),)))
    catalog.take_in("a.csv", "s2", 2, extraction(lesson(2, "Changed."), lesson(3)))
    assert list(catalog.records()) == [lesson(2, "Changed."), lesson(3)]
    assert catalog.problems() == {}
    assert catalog.signature_of("a.csv") == "s2"
    assert catalog.sources() == ["a.csv"]


def test_a_record_is_withdrawn_and_comes_back(catalog: Catalog) -> None:
    catalog.take_in("a.csv", "s1", 1, extraction(lesson(1), lesson(2)))
    catalog.take_in("a.csv", "s2", 2, extraction(lesson(1)))
    assert ids(catalog) == ["lesson:1"]
    assert list(catalog.withdrawn()) == ["ilo:lesson:2"]
    assert catalog.count_records() == {"lesson": 1}
    catalog.take_in("a.csv", "s3", 3, extraction(lesson(1), lesson(2)))
    assert ids(catalog) == ["lesson:1", "lesson:2"]
    assert list(catalog.withdrawn()) == []


def test_a_document_that_nobody_claims_is_gone(catalog: Catalog) -> None:
    catalog.take_in("a.csv", "s1", 1, extraction(lesson(1)))
    catalog.take_in("a.csv", "s2", 2, Extraction())
    assert list(catalog.documents()) == []
    assert list(catalog.withdrawn()) == ["ilo:lesson:1"]


def test_a_record_stays_while_another_source_claims_it(catalog: Catalog) -> None:
    catalog.take_in("a.csv", "s1", 1, extraction(lesson(1)))
    catalog.take_in("b.xlsx", "s1", 1, extraction(lesson(1)))
    catalog.take_in("a.csv", "s2", 2, Extraction())
    assert ids(catalog) == ["lesson:1"]
    assert list(catalog.withdrawn()) == []
    catalog.take_in("b.xlsx", "s2", 3, Extraction())
    assert list(catalog.withdrawn()) == ["ilo:lesson:1"]


def test_two_sources_of_one_run_add_up(catalog: Catalog) -> None:
    catalog.take_in("a.csv", "s1", 1, extraction(lesson(1, countries=("Jordan",))))
    catalog.take_in("b.csv", "s1", 1, extraction(lesson(1, countries=("Mali",))))
    assert [record.facets.countries for record in catalog.records()] == [("Jordan", "Mali")]


def test_two_claims_of_one_source_add_up(catalog: Catalog) -> None:
    both = extraction(lesson(1, countries=("Mali",)), lesson(1, countries=("Jordan",)), lesson(1, countries=("Mali",)))
    catalog.take_in("a.csv", "s1", 1, both)
    assert [record.facets.countries for record in catalog.records()] == [("Jordan", "Mali")]


def test_the_newest_run_is_believed_and_the_next_one_after_it(catalog: Catalog) -> None:
    catalog.take_in("old.csv", "s1", 1, extraction(lesson(1, "Old.")))
    catalog.take_in("new.csv", "s1", 2, extraction(lesson(1, "New.")))
    assert list(catalog.records()) == [lesson(1, "New.")]
    catalog.take_in("new.csv", "s2", 3, Extraction())
    assert list(catalog.records()) == [lesson(1, "Old.")]


def test_an_interrupted_run_and_its_completion_are_one_run(catalog: Catalog) -> None:
    assert catalog.next_run() == 1
    catalog.take_in("a.csv", "s1", 1, extraction(lesson(1)))
    assert catalog.next_run() == 1
    catalog.finish_run(1)
    assert catalog.next_run() == 2
    catalog.finish_run(2)
    assert catalog.next_run() == 3


def test_what_fails_half_way_leaves_nothing_behind(catalog: Catalog, file: Path) -> None:
    catalog.take_in("a.csv", "s1", 1, extraction(lesson(1)))
    catalog.take_in("b.csv", "s1", 1, extraction(lesson(2)))
    spoil(file, "claims", "ilo:lesson:2")
    with pytest.raises(CatalogError):  # merging with what b.csv says of lesson 2 comes after much has been written
        catalog.take_in("a.csv", "s2", 2, extraction(lesson(1, "Changed."), lesson(2), lesson(3)))
    assert list(catalog.records()) == [lesson(1), lesson(2)]
    assert catalog.signature_of("a.csv") == "s1"
    catalog.take_in("a.csv", "s2", 2, extraction(lesson(3)))
    assert ids(catalog) == ["lesson:2", "lesson:3"]


def test_a_record_without_its_document_is_refused(catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="records without their document, such as ilo:lesson:1"):
        catalog.take_in("a.csv", "s1", 1, Extraction(records=(lesson(1),)))
    assert catalog.signature_of("a.csv") is None


def test_another_schema_is_refused(file: Path) -> None:
    Catalog(file).close()
    with closing(sqlite3.connect(file)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    with pytest.raises(CatalogError, match=f"schema {SCHEMA + 1}; this version of Afterwise reads schema {SCHEMA}"):
        Catalog(file)


def test_a_file_that_is_no_database_is_refused(file: Path) -> None:
    file.write_text("record,text\n1,Plan the exit.\n" * 100)
    with pytest.raises(CatalogError, match="cannot be used as a catalog: file is not a database") as caught:
        Catalog(file)
    assert "backup" in caught.value.hint


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="unable to open database file"):
        Catalog(tmp_path / "nowhere" / "catalog.sqlite")


def test_damage_behind_the_header_is_named(file: Path) -> None:
    with closing(Catalog(file)) as catalog:
        catalog.take_in("a.csv", "s1", 1, extraction(*(lesson(n, f"Plan exit {n}. " * 20) for n in range(300))))
    body = bytearray(file.read_bytes())
    body[len(body) // 4 :] = b"\xff" * (len(body) - len(body) // 4)
    file.write_bytes(body)
    with closing(Catalog(file)) as catalog, pytest.raises(CatalogError, match="malformed") as caught:
        list(catalog.records())
    assert "backup" in caught.value.hint


def test_a_value_of_another_version_is_named(catalog: Catalog, file: Path) -> None:
    catalog.take_in("a.csv", "s1", 1, extraction(lesson(1)))
    spoil(file, "records", "ilo:lesson:1")
    with pytest.raises(CatalogError, match="holds a record that this version of Afterwise cannot read"):
        list(catalog.records())
