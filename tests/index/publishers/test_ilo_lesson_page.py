from __future__ import annotations

from collections.abc import Callable

from index.model import Kind, Polarity
from index.publishers import ilo_lesson_page
from index.readers.blocks import ReadDocument

PAGE = """Go to ILO main website
Back to index

eval_number:
4711
eval_url:
https://example.org/eval/4711
lessons_learned:
themes:
theme:
Social dialogue
category:
Organizational issues

comments:
-
challenges:
The harbour office had no boat of its own and had to borrow one for each visit.
success:
Fishers came to all four meetings, since the meetings were held after the catch.
context:
Four villages share the bay.

In winter the road is closed.
description:
Meetings that follow the tide are well attended, whatever else is on the agenda.
administrative_issues:
Travel costs were paid late.
url:
https://example.org/ievaldiscovery/lessons/815

location:
country:
Iceland
region:
Global

eval_title:
Evaluation of the bay programme
Skip to top
"""


def test_the_page_is_known_by_its_keys(written: Callable[[str], ReadDocument]) -> None:
    assert ilo_lesson_page.confidence(written(PAGE)) > 0.9
    assert ilo_lesson_page.confidence(written("Context:\nThis is a description: of something else.")) < 0.3


def test_the_page_gives_one_lesson_with_the_identifiers_of_the_export(written: Callable[[str], ReadDocument]) -> None:
    extraction = ilo_lesson_page.publish(written(PAGE))
    (record,) = extraction.records
    (document,) = extraction.documents
    assert (record.id, record.local_id, record.document_id) == ("ilo:lesson:815", "lesson:815", "ilo:evaluation:4711")
    assert (document.title, document.number) == ("Evaluation of the bay programme", "4711")
    assert (record.facets.themes, record.facets.countries) == (("Social dialogue",), ("Iceland",))


def test_each_text_has_its_own_kind_and_polarity(written: Callable[[str], ReadDocument]) -> None:
    document = written(PAGE)
    (record,) = ilo_lesson_page.publish(document).records
    assert [(part.name, part.kind, part.polarity) for part in record.parts] == [
        ("text", None, None),
        ("context", Kind.CONTEXT, None),
        ("challenges", Kind.CHALLENGE, Polarity.CHALLENGE),
        ("success", Kind.SUCCESS_FACTOR, Polarity.SUCCESS),
        ("administrative_issues", None, None),
    ]
    assert all(document.text[part.anchor.start : part.anchor.end] == part.text for part in record.parts)
    assert record.parts[1].text.endswith("In winter the road is closed.")


def test_a_page_without_description_is_reported(written: Callable[[str], ReadDocument]) -> None:
    extraction = ilo_lesson_page.publish(written("eval_number:\n4711\n\neval_title:\nEvaluation of the bay\n"))
    (record,) = extraction.records
    assert record.parts == ()
    assert [problem.record_id for problem in extraction.problems] == [record.id]


def test_seed_000(seed: Callable[[str], ReadDocument]) -> None:
    extraction = ilo_lesson_page.publish(seed("000"))
    (record,) = extraction.records
    assert record.kind is Kind.LESSON
    names = {part.name for part in record.parts}
    assert {"text", "context", "challenges", "success", "administrative_issues"} <= names
