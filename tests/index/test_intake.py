"""From paths to extractions."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import MappingError, SourceError, UnknownFormat, UnknownPublisher
from index.intake import expand, extract, mapping_beside
from index.publishers.mapping import load_mapping

TABLE = "Lesson,Country\nPlan the exit from the first year on.,Mali\n"
MAPPING = 'publisher = "office"\n[record]\nkind = "lesson"\nparts.text = "Lesson"\n'


def test_folders_become_their_files_in_order(tmp_path: Path) -> None:
    wanted = ["a.csv", "b/c.csv", "b/d/e.json", "f.pdf"]
    unwanted = [".hidden.csv", ".git/x.csv", "~$lock.xlsx", "a.toml", "README.md", "b/Readme.txt", "__MACOSX/y.csv"]
    for name in wanted + unwanted:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    assert expand([tmp_path]) == [tmp_path / name for name in wanted]


def test_named_files_are_taken_as_given_and_once(tmp_path: Path) -> None:
    readme, table = tmp_path / "README.csv", tmp_path / "a.csv"
    readme.touch()
    table.touch()
    assert expand([readme, tmp_path, table]) == [readme, table]


def test_a_missing_path_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere") as caught:
        expand([tmp_path / "nowhere"])
    assert caught.value.hint


def test_a_mapping_beside_the_table_is_used(tmp_path: Path) -> None:
    table = tmp_path / "lessons.csv"
    table.write_text(TABLE)
    with pytest.raises(UnknownPublisher):
        extract(table)
    assert mapping_beside(table) is None
    (tmp_path / "lessons.toml").write_text(MAPPING)
    assert mapping_beside(table) == tmp_path / "lessons.toml"
    (record,) = extract(table).records
    assert (record.parts[0].text, record.parts[0].language) == ("Plan the exit from the first year on.", "en")


def test_a_given_mapping_wins_over_one_beside_the_table(tmp_path: Path) -> None:
    table = tmp_path / "lessons.csv"
    table.write_text(TABLE)
    (tmp_path / "lessons.toml").write_text(MAPPING)
    (tmp_path / "other.toml").write_text(MAPPING.replace("office", "other"))
    (record,) = extract(table, mapping=load_mapping(tmp_path / "other.toml")).records
    assert record.id.startswith("other:lesson:")


def test_a_broken_mapping_beside_the_table_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "lessons.csv").write_text(TABLE)
    (tmp_path / "lessons.toml").write_text("publisher = 3")
    with pytest.raises(MappingError, match=r"lessons\.toml"):
        extract(tmp_path / "lessons.csv")


def test_an_unreadable_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(UnknownFormat, match=r"picture\.png"):
        extract(tmp_path / "picture.png")


def test_a_document_goes_to_the_document_publishers(tmp_path: Path) -> None:
    page = tmp_path / "report.txt"
    page.write_text("Harbour schools\n\nRecommendation 1: Plan the exit from the first year on, with the ministry.\n")
    extraction = extract(page)
    assert [document.source for document in extraction.documents] == ["report.txt"]
    assert all(part.language == "en" for record in extraction.records for part in record.parts)


def test_a_mapping_for_a_document_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("Plan the exit from the first year on.")
    (tmp_path / "office.toml").write_text(MAPPING)
    with pytest.raises(MappingError, match=r"report\.txt is a document"):
        extract(tmp_path / "report.txt", mapping=load_mapping(tmp_path / "office.toml"))
