"""Plain text: typed, saved from a page, or extracted from a PDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SourceError
from index.readers import plain
from index.readers.blocks import ReadDocument, Role

EXTRACTED = """\
Executive summary

Purpose and scope
The mission looked at how district offices kept their water points in use after the funding of the pro-
gramme had come to an end, and at what the offices would do differently.1 It followed a results-
based approach in which every office reported on the same few questions, and it used a results-based
scale of four steps so that the programme could be compared with others.

1 The full list of offices is in annex 2.

Key finding 1: Offices that trained two caretakers for each pump kept most of their pumps working after
the second year.
Key finding 2: Offices without a budget line for spare parts lost half of their pumps, whatever training
they had given.

The second part of the mission met district engineers, who had kept records of every repair since the

2 Records before 2015 were lost in a flood.

start of the programme.2 They showed that small repairs were made within a week.
"""


def _texts(document: ReadDocument, role: Role) -> list[str]:
    return [block.text for block in document.blocks if block.role is role]


def test_every_block_is_the_span_that_it_names() -> None:
    document = plain.read_text(EXTRACTED, "mission.txt")
    assert document.blocks
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text


def test_broken_words_are_joined_and_compounds_keep_their_hyphen() -> None:
    text = plain.read_text(EXTRACTED, "mission.txt").text
    assert "funding of the programme had" in text
    assert "a results-based approach" in text


def test_notes_stand_apart_and_their_numbers_leave_the_sentences() -> None:
    document = plain.read_text(EXTRACTED, "mission.txt")
    assert _texts(document, Role.FOOTNOTE) == [
        "1 The full list of offices is in annex 2.",
        "2 Records before 2015 were lost in a flood.",
    ]
    paragraphs = _texts(document, Role.PARAGRAPH)
    assert any("do differently. It followed" in p for p in paragraphs)
    assert any("every repair since the start of the programme. They" in p for p in paragraphs)


def test_labelled_statements_are_blocks_of_their_own() -> None:
    paragraphs = _texts(plain.read_text(EXTRACTED, "mission.txt"), Role.PARAGRAPH)
    assert [p.split(":")[0] for p in paragraphs if p.startswith("Key finding")] == ["Key finding 1", "Key finding 2"]
    assert any(p.startswith("Key finding 2") and p.endswith("they had given.") for p in paragraphs)


def test_headings_know_the_section_they_stand_in() -> None:
    document = plain.read_text(EXTRACTED, "mission.txt")
    scope = next(b for b in document.blocks if b.text == "Purpose and scope")
    assert (scope.role, scope.level, scope.heading_path) == (Role.HEADING, 2, ("Executive summary",))


def test_a_line_is_a_paragraph_where_nobody_cut_the_lines() -> None:
    text = "Status:\nCompleted\nBudget:\n13,200\n" + "A long paragraph that nobody cut at a width. " * 6 + "\nShare\n"
    assert [b.text for b in plain.read_text(text, "page.txt").blocks][:4] == [
        "Status:",
        "Completed",
        "Budget:",
        "13,200",
    ]


def test_printed_paragraph_numbers_are_kept_as_printed() -> None:
    text = "37. The Office agrees with the recommendation.\n38. It reports next year.\n\n2.4 Offices are asked again.\n"
    assert [b.paragraph for b in plain.read_text(text, "paper.txt").blocks] == ["37", "38", "2.4"]


def test_form_feeds_number_the_pages_and_take_the_furniture_with_them() -> None:
    page = "Annual review of wells\n\nSentence number {n} says something of its own.\n\n{n}\n"
    document = plain.read_text("\f".join(page.format(n=n) for n in range(1, 5)), "review.txt")
    assert document.pages == 4
    assert [(b.page, b.text) for b in document.blocks] == [
        (n, f"Sentence number {n} says something of its own.") for n in range(1, 5)
    ]


def test_lists_are_items_and_rows_with_tabs_are_one_table() -> None:
    text = "Offices should:\n• keep records\n• train caretakers\n\nUnit\tPriority\nField office\tHigh\n"
    document = plain.read_text(text, "list.txt")
    assert _texts(document, Role.LIST_ITEM) == ["• keep records", "• train caretakers"]
    assert _texts(document, Role.TABLE) == ["Unit\tPriority\nField office\tHigh"]


def test_remains_of_markdown_go() -> None:
    text = "Introduction\n\n- 27. **Train caretakers.**\n\n28. **Budget for US\\$5 of parts.**\n\n**Part two**\n"
    document = plain.read_text(text, "converted.txt")
    assert [b.text for b in document.blocks[1:3]] == ["27. Train caretakers.", "28. Budget for US$5 of parts."]
    assert document.blocks[1].paragraph == "27"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "résumé.txt"
    path.write_bytes("L’évaluation a été menée en 2019 – sans délai.".encode(encoding))
    assert plain.read(path).text == "L’évaluation a été menée en 2019 – sans délai."


def test_lines_in_different_encodings(tmp_path: Path) -> None:
    path = tmp_path / "mixed.txt"
    path.write_bytes("Première leçon.\n\n".encode() + "Deuxième leçon.".encode("cp1252"))
    assert plain.read(path).text == "Première leçon.\n\nDeuxième leçon."


def test_right_to_left_text_stays_in_reading_order(tmp_path: Path) -> None:
    path = tmp_path / "arabic.txt"
    path.write_text("\u202bالتقييم النهائي للمشروع.\u202c", encoding="utf-8")
    assert plain.read(path).text == "التقييم النهائي للمشروع."


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"\x00\x01\x02\x03" * 50, "not a text file"), (b" \n\f 12 \n", "holds no text")],
)
def test_files_without_text_are_named(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "strange.txt"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=f"strange.txt.*{reason}"):
        plain.read(path)
