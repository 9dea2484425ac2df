"""The surest publisher gets a table; a table of nobody is named, not dropped in silence."""

from __future__ import annotations

import pytest

from index.errors import UnknownPublisher
from index.publishers.registry import publish_tables
from index.readers.rows import ReadTables, Row, Table

LEARNING = Table(
    "Learning",
    ("Lead Title", "Modified Excerpt", "Learning"),
    (Row(2, {"Lead Title": "MDRAA001", "Modified Excerpt": "Store tents nearby.", "Learning": "Success"}),),
)
FOREIGN = Table("Codes", ("Code", "Meaning"), (Row(2, {"Code": "1", "Meaning": "one"}),))


def test_a_table_of_nobody_asks_for_a_mapping() -> None:
    with pytest.raises(UnknownPublisher, match=r"codes\.csv: .*Code, Meaning") as caught:
        publish_tables(ReadTables("codes.csv", (FOREIGN,)))
    assert "--mapping" in caught.value.hint


def test_a_foreign_sheet_is_reported_and_the_others_read() -> None:
    extraction = publish_tables(ReadTables("book.xlsx", (FOREIGN, LEARNING)))
    assert [record.local_id.split("-")[0] for record in extraction.records] == ["success_factor:MDRAA001"]
    (problem,) = extraction.problems
    assert problem.where == "sheet Codes"


def test_one_table_twice_gives_its_records_once() -> None:
    once = publish_tables(ReadTables("book.xlsx", (LEARNING,)))
    twice = publish_tables(ReadTables("book.xlsx", (LEARNING, LEARNING)))
    assert (twice.documents, twice.records) == (once.documents, once.records)
