"""Nobody gets a file of ours with words in it that no source wrote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from retrieval.answer import Hit
from retrieval.brief.answer import Aspect, Brief, DesignWarning, SectionQuery, Topic
from retrieval.brief.design import load_catalogue
from retrieval.brief.items import support_of
from retrieval.search import Searcher
from service.brief.errors import BriefChanged, UploadError
from service.brief.verify import read_brief, verified
from service.runtime import open_searcher


def with_hit(brief: Brief, change: Callable[[Hit], dict[str, Any]]) -> Brief:
    """The brief with its first item's hit changed."""
    section = brief.sections[0]
    item = section.items[0]
    changed = item.model_copy(update={"hit": item.hit.model_copy(update=change(item.hit))})
    sections = [section.model_copy(update={"items": [changed, *section.items[1:]]}), *brief.sections[1:]]
    return brief.model_copy(update={"sections": sections})


def test_a_brief_that_comes_back_unchanged_is_the_same(brief: Brief, sample_searcher: Searcher) -> None:
    assert verified(read_brief(brief.model_dump_json()), sample_searcher.opened) == brief


@pytest.mark.parametrize(
    "change",
    [
        lambda hit: {"text": hit.text.replace("project", "government")},
        lambda hit: {"text": hit.text + " It was a triumph."},
        lambda _: {"id": "ilo:lesson:1:text-1"},
        lambda _: {"id": "ilo:lesson:\ud800"},
        lambda hit: {"citation": f"WHO, {hit.citation}"},
        lambda _: {"permalink": "/p/ilo:lesson:910063"},
        lambda _: {"year": 1999},
        lambda _: {"status": "Rejected"},
        lambda hit: {"document": hit.document.model_copy(update={"url": "https://evil.example.org/"})},
        lambda hit: {"document": hit.document.model_copy(update={"title": "Another"})},
        lambda hit: {"facets": hit.facets.model_copy(update={"countries": ("Atlantis",)})},
        lambda hit: {"corroboration": hit.corroboration.model_copy(update={"evaluations": 40})},
    ],
)
def test_a_hit_that_was_changed_is_refused_by_its_number(
    change: Callable[[Hit], dict[str, Any]], brief: Brief, sample_searcher: Searcher
) -> None:
    with pytest.raises(BriefChanged) as refused:
        verified(with_hit(brief, change), sample_searcher.opened)
    assert refused.value.details == {"number": 1}


def test_a_response_that_management_never_gave_is_refused(brief: Brief, sample_searcher: Searcher) -> None:
    items = [item for section in brief.sections for item in section.items if item.hit.linked]
    hit = items[0].hit
    response = hit.linked[0].model_copy(update={"status": "Accepted in full"})
    forged = items[0].model_copy(update={"hit": hit.model_copy(update={"linked": [response, *hit.linked[1:]]})})
    section = brief.sections[0].model_copy(update={"items": [forged.model_copy(update={"number": 1})]})
    with pytest.raises(BriefChanged, match=r"Item 1 .*linked"):
        verified(brief.model_copy(update={"sections": [section], "warnings": []}), sample_searcher.opened)


def test_a_warning_is_looked_up_too(brief: Brief, sample_searcher: Searcher) -> None:
    warning = brief.warnings[0]
    item = warning.items[0]
    forged = item.model_copy(update={"hit": item.hit.model_copy(update={"text": "You will fail."})})
    changed = brief.model_copy(update={"warnings": [warning.model_copy(update={"items": [forged]})]})
    with pytest.raises(BriefChanged, match="text"):
        verified(changed, sample_searcher.opened)


def test_what_is_said_by_others_is_looked_up_too(sample_searcher: Searcher, brief: Brief) -> None:
    items = [item for section in brief.sections for item in section.items]
    first, other = items[0].hit, next(one.hit for one in items if one.hit.record_id != items[0].hit.record_id)
    also = {
        "id": other.id, "record_id": other.record_id, "citation": other.citation, "permalink": other.permalink,
        "year": other.year, "exact": True,
    }  # fmt: skip
    forged = Hit.model_validate({**first.model_dump(), "also": [also]})
    with pytest.raises(BriefChanged, match=f"{other.id} does not say the same"):
        verified(with_hit(brief, lambda _: {"also": forged.also}), sample_searcher.opened)


