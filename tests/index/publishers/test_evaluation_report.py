from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from index.model import Criterion, Extraction, Kind, Polarity, Record
from index.publishers import evaluation_report
from index.readers.blocks import ReadDocument

REPORT = """Evaluation of the seed bank programme

Conducted by: Ada Example and Ben Sample

Acknowledgements

The team thanks Cleo Muster for her patience with the evaluation.

Executive summary

Recommendations

Recommendation 1. Give each village a share of the harvest, written down and signed by all who take part in it.

Recommendation 2. Store the seeds in two places, so that a flood in one valley does not take them all at once.

1. Introduction

This report presents the evaluation of the seed bank programme. The evaluation looked at four years of work.

2. Findings

2.1 Programme design

Finding 1. Relevance. Farmers had asked for the seed bank long before the programme began its work.

Interviews in six villages gave the same picture. Older farmers remember three bad years in a row.

Finding 2. Storage. The seeds are kept in one building, which stands close to the river.

The building was flooded once in the evaluation period. Half of the seeds were lost and had to be bought again.

3. Challenges

The evaluation team found the following challenges with the supply of seeds:

• Roads are closed for two months each winter.

• Prices of packaging doubled within a year.

4. Lessons learned

Seed banks last where villages own them and where the rules are made by those who plant the seeds.

5. Recommendations

Recommendation 1. Give each village a share of the harvest, written down and signed by all who take part in it.

A share makes people care for the store. The evaluation saw this in two of the villages that it visited.

Recommendation 2. Store the seeds in two places, so that a flood in one valley does not take them all at once.

A second store costs little. The school in the upper village has a dry room that nobody uses.

Annex 1. Terms of reference

Findings

Finding 1. The consultant will state findings in this form in the report of the evaluation.

Recommendations

The report will hold no more than ten recommendations, addressed to those who can act on them.
"""


@pytest.fixture(scope="module")
def report(written: Callable[[str], ReadDocument]) -> Extraction:
    return evaluation_report.publish(written(REPORT))


def of_kind(extraction: Extraction, kind: Kind) -> list[Record]:
    return [record for record in extraction.records if record.kind is kind]


def test_labelled_findings_keep_the_text_that_explains_them(report: Extraction) -> None:
    one, two = sorted(of_kind(report, Kind.FINDING), key=lambda record: record.id)
    assert one.id.endswith(":finding-1")
    assert one.title == "Finding 1: Relevance"
    assert one.criterion is Criterion.RELEVANCE
    assert two.parts[1].name == "explanation"
    assert two.parts[1].text.startswith("The building was flooded once")


def test_a_summary_and_a_body_that_say_the_same_are_one_record(report: Extraction) -> None:
    recommendations = of_kind(report, Kind.RECOMMENDATION)
    assert len(recommendations) == 2
    for record in recommendations:
        text = record.parts[0]
        (copy,) = text.also_at
        assert copy.start is not None
        assert text.anchor.start is not None
        assert copy.start < text.anchor.start
        assert any(part.name == "explanation" for part in record.parts)


def test_a_list_takes_its_kind_from_the_sentence_before_it(report: Extraction) -> None:
    challenges = of_kind(report, Kind.CHALLENGE)
    items = {record.parts[0].text for record in challenges if len(record.parts[0].text) < 60}
    assert items == {"Roads are closed for two months each winter.", "Prices of packaging doubled within a year."}
    assert {record.polarity for record in challenges} == {Polarity.CHALLENGE}


def test_a_section_that_says_what_it_holds_makes_statements_of_its_paragraphs(report: Extraction) -> None:
    (lesson,) = of_kind(report, Kind.LESSON)
    assert lesson.parts[0].text.startswith("Seed banks last")


def test_terms_of_reference_are_context(report: Extraction) -> None:
    annexed = {r.kind for r in report.records if r.heading_path and "Annex" in " ".join(r.heading_path)}
    assert annexed == {Kind.CONTEXT}


def test_nobody_is_named(report: Extraction) -> None:
    said = report.model_dump_json()
    assert not any(name in said for name in ("Ada", "Ben Sample", "Cleo", "Muster"))


def test_identifiers_do_not_depend_on_what_stands_before(
    report: Extraction, written: Callable[[str], ReadDocument]
) -> None:
    longer = REPORT.replace("2. Findings\n", "2. Findings\n\nThis chapter was added in a later edition of the text.\n")
    again = evaluation_report.publish(written(longer))
    assert {record.id for record in report.records} < {record.id for record in again.records}


def test_seed_003(seed: Callable[[str], ReadDocument]) -> None:
    document = seed("003")
    extraction = evaluation_report.publish(document)
    kinds = Counter(record.kind for record in extraction.records)
    assert kinds[Kind.FINDING] == 18
    assert kinds[Kind.LESSON] == 5
    assert kinds[Kind.GOOD_PRACTICE] == 8
    assert kinds[Kind.RECOMMENDATION] == kinds[Kind.MANAGEMENT_RESPONSE] == 7
    for record in of_kind(extraction, Kind.RECOMMENDATION):
        assert len(record.parts[0].also_at) == 1
        assert "responsible_unit" in record.details
    for record in of_kind(extraction, Kind.MANAGEMENT_RESPONSE):
        assert [link.target for link in record.links] == [record.id.replace("management_response", "recommendation")]
    assert all(document.text[p.anchor.start : p.anchor.end] == p.text for r in extraction.records for p in r.parts)
