"""CSV of any encoding, separator and state of health."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SourceError
from index.readers import csv_reader
from index.readers.repair import repair
from index.readers.rows import ReadTables


def read(tmp_path: Path, data: bytes | str, name: str = "table.csv") -> ReadTables:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return csv_reader.read(path)


def rows(tables: ReadTables) -> list[dict[str, str]]:
    return [row.values for _, row in tables.rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings_that_say_what_they_are(tmp_path: Path, encoding: str) -> None:
    text = "No,Lesson\n1,Évaluation à mi-parcours – l’appui\n" + "2,plain text here\n" * 5
    tables = read(tmp_path, text.encode(encoding))
    assert rows(tables)[0] == {"No": "1", "Lesson": "Évaluation à mi-parcours – l’appui"}
    assert tables.problems == ()


def test_windows_1252_is_read_and_said(tmp_path: Path) -> None:
    tables = read(tmp_path, "No,Lesson\n1,Évaluation “finale”\n".encode("cp1252"))
    assert rows(tables) == [{"No": "1", "Lesson": "Évaluation “finale”"}]
    assert "not UTF-8 (byte 0xc9 on line 2)" in tables.problems[0].reason


def test_one_foreign_line_does_not_spoil_the_others(tmp_path: Path) -> None:
    tables = read(tmp_path, "No,Lesson\n1,Évaluation\n".encode() + "2,Être\n".encode("latin-1"))
    assert [row["Lesson"] for row in rows(tables)] == ["Évaluation", "Être"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_is_found(tmp_path: Path, separator: str) -> None:
    lines = ["No", "Lesson"], ["1", '"first, second; third | fourth"'], ["2", '"two\nlines"']
    tables = read(tmp_path, "\n".join(separator.join(line) for line in lines))
    assert rows(tables) == [
        {"No": "1", "Lesson": "first, second; third | fourth"},
        {"No": "2", "Lesson": "two\nlines"},
    ]


def test_excel_says_its_separator_in_the_first_line(tmp_path: Path) -> None:
    assert rows(read(tmp_path, "sep=;\r\nNo;Lesson\r\n1;a,b,c\r\n")) == [{"No": "1", "Lesson": "a,b,c"}]


def test_rows_are_numbered_as_in_a_spreadsheet(tmp_path: Path) -> None:
    tables = read(tmp_path, 'No,Lesson\n1,"a\nb"\n\n3,c\n')
    assert [row.number for _, row in tables.rows()] == [2, 4]


def test_a_title_line_above_the_header_is_passed_over(tmp_path: Path) -> None:
    assert rows(read(tmp_path, "Lessons of 2024,,\nNo,Lesson,Year\n1,a,2024\n")) == [
        {"No": "1", "Lesson": "a", "Year": "2024"}
    ]


def test_a_table_of_one_column(tmp_path: Path) -> None:
    assert rows(read(tmp_path, "Lesson\nfirst\nsecond\n")) == [{"Lesson": "first"}, {"Lesson": "second"}]


def test_ragged_rows_are_reported_with_their_number(tmp_path: Path) -> None:
    tables = read(tmp_path, "No,Lesson,Year\n1,a,2020\n2,b\n3,c,2020,surplus\n4,d,2020,\n")
    assert [row["No"] for row in rows(tables)] == ["1", "2", "4"]
    assert rows(tables)[1] == {"No": "2", "Lesson": "b", "Year": ""}
    assert [problem.where for problem in tables.problems] == ["row 3", "row 4"]
    assert "left out" in tables.problems[1].reason


def test_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    tables = read(tmp_path, "No,Text,Text,,Year\n1,a,b,c,2020\n")
    assert rows(tables) == [{"No": "1", "Text": "a", "Text (2)": "b", "column 4": "c", "Year": "2020"}]
    assert "two columns are called 'Text'" in tables.problems[0].reason


def test_zero_bytes_are_left_out(tmp_path: Path) -> None:
    data = b"No,Lesson\n" + b"1,a long enough text that no one takes for UTF-16\n" * 20 + b"2,b\0c\n"
    tables = read(tmp_path, data)
    assert rows(tables)[-1] == {"No": "2", "Lesson": "bc"}
    assert "1 zero bytes" in tables.problems[0].reason


def test_an_open_quotation_mark_is_reported_with_its_row(tmp_path: Path) -> None:
    tables = read(tmp_path, 'No,Lesson\n1,fine\n2,"never closed\n3,swallowed\n')
    assert rows(tables)[0] == {"No": "1", "Lesson": "fine"}
    assert tables.problems[0].where == "near row 3"


def test_header_only_is_an_empty_table(tmp_path: Path) -> None:
    tables = read(tmp_path, "No,Lesson\n")
    assert tables.tables[0].columns == ("No", "Lesson")
    assert rows(tables) == []


@pytest.mark.parametrize("data", [b"", b"\n\n\n", b" , ,\n,,\n"])
def test_nothing_in_it_is_an_error(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(SourceError, match=r"table\.csv"):
        read(tmp_path, data)


_CELL = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=20).map(repair)


@given(st.lists(st.tuples(_CELL.filter(bool), _CELL.filter(bool)), min_size=1, max_size=8))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([("column a", "column b"), *cells])
    tables = read(tmp_path_factory.mktemp("csv"), buffer.getvalue())
    assert [tuple(row.values()) for row in rows(tables)] == cells