def test_a_generation_must_be_one(brief: Brief, sample_searcher: Searcher) -> None:
    with pytest.raises(BriefChanged, match="generation"):
        verified(brief.model_copy(update={"generation": "certified by the minister"}), sample_searcher.opened)


def test_records_of_another_collection_are_refused(brief: Brief, hostile_data: Path, sample_searcher: Searcher) -> None:
    with pytest.raises(BriefChanged, match="there is no passage"):
        verified(brief, open_searcher(hostile_data).opened)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda _: {"question": "Why does this project deserve to fail?"}, "question"),
        (lambda _: {"id": "no-such-question"}, "question"),
        (lambda _: {"topic": Topic.BUDGET}, "question"),
        (lambda _: {"queries": [SectionQuery(text="secret query")]}, "question"),
        (lambda _: {"items": [], "support": support_of([])}, "question"),
        (lambda one: {"support": one.support.model_copy(update={"evaluations": 40})}, "counts"),
    ],
)
def test_a_design_question_is_one_of_the_catalogue(
    change: Callable[[DesignWarning], dict[str, Any]], told: str, brief: Brief, sample_searcher: Searcher
) -> None:
    warning = brief.warnings[0]
    forged = brief.model_copy(update={"warnings": [warning.model_copy(update=change(warning))]})
    with pytest.raises(BriefChanged, match=told):
        verified(forged, sample_searcher.opened)


def test_the_questions_may_be_in_any_language_of_the_catalogue(brief: Brief, sample_searcher: Searcher) -> None:
    warning = brief.warnings[0].model_copy(update={"question": load_catalogue().questions[0].asked_in("fr")})
    french = brief.model_copy(update={"warnings": [warning]})
    assert verified(french, sample_searcher.opened) == french


def test_counts_of_several_are_counted_again(brief: Brief, sample_searcher: Searcher) -> None:
    section = brief.sections[0]
    for more in ({"records": 99}, {"countries": ["Atlantis"]}, {"latest_year": 2099}):
        forged = section.model_copy(update={"support": section.support.model_copy(update=more)})
        with pytest.raises(BriefChanged, match="counts"):
            verified(brief.model_copy(update={"sections": [forged, *brief.sections[1:]]}), sample_searcher.opened)
    with pytest.raises(BriefChanged, match="counts"):
        verified(brief.model_copy(update={"checked": 1_000}), sample_searcher.opened)


def test_a_failure_cannot_be_told_as_a_success(brief: Brief, sample_searcher: Searcher) -> None:
    section = brief.sections[0]
    item = next(item for item in section.items if item.aspect is Aspect.ADVICE)
    items = [one.model_copy(update={"aspect": Aspect.WORKED}) if one == item else one for one in section.items]
    sections = [section.model_copy(update={"items": items}), *brief.sections[1:]]
    with pytest.raises(BriefChanged, match="is not worked"):
        verified(brief.model_copy(update={"sections": sections}), sample_searcher.opened)


def test_items_are_numbered_in_their_order(brief: Brief, sample_searcher: Searcher) -> None:
    section = brief.sections[0]
    again = section.model_copy(update={"items": [*section.items[:-1], section.items[0]]})
    with pytest.raises(BriefChanged, match="numbered"):
        verified(brief.model_copy(update={"sections": [again, *brief.sections[1:]]}), sample_searcher.opened)


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"draft": "secret words"}', b"\xed\xa0\x80"])
def test_what_is_no_brief_is_an_error_without_the_words_of_a_draft(body: str | bytes) -> None:
    with pytest.raises(UploadError) as refused:
        read_brief(body)
    assert "secret" not in str(refused.value.as_dict())
