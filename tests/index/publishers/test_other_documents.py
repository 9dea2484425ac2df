"""Short result pages, and documents that are nobody's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from index.model import Kind, Polarity
from index.publishers import generic, ilo_results_page
from index.publishers.registry import publish_document
from index.readers.blocks import ReadDocument

PAGE = """Results and challenges

The ILO looked at the reports of two years. It still faces challenges, including the following:

• Offices do not share what they know with each other.

• Plans end before the work does.
"""
ARTICLE = """How bridges are painted

Findings

Paint lasts longer on the side that the wind does not reach, as every painter will tell you.

Challenges

Rust comes back where water stands after the rain has gone.
"""


def test_items_of_a_list_of_challenges_are_challenges(written: Callable[[str], ReadDocument]) -> None:
    document = written(PAGE)
    assert ilo_results_page.confidence(document) > 0.5
    items = [record for record in ilo_results_page.publish(document).records if record.kind is Kind.CHALLENGE]
    assert {record.parts[0].text for record in items} == {
        "Offices do not share what they know with each other.",
        "Plans end before the work does.",
    }
    assert {record.polarity for record in items} == {Polarity.CHALLENGE}


def test_an_article_about_something_else_has_no_findings(written: Callable[[str], ReadDocument]) -> None:
    extraction = publish_document(written(ARTICLE))
    assert {record.kind for record in extraction.records} == {Kind.OTHER}
    assert len(extraction.records) == 2


def test_the_generic_publisher_comes_last(written: Callable[[str], ReadDocument]) -> None:
    assert 0 < generic.confidence(written(ARTICLE)) < ilo_results_page.confidence(written(PAGE))


def test_seed_002(seed: Callable[[str], ReadDocument]) -> None:
    extraction = publish_document(seed("002"))
    kinds = Counter(record.kind for record in extraction.records)
    assert kinds[Kind.CHALLENGE] == 10
    assert set(kinds) == {Kind.CHALLENGE, Kind.OTHER}
