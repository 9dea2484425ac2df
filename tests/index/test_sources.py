"""What was taken in from which file."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.catalog import Catalog
from index.errors import CatalogError
from index.model import Document, Extraction, Kind, Part, Problem, Record
from index.sources import source_reports


def test_every_file_with_its_records_and_problems(tmp_path: Path) -> None:
    document = Document(id="odd:evaluation:1", publisher="odd", title="One")
    record = Record(
        id="odd:lesson:1",
        local_id="lesson:1",
        document_id=document.id,
        kind=Kind.LESSON,
        parts=(Part(name="text", text="A text."),),
    )
    problems = tuple(Problem(file="b.csv", where=f"row {row}", reason="no text") for row in range(7))
    catalog = Catalog(tmp_path / "catalog.sqlite")
    catalog.take_in("/somewhere/b.csv", "1", 1, Extraction(problems=problems))
    catalog.take_in("/somewhere/a.csv", "2", 1, Extraction(documents=(document,), records=(record,)))
    first, second = source_reports(tmp_path)
    catalog.close()
    assert (first.name, first.records, first.problems, first.examples) == ("a.csv", 1, 0, [])
    assert (second.name, second.records, second.problems) == ("b.csv", 0, 7)
    assert second.examples == list(problems[:5])


def test_a_folder_without_a_catalog_is_an_error_and_stays_without(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"catalog\.sqlite cannot be read"):
        source_reports(tmp_path)
    assert list(tmp_path.iterdir()) == []
