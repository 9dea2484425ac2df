from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.intake import extract
from index.model import Extraction, Kind
from index.publishers import board_paper, management_response
from index.publishers.linking import resolve_links, subject_of
from index.readers.blocks import ReadDocument

COVER = """United Nations {symbol}

Executive Board of the United Nations Development Programme

Distr.: General

2 December 2024

Item 11 of the provisional agenda

{title}

I. Context

1. The Board asked for a review of the harbour policy in its last session, and a team made one this year.
"""
REVIEW = (
    COVER.format(symbol="DP/2099/6", title="Independent review of the harbour policy and Office response")
    + """
II. Recommendations

Recommendation 1. Publish the fees of all harbours once a year in one list.

Recommendation 2. Let an outside office count the ships every second year.
"""
)
ANSWER = (
    COVER.format(symbol="DP/2099/7", title="Management response to the independent review of the harbour policy")
    + """
II. Findings, conclusions and recommendations

2. Management notes that the review finds the policy useful, and that it would like to see more lists.

Annex. Key recommendations and management response

Recommendation 1. Publish the fees of all harbours once a year in one list.

Management response: Management fully agrees with this recommendation and will publish the list in June.

Recommendation 2. Let an outside office count the ships every second year.

Management response: Management disagrees with this recommendation, as the harbours count well enough.
"""
)


@pytest.fixture(scope="module")
def review(written: Callable[[str], ReadDocument]) -> Extraction:
    return board_paper.publish(written(REVIEW))


@pytest.fixture(scope="module")
def answer(written: Callable[[str], ReadDocument]) -> Extraction:
    return management_response.publish(written(ANSWER))


def test_the_paper_knows_itself(written: Callable[[str], ReadDocument]) -> None:
    ours, other = written(ANSWER), written(REVIEW)
    assert management_response.confidence(ours) > board_paper.confidence(ours)
    assert management_response.confidence(other) < board_paper.confidence(other)


def test_what_management_says_of_findings_is_no_finding(answer: Extraction) -> None:
    assert {record.kind for record in answer.records} == {
        Kind.RECOMMENDATION,
        Kind.MANAGEMENT_RESPONSE,
        Kind.OTHER,
    }


def test_answers_say_how_they_stand(answer: Extraction) -> None:
    said = {r.id.rpartition(":")[2]: r.status for r in answer.records if r.kind is Kind.MANAGEMENT_RESPONSE}
    assert said == {"management_response-1": "fully agrees", "management_response-2": "disagrees"}


def test_answers_find_the_paper_that_they_are_about_by_its_title(review: Extraction, answer: Extraction) -> None:
    resolved = resolve_links((*answer.documents, *review.documents), (*review.records, *answer.records))
    assert {record.id: [link.target for link in record.links] for record in resolved} == {
        f"undp:DP-2099-7:management_response-{number}": [
            f"undp:DP-2099-7:recommendation-{number}",
            f"undp:DP-2099-6:recommendation-{number}",
        ]
        for number in (1, 2)
    }
    known = {record.id: record for record in (*review.records, *answer.records, *resolved)}
    assert resolve_links((*answer.documents, *review.documents), known.values()) == []


def test_a_link_waits_until_its_document_comes(answer: Extraction) -> None:
    assert resolve_links(answer.documents, answer.records) == []


def test_a_title_that_two_documents_have_resolves_nothing(review: Extraction, answer: Extraction) -> None:
    (document,) = review.documents
    twin = document.model_copy(update={"id": "undp:DP-2099-8"})
    assert resolve_links((*answer.documents, document, twin), (*review.records, *answer.records)) == []


@pytest.mark.parametrize(
    "title",
    [
        "Management response to the evaluation report: Evaluation of the harbour plan",
        "Evaluation of the harbour plan: summary of the evaluation",
        "Evaluation of the harbour plan, executive summary",
        "Evaluation of the harbour plan and management response",
    ],
)
def test_the_subject_of_a_title_is_the_same_on_both_sides(title: str) -> None:
    assert subject_of(title) == "Evaluation of the harbour plan"


def test_a_symbol_that_the_paper_names_is_the_target(written: Callable[[str], ReadDocument]) -> None:
    named = (
        ANSWER
        + """
III. Draft decision

3. The Board takes note of the review, its summary (DP/2099/5), and its management response (DP/2099/7).
"""
    )
    records = management_response.publish(written(named)).records
    targets = {link.target for record in records for link in record.links}
    assert "undp:DP-2099-5:recommendation-1" in targets


def test_a_real_answer_finds_its_real_review(shared: Path) -> None:
    reports = shared / "data" / "reports"
    review, answer = (extract(reports / f"un_DP_2025_{number}.en.pdf") for number in (6, 7))
    records = (*review.records, *answer.records)
    resolved = {record.id: record for record in resolve_links((*review.documents, *answer.documents), records)}
    for number in range(1, 10):
        links = resolved[f"undp:DP-2025-7:management_response-{number}"].links
        assert f"undp:DP-2025-6:recommendation-{number}" in {link.target for link in links}
