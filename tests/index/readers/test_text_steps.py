"""The steps that formats share: hyphens, furniture, notes' marks, headings and their levels."""

from __future__ import annotations

import pytest

from index.readers.furniture import furniture, is_page_number
from index.readers.heading_levels import levels
from index.readers.heading_shapes import HeadingKind, heading_kind, is_caption
from index.readers.hyphens import Vocabulary, join_lines
from index.readers.markdown import without_markdown
from index.readers.markers import is_list_item, printed_number
from index.readers.notes import without_marks
from index.readers.wrapping import ends_sentence

VOCABULARY = Vocabulary(
    ["results-based management", "the findings of evidence-based work", "non-discrimination", "know how they work"]
)


@pytest.mark.parametrize(
    ("upper", "lower", "joined"),
    [
        ("the find-", "ings of", "the findings of"),
        ("a results-", "based plan", "a results-based plan"),
        ("evi-", "dence-based", "evidence-based"),
        ("non-discrimi-", "nation", "non-discrimination"),
        ("they know-", "how", "they know-how"),  # both halves are words of the document
        ("COVID-", "19 cases", "COVID-19 cases"),
        ("South-", "South exchange", "South-South exchange"),
        ("2010–", "15 plan", "2010–15 plan"),
        ("ILO/", "CINTERFOR", "ILO/CINTERFOR"),
        ("wells –", "and pumps", "wells – and pumps"),
        ("soft\u00ad", "ened", "softened"),
        ("two", "words", "two words"),
    ],
)
def test_lines_are_joined_by_the_documents_own_words(upper: str, lower: str, joined: str) -> None:
    assert join_lines(upper, lower, VOCABULARY) == joined


@pytest.mark.parametrize(
    "line", ["12", "xii", "Page 3 of 20", "2/19 25-00083", "25-00083 (E) 070125", "*2500083*", "- 4 -"]
)
def test_page_numbers(line: str) -> None:
    assert is_page_number(line)


@pytest.mark.parametrize("line", ["12 countries", "Annex 2", "mild", "2019 was dry"])
def test_lines_with_numbers_that_are_text(line: str) -> None:
    assert not is_page_number(line)


def test_labels_at_the_top_of_pages_are_no_running_heads() -> None:
    pages = [["Report on wells", f"Recommendation {n}", f"Text of page {page}.", str(page)] for n, page in
             ((1, 4), (2, 7), (3, 11), (4, 12))]  # fmt: skip
    assert furniture(pages) == [{0, 3}] * 4


def test_marks_go_only_where_their_notes_are() -> None:
    texts = ["The G20 met.1 It spoke of SDG 8.5.2 and of 2020–213 plans4,5 in 19 ways.", "Note 6 is elsewhere.6"]
    assert without_marks(texts, [(number, 1) for number in range(1, 6)]) == [
        "The G20 met. It spoke of SDG 8.5. and of 2020–21 plans in 19 ways.",
        "Note 6 is elsewhere.6",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Part II. The review", HeadingKind.PART),
        ("Executive summary", HeadingKind.PART),
        ("Conclusions and lessons learned", HeadingKind.SECTION),
        ("3.2 Coherence", HeadingKind.DECIMAL),
        ("II. Findings", HeadingKind.ROMAN),
        ("A. Relevance", HeadingKind.LETTER),
        ("Recommendation 3", HeadingKind.LABELLED),
        ("Purpose and scope", HeadingKind.PLAIN),
        ("Key finding 4: Pumps were kept in order.", None),
        ("Status: Completed", None),
        ("It ends with a full stop.", None),
        ("www: http://example.org", None),
        ("Responsible unit Priority Time implication Resource implication", None),
    ],
)
def test_shapes_of_headings(text: str, kind: HeadingKind | None) -> None:
    assert heading_kind(text) is kind


def test_levels_by_numbering_and_by_nesting() -> None:
    headings = ["Part I. Wells", "Purpose", "A. Relevance", "B. Coherence", "Assessment", "Recommendations",
                "Recommendation 1", "Recommendation 2", "Part II. Pumps", "Purpose"]  # fmt: skip
    entries = [(heading_kind(text) or HeadingKind.PLAIN, text, True) for text in headings]
    assert levels(entries) == [1, 2, 3, 3, 2, 2, 3, 3, 1, 2]


def test_the_letter_i_after_h_is_no_roman_one() -> None:
    letters = [(HeadingKind.LETTER, f"{letter}. Criterion", True) for letter in "ABCDEFGHI"]
    assert levels(letters) == [1] * 9


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("37. The Office", "37"),
        ("2.4 Wells are", "2.4"),
        ("- 27. Train", "27"),
        ("12 countries", None),
        ("2019. A", None),
    ],
)
def test_printed_numbers(text: str, number: str | None) -> None:
    assert printed_number(text) == number


def test_small_signs() -> None:
    assert is_list_item("(iv) an item")
    assert not is_list_item("(ILO) is an office")
    assert is_caption("Table 1. Wells")
    assert is_caption("Figure II Pumps by year")
    assert not is_caption("Table 1 shows the wells")
    assert ends_sentence("It works.”")
    assert ends_sentence("It works.3")
    assert not ends_sentence("it works, e.g")


def test_markdown_is_left_alone_where_there_is_hardly_any() -> None:
    assert without_markdown("5 ** 2 is 25") == "5 ** 2 is 25"
    assert without_markdown("**A** **B** *c* US\\$5") == "A B c US$5"
