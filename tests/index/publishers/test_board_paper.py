from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from index.model import Criterion, Extraction, Kind, Record
from index.publishers import board_paper
from index.readers.blocks import ReadDocument

PAPER = """Governing Body

Date: 3 March 2021

Third item on the agenda

Evaluations of two programmes

► Introduction

1. This paper sums up two evaluations that were made last year in four regions.

► Part I. The bridge programme

Summary of findings

A. Relevance

Key finding 1: The bridges stand where people cross the river every day.

Key finding 2: Nobody asked the ferry owners before the works began.

2. People in three of the four valleys named the bridges as their first need when they were asked.

Recommendations

Recommendation 1

3. Ask the ferry owners before the next works begin.

They know the river and they lose their income. A small fund would help them to start something new.

Responsible unit\tPriority\tTime implication\tResource implication
Works Department\tHigh\tShort-term\tLow

Recommendation 2

4. Keep a list of all bridges with the year of their last inspection.

Responsible unit\tPriority\tTime implication\tResource implication
Inspection Unit\tMedium\tLong-term\tHigh

Office response

5. The Office thanks the evaluators for their work and will use the results in the next plan.

Recommendation 1

6. The Office agrees with Recommendation 1. The owners will be asked in spring.

Recommendation 2

7. The Office partly agrees with Recommendation 2. The list exists for large bridges.

► Part II. The school programme

Summary of findings

A. Sustainability

Key finding 1: Most schools were still open three years after the last payment.

8. Parents pay for the heating in two thirds of the villages that were visited during the study.

Recommendations

Recommendation 1

9. Hand the schools over to the districts with a plan for their upkeep.

Responsible unit\tPriority\tTime implication\tResource implication
Education Branch\tHigh\tCurrent biennium\tModerate

Office response

Recommendation 1

10. This recommendation is welcomed.

► Draft decision

11. The Governing Body took note of the evaluations presented in GB.400/PFA/3 (paragraphs 3 and 9).
"""


@pytest.fixture(scope="module")
def paper(written: Callable[[str], ReadDocument]) -> Extraction:
    return board_paper.publish(written(PAPER))


def by_name(extraction: Extraction) -> dict[str, Record]:
    return {record.id.rpartition(":")[2]: record for record in extraction.records}


def test_each_part_has_a_numbering_of_its_own(paper: Extraction) -> None:
    kinds = Counter(record.kind for record in paper.records)
    assert (kinds[Kind.FINDING], kinds[Kind.RECOMMENDATION], kinds[Kind.MANAGEMENT_RESPONSE]) == (3, 3, 3)
    assert {"part-1-finding-1", "part-2-finding-1"} <= set(by_name(paper))


def test_answers_are_linked_within_their_part(paper: Extraction) -> None:
    records = by_name(paper)
    answer = records["part-2-management_response-1"]
    assert [link.target for link in answer.links] == ["ilo:GB.400-PFA-3:part-2-recommendation-1"]
    assert records["part-1-management_response-2"].status == "partly agrees"


def test_a_recommendation_keeps_statement_explanation_and_table_apart(paper: Extraction) -> None:
    record = by_name(paper)["part-1-recommendation-1"]
    assert [(part.name, part.text.split(".")[0]) for part in record.parts] == [
        ("text", "Ask the ferry owners before the next works begin"),
        ("explanation", "They know the river and they lose their income"),
    ]
    assert record.parts[0].anchor.paragraph == "3"
    assert record.details == {
        "responsible_unit": "Works Department",
        "priority": "High",
        "time_implication": "Short-term",
        "resource_implication": "Low",
    }


def test_the_discussion_behind_a_list_of_findings_is_none_of_them(paper: Extraction) -> None:
    discussion = by_name(paper)["paragraph-2"]
    assert discussion.kind is Kind.OTHER
    assert discussion.criterion is Criterion.RELEVANCE
    assert len(by_name(paper)["part-1-finding-2"].parts) == 1


def test_every_numbered_paragraph_is_an_anchor(paper: Extraction) -> None:
    seen = {part.anchor.paragraph for record in paper.records for part in record.parts}
    assert {str(number) for number in range(1, 12)} <= seen


def test_the_paper_is_known_by_the_symbol_of_its_decision(paper: Extraction) -> None:
    (document,) = paper.documents
    assert (document.id, document.year, document.title) == ("ilo:GB.400-PFA-3", 2021, "Evaluations of two programmes")


def test_seed_001(seed: Callable[[str], ReadDocument]) -> None:
    document = seed("001")
    extraction = board_paper.publish(document)
    kinds = Counter((record.kind, record.id.split(":")[2].rpartition("-")[0]) for record in extraction.records)
    for kind, counts in (
        (Kind.FINDING, (21, 18, 23)),
        (Kind.RECOMMENDATION, (9, 7, 7)),
        (Kind.MANAGEMENT_RESPONSE, (9, 7, 7)),
    ):
        assert tuple(kinds[kind, f"part-{part}-{kind}"] for part in (1, 2, 3)) == counts
        assert sum(record.kind is kind for record in extraction.records) == sum(counts)
    records = by_name(extraction)
    partly = {name for name, record in records.items() if record.status == "partly agrees"}
    assert partly == {"part-3-management_response-3", "part-3-management_response-5"}
    for name, record in records.items():
        if record.kind is Kind.MANAGEMENT_RESPONSE:
            target = f"{record.document_id}:{name.replace('management_response', 'recommendation')}"
            assert [link.target for link in record.links] == [target]
        if record.kind is Kind.RECOMMENDATION:
            assert {"responsible_unit", "priority", "time_implication", "resource_implication"} <= set(record.details)
    seen = {part.anchor.paragraph for record in extraction.records for part in record.parts}
    assert {str(number) for number in range(1, 140)} <= seen
    assert all(document.text[p.anchor.start : p.anchor.end] == p.text for r in extraction.records for p in r.parts)
