from __future__ import annotations

import pytest

from index.model import Kind
from index.publishers.documents.labels import label_of, starts


@pytest.mark.parametrize(
    ("text", "kind", "number", "rest"),
    [
        ("Key finding 1: The design fits.", Kind.FINDING, "1", "The design fits."),
        ("Finding 5. Elections.55 The vote", Kind.FINDING, "5", "Elections.55 The vote"),
        ("RECOMMENDATION 1.", Kind.RECOMMENDATION, "1", ""),
        ("Recommendation 1.\n1.1. Extend the term", Kind.RECOMMENDATION, "1", "1.1. Extend the term"),
        ("Evaluation recommendation 2: Children", Kind.RECOMMENDATION, "2", "Children"),
        ("Recommendation 2:The office should", Kind.RECOMMENDATION, "2", "The office should"),
        (
            "Recommendation 7 Executive heads of organizations",
            Kind.RECOMMENDATION,
            "7",
            "Executive heads of organizations",
        ),
        ("► Recommendation 4", Kind.RECOMMENDATION, "4", ""),
        ("Emerging good practice 8: Regional work", Kind.GOOD_PRACTICE, "8", "Regional work"),
        ("Lesson learned 2 – Start early", Kind.LESSON, "2", "Start early"),
        ("Conclusion 1. Responsiveness.", Kind.CONCLUSION, "1", "Responsiveness."),
        ("Recommandation 3 : Il faut", Kind.RECOMMENDATION, "3", "Il faut"),
        ("Overarching recommendation 2 (paragraph 31): Do", Kind.RECOMMENDATION, "2", "Do"),
        ("Evaluation Recommendation or Issue 1: Lamps", Kind.RECOMMENDATION, "1", "Lamps"),
        ("Lessons learnt 3: Ask first", Kind.LESSON, "3", "Ask first"),
        ("Hallazgo 4: El programa", Kind.FINDING, "4", "El programa"),
    ],
)
def test_a_label_gives_kind_and_number(text: str, kind: Kind, number: str, rest: str) -> None:
    label = label_of(text)
    assert label is not None
    assert (label.kind, label.number, text[label.end :]) == (kind, number, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Recommendation 3). This could be achieved",
        "Recommendation 2 reads as follows:",
        "Recommendations 1 and 2 were accepted.",
        "Recommendation 1 a E E E E",
        "Recommendation 3 above all concerns training",
        "Findings",
        "A finding of the review",
    ],
)
def test_a_mention_is_no_label(text: str) -> None:
    assert label_of(text) is None


def test_statements_that_lost_their_blank_lines_are_told_apart() -> None:
    text = "Key finding 1: It works. Key finding 2: It lasts (see recommendation 3). More.\nKey finding 3: It spreads."
    assert [text[at : at + 13] for at in starts(text)] == ["Key finding 1", "Key finding 2", "Key finding 3"]
