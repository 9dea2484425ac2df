"""Content tells the format, the suffix only where content cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from index.errors import SourceError, UnknownFormat
from index.readers.formats import FORMATS, format_of


@pytest.mark.parametrize("name", ["table.xlsx", "table.csv", "table.bin"])
def test_a_workbook_is_known_under_any_name(tmp_path: Path, name: str) -> None:
    Workbook().save(tmp_path / "book.xlsx")
    (tmp_path / "book.xlsx").rename(tmp_path / name)
    assert format_of(tmp_path / name).name == "XLSX"


@pytest.mark.parametrize(
    ("name", "expected"), [("a.csv", "CSV"), ("a.TSV", "CSV"), ("a.json", "JSON"), ("a.jsonl", "JSON")]
)
def test_text_formats_go_by_suffix(tmp_path: Path, name: str, expected: str) -> None:
    (tmp_path / name).write_text("a,b\n1,2\n")
    assert format_of(tmp_path / name).name == expected


def test_an_unknown_kind_of_file_says_which_are_known(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(UnknownFormat, match=r"picture\.png") as caught:
        format_of(tmp_path / "picture.png")
    assert ".xlsx" in caught.value.hint


def test_an_archive_that_is_no_workbook_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "files.zip").write_bytes(b"PK\x03\x04 and nothing else")
    with pytest.raises(UnknownFormat):
        format_of(tmp_path / "files.zip")


def test_empty_and_missing_files_are_errors(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    with pytest.raises(SourceError, match="is empty"):
        format_of(tmp_path / "empty.csv")
    with pytest.raises(SourceError, match="cannot be read"):
        format_of(tmp_path / "missing.csv")


def test_every_format_names_a_module_that_reads(tmp_path: Path) -> None:
    for format_ in FORMATS:
        empty = tmp_path / f"empty{min(format_.suffixes)}"
        empty.touch()
        with pytest.raises(SourceError):
            format_.read(empty)
