"""PDF: reading order, furniture, notes, hyphens, tables, headings; and the real reports, checked by reading them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.errors import SourceError
from index.readers import pdf
from index.readers.blocks import ReadDocument, Role

PROSE = "The mission visited every district and found that most pumps were kept in working order by caretakers."


def _texts(document: ReadDocument, role: Role) -> list[str]:
    return [block.text for block in document.blocks if block.role is role]


def _column(put: Any, left: float, top: float, lines: list[str], **kwargs: Any) -> list[Any]:
    return [put(left, top + 12 * row, line, **kwargs) for row, line in enumerate(lines)]


LEFT = [
    "In the first column the review says",
    "how the programme was planned and",
    "which districts were chosen for it,",
    "and why the others were not chosen",
    "although their needs were the same",
    "as those of the districts that were",
    "part of the programme in its first",
    "year. It also says who had paid for",
    "the wells before, and for how long",
    "they had been in use when the fund-",
    "ing of the earlier programme had",
    "come to an end in the same region.",
    "Records of that time are few and do",
    "not allow a comparison of the kind",
]
RIGHT = [
    "that would be needed. In the second",
    "column the review turns to what the",
    "programme has changed, and what was",
    "left as it had been before it began",
    "its work with the caretakers of all",
    "pumps in the region, whose training",
    "took three weeks and was repeated a",
    "year later for those who had missed",
    "it the first time. Most of them did",
    "stay with their pumps until the end",
    "of the programme, and were paid for",
    "their work by the users themselves.",
    "That is why the review recommends a",
    "training of the same kind elsewhere.",
]


@pytest.mark.parametrize("interleaved", [False, True])
def test_two_columns_are_read_one_after_the_other(pdf_of: Any, put: Any, interleaved: bool) -> None:
    left, right = _column(put, 50, 100, LEFT), _column(put, 310, 100, RIGHT)
    lines = [line for pair in zip(left, right, strict=True) for line in pair] if interleaved else left + right
    text = " ".join(pdf.parse(pdf_of([lines]), "columns.pdf").text.split())
    assert "a comparison of the kind that would be needed" in text
    assert text.startswith("In the first column")
    assert "the funding of the earlier programme" in text


def test_furniture_goes_and_a_paragraph_goes_on_over_the_page_end(pdf_of: Any, put: Any) -> None:
    def page(number: int, *lines: str) -> list[Any]:
        head = [put(60, 40, "Report on wells"), put(540, 780, str(number))]
        return head + _column(put, 60, 100, list(lines))

    pages = [page(n, PROSE, f"This is what page {n} has to say about it.") for n in (1, 2, 3)]
    pages.append(page(4, "The last of the pages says a thing that is not finished where the page is, and so it has to"))
    pages.append(page(5, "go on where the next one begins."))
    document = pdf.parse(pdf_of(pages), "wells.pdf")
    assert "Report on wells" not in document.text
    assert document.blocks[-1].text.endswith("and so it has to go on where the next one begins.")
    assert (document.blocks[-1].page, [box.page for box in document.blocks[-1].boxes]) == (4, [4, 5])


def test_notes_stand_apart_and_their_marks_leave_the_sentences(pdf_of: Any, put: Any) -> None:
    body = [
        put(60, 100, "Every district has its own engineer"),
        put(270, 100, "3", 6, rise=4),
        put(280, 100, "and its own stock of parts."),
        put(60, 112, PROSE),
        put(60, 700, "3", 5, rise=3),
        put(66, 700, "Two districts share one.", 8),
    ]
    document = pdf.parse(pdf_of([body]), "notes.pdf")
    assert _texts(document, Role.FOOTNOTE) == ["3 Two districts share one."]
    assert "its own engineer and its own stock" in document.text


def test_words_broken_at_line_ends(pdf_of: Any, put: Any) -> None:
    lines = [
        "The office has been using a results-based approach for years and will keep the results-",
        "based approach when the new pro-",
        "gramme starts, as every other programme of the office does in all regions of the country.",
    ]
    text = pdf.parse(pdf_of([_column(put, 60, 100, lines)]), "hyphens.pdf").text
    assert "will keep the results-based approach" in text
    assert "the new programme starts" in text


def test_a_table_is_one_block_with_empty_cells_in_their_places(pdf_of: Any, put: Any) -> None:
    def row(top: float, *cells: str) -> list[Any]:
        return [
            put(left, top + 12 * i, line)
            for left, cell in zip((60, 250, 400), cells, strict=True)
            for i, line in enumerate(cell.split("|") if cell else [])
        ]

    page = [
        put(60, 80, PROSE),
        *row(120, "Key action", "Unit", "Due"),
        *row(150, "Train the caretakers|of all pumps", "Field office", "June 2025"),
        *row(190, "Keep a stock|of parts", "", "May 2026"),
        put(60, 260, PROSE),
    ]
    document = pdf.parse(pdf_of([page]), "table.pdf")
    (table,) = _texts(document, Role.TABLE)
    assert table.split("\n") == [
        "Key action\tUnit\tDue",
        "Train the caretakers of all pumps\tField office\tJune 2025",
        "Keep a stock of parts\t\tMay 2026",
    ]
    assert [block.role for block in document.blocks] == [Role.PARAGRAPH, Role.TABLE, Role.PARAGRAPH]


def test_a_table_goes_on_over_the_page_end_without_its_repeated_head(pdf_of: Any, put: Any) -> None:
    def page(top: float, *rows: tuple[str, str]) -> list[Any]:
        return [
            put(x, top + 24 * i, cell) for i, row in enumerate(rows) for x, cell in zip((60, 300), row, strict=True)
        ]

    head = ("Action", "Unit")
    first = [put(60, 90, PROSE), *page(120, head, ("Train all", "Field office"))]
    document = pdf.parse(pdf_of([first, page(60, head, ("Keep parts", "Head office"))]), "table.pdf")
    assert _texts(document, Role.TABLE) == ["Action\tUnit\nTrain all\tField office\nKeep parts\tHead office"]


def test_headings_by_font_and_numbered_paragraphs(pdf_of: Any, put: Any) -> None:
    cover = [put(60, 200, "A review of wells in all districts", 24, bold=True), put(60, 300, PROSE)]
    page = [
        put(60, 100, "II. Findings", 14, bold=True),
        put(60, 130, "A. Relevance", 12, bold=True),
        put(60, 160, f"7. {PROSE}"),
        put(60, 190, "B. Effectiveness", 12, bold=True),
        put(60, 220, f"8. {PROSE}"),
    ]
    document = pdf.parse(pdf_of([cover, page]), "headings.pdf")
    assert document.title == "A review of wells in all districts"
    last = document.blocks[-1]
    assert (last.paragraph, last.page, last.heading_path) == ("8", 2, ("II. Findings", "B. Effectiveness"))


def test_right_to_left_text_is_in_reading_order(arabic_pdf_of: Any) -> None:
    data = arabic_pdf_of(["التقييم النهائي للمشروع", "في جميع المناطق"])
    assert pdf.parse(data, "arabic.pdf").text == "التقييم النهائي للمشروع في جميع المناطق"


def test_a_pdf_without_text_says_what_to_do(pdf_of: Any) -> None:
    with pytest.raises(SourceError, match=r"scan\.pdf: none of its 2 pages has any text") as error:
        pdf.parse(pdf_of([[], []]), "scan.pdf")
    assert "OCR" in error.value.hint


REPORTS = {
    "un_DP_2025_6.en.pdf": (8, [str(n) for n in range(1, 31)]),
    "un_DP_2025_14.en.pdf": (19, [str(n) for n in range(1, 74)]),
    "un_JIU_REP_2025_2.en.pdf": (34, [str(n) for n in range(1, 114)]),
    "unhcr_info_mngt_eval_2019.pdf": (49, [str(n) for n in range(1, 27)]),
}


@pytest.mark.parametrize("name", REPORTS)
def test_real_reports_have_all_their_numbered_paragraphs(shared: Path, name: str) -> None:
    pages, expected = REPORTS[name]
    document = pdf.read(shared / "data" / "reports" / name)
    assert document.pages == pages
    numbers = iter(block.paragraph for block in document.blocks if block.paragraph)
    assert [n for n in expected if n not in numbers] == []  # in this order, other numbers between them


def test_real_report_with_150_footnotes(shared: Path) -> None:
    document = pdf.read(shared / "data" / "reports" / "undp_icpe_liberia_main_report_4121.pdf")
    notes = [text.split()[0] for text in _texts(document, Role.FOOTNOTE)]
    assert [n for n in notes if n.isdigit()] == [str(n) for n in range(1, 151)]
    headings = [text for text in _texts(document, Role.HEADING) if text[:3] in {"1.1", "2.3", "3.2"}]
    assert len(headings) == 3
    paths = {b.heading_path[-1] for b in document.blocks if b.text.startswith("Recommendation 4") and b.page == 56}
    assert paths == {"3.2 Recommendations"}


def test_real_tables_keep_their_columns(shared: Path) -> None:
    document = pdf.read(shared / "data" / "reports" / "un_E_ICEF_2025_4.en.pdf")
    heads = [text.split("\n")[0] for text in _texts(document, Role.TABLE)]
    rows = [
        row for text in _texts(document, Role.TABLE) for row in text.split("\n") if row.startswith("Action to respond")
    ]
    assert sum(head.startswith("Action\t") for head in heads) == 1
    assert len(rows) >= 20
    assert all(2 <= row.count("\t") <= 4 for row in rows)
