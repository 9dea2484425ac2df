from __future__ import annotations

from index.publishers.documents.columns import Column, header, is_run_together_header, run_together_row


def test_a_header_row_names_its_columns() -> None:
    cells = ("Key action(s)", "Time frame", "Responsible unit(s)", "Tracking*")
    assert header(cells) == (Column.ACTION, Column.DUE, Column.RESPONSIBLE, Column.STATUS)


def test_a_row_of_text_is_no_header() -> None:
    assert header(("Responsible unit", "Ask the staff for their comments")) is None
    assert header(("Priority",)) is None


def test_a_table_that_lost_its_borders_is_read_by_its_words() -> None:
    assert is_run_together_header("Responsible unit  Priority Time implication\nResource implication")
    assert run_together_row("Field offices, Legal Department Medium Current biennium Low") == {
        Column.RESPONSIBLE: "Field offices, Legal Department",
        Column.PRIORITY: "Medium",
        Column.TIME: "Current biennium",
        Column.RESOURCES: "Low",
    }


def test_half_a_row_is_not_taken_for_a_whole_one() -> None:
    assert run_together_row("Field offices, Legal Department") is None
