"""Citations, letter by letter."""

from __future__ import annotations

from datetime import date

import pytest

from index.model import Anchor, Document, Kind, Record
from retrieval.citation import cite, permalink

DOCUMENT = Document(
    id="ilo:evaluation:1907",
    publisher="ilo",
    title="Better Work Haiti",
    number="1907",
    year=2017,
    url="https://example.org/1907",
)


def record(**fields: object) -> Record:
    standard = {
        "id": "ilo:lesson:195128",
        "local_id": "lesson:195128",
        "document_id": DOCUMENT.id,
        "kind": Kind.LESSON,
    }
    return Record.model_validate(standard | fields)


@pytest.mark.parametrize(
    ("cited", "document", "anchor", "expected"),
    [
        (
            record(),
            DOCUMENT,
            Anchor(row="195128"),
            "ILO, “Better Work Haiti”, evaluation 1907, 2017, lesson 195128. https://example.org/1907",
        ),
        (
            record(),
            DOCUMENT,
            None,
            "ILO, “Better Work Haiti”, evaluation 1907, 2017, lesson. https://example.org/1907",
        ),
        (
            record(kind=Kind.GOOD_PRACTICE, year=2018),
            DOCUMENT.model_copy(update={"url": None}),
            Anchor(row="7"),
            "ILO, “Better Work Haiti”, evaluation 1907, 2018, good practice 7.",
        ),
        (
            record(heading_path=("Conclusions", "What was learned"), kind=Kind.LESSON),
            DOCUMENT.model_copy(update={"url": None}),
            Anchor(page=4),
            "ILO, “Better Work Haiti”, evaluation 1907, 2017, lesson, “What was learned”, p. 4.",
        ),
        (
            record(heading_path=("Annex 1",), kind=Kind.CONTEXT),
            DOCUMENT.model_copy(update={"url": None}),
            Anchor(page=90),
            "ILO, “Better Work Haiti”, evaluation 1907, 2017, “Annex 1”, p. 90.",
        ),
        (
            record(title="Recommendation 3", kind=Kind.RECOMMENDATION),
            DOCUMENT.model_copy(update={"url": None, "number": None}),
            Anchor(paragraph="37", page=12),
            "ILO, “Better Work Haiti”, 2017, Recommendation 3, para. 37, p. 12.",
        ),
        (
            record(title="A heading", kind=Kind.MANAGEMENT_RESPONSE),
            DOCUMENT.model_copy(update={"url": None, "number": None, "year": None}),
            Anchor(row="44", page=2),
            "ILO, “Better Work Haiti”, management response 44, p. 2.",
        ),
        (
            record(kind=Kind.KEY_ACTION, title="Key action 1.2"),
            Document(id="undp:evaluation:1", publisher="undp", title="River", published=date(2022, 5, 1)),
            Anchor(),
            "UNDP, “River”, Key action 1.2.",
        ),
    ],
)
def test_a_citation_names_evaluation_year_place_and_address(
    cited: Record, document: Document, anchor: Anchor | None, expected: str
) -> None:
    assert cite(cited, document, anchor) == expected


def test_a_permalink_depends_on_the_record_alone() -> None:
    assert permalink("ilo:lesson:195128") == "/p/ilo:lesson:195128"
