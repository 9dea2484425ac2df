"""A whole brief: quoted, cited, numbered, honest, and the same each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.model import Kind
from retrieval.brief.answer import Aspect, Brief, BriefItem, Finished, SectionReady, Started, WarningsReady
from retrieval.brief.briefer import NO_EVIDENCE, NOTHING, Briefer
from retrieval.brief.choosing import A_BRIEF, A_SECTION
from retrieval.brief.draft import Draft, draft_of_text, read_draft
from retrieval.brief.settings import BriefSettings
from retrieval.errors import QueryError
from retrieval.search import Searcher
from tests.retrieval.brief.conftest import CAKES, DRAFT, STARS


def items_of(brief: Brief) -> list[BriefItem]:
    """All items, in the order in which a reader meets them."""
    return [item for part in (*brief.sections, *brief.warnings) for item in part.items]


def check(brief: Brief, searcher: Searcher, bounds: BriefSettings | None = None) -> None:
    """What holds of every brief."""
    bounds = bounds or BriefSettings()
    items = items_of(brief)
    assert [item.number for item in items] == list(range(1, len(items) + 1))
    assert len({item.hit.record_id for item in items}) == len(items)
    for item in items:
        record = searcher.opened.store.record(item.hit.record_id)
        assert record is not None
        assert any(item.hit.text in part.text for part in record.parts)
        assert item.hit.kind not in (Kind.MANAGEMENT_RESPONSE, Kind.KEY_ACTION, Kind.CONTEXT)
        assert item.hit.scores.evidence >= searcher.settings.answerable
    for section in brief.sections:
        assert len(section.items) <= bounds.brief_items
        assert (section.message is None) == bool(section.items)
        assert [list(Aspect).index(item.aspect) for item in section.items] == sorted(
            list(Aspect).index(item.aspect) for item in section.items
        )
        assert max(Counter(item.hit.document.id for item in section.items).values(), default=0) <= A_SECTION
    assert max(Counter(item.hit.document.id for item in items).values(), default=0) <= A_BRIEF
    most = max(bounds.brief_records + brief.draft.words // 250, len(brief.sections))
    assert sum(len(section.items) for section in brief.sections) <= most
    assert len(brief.warnings) <= bounds.brief_warnings
    for warning in brief.warnings:
        assert 1 <= len(warning.items) <= 2
        assert warning.queries
    assert len(brief.warnings) <= brief.checked


def test_a_brief_holds_what_it_must(brief: Brief, searcher: Searcher) -> None:
    check(brief, searcher)
    assert [section.title for section in brief.sections] == [
        "Background",
        "Objectives",
        "Activities",
        "Partners",
        "Risks",
        "Sustainability",
    ]
    assert brief.message is None
    assert brief.draft.countries == ["Malawi", "Zambia"]
    assert items_of(brief)


def test_the_lesson_on_handing_over_stands_under_sustainability(brief: Brief) -> None:
    shown = {section.title: {item.hit.local_id for item in section.items} for section in brief.sections}
    assert "lesson:910001" in shown["Sustainability"]


def test_what_the_draft_does_not_mention_is_asked_and_what_it_does_is_not(brief: Brief) -> None:
    warned = {warning.id for warning in brief.warnings}
    assert "procurement" not in warned
    assert "risks" not in warned
    assert warned


def test_the_same_draft_gives_the_same_brief(brief: Brief, searcher: Searcher, draft: Draft) -> None:
    one_thread = Briefer(searcher, BriefSettings(brief_threads=1)).brief(draft)
    assert one_thread.model_dump_json() == brief.model_dump_json()


def test_events_come_in_order(searcher: Searcher, draft: Draft) -> None:
    kinds = [type(event) for event in Briefer(searcher).events(draft)]
    assert kinds == [Started, *[SectionReady] * 6, WarningsReady, Finished]


@pytest.mark.parametrize("asked", range(8))
def test_nothing_comes_after_it_was_cancelled(searcher: Searcher, draft: Draft, asked: int) -> None:
    number = count()
    events = list(Briefer(searcher).events(draft, lambda: next(number) >= asked))
    assert isinstance(events[0], Started)
    assert sum(isinstance(event, SectionReady) for event in events) == min(6, asked)
    assert isinstance(events[-1], Finished) == (asked > 6)


@pytest.mark.parametrize("text", [STARS, CAKES], ids=["stars", "cakes"])
def test_a_draft_on_what_the_collection_does_not_know_gives_an_honest_nothing(text: str, searcher: Searcher) -> None:
    brief = Briefer(searcher).brief(draft_of_text(text))
    assert brief.message == NOTHING
    assert brief.warnings == []
    assert [section.message for section in brief.sections] == [NO_EVIDENCE] * len(brief.sections)


def test_bounds_are_kept_and_told(searcher: Searcher) -> None:
    bounds = BriefSettings(brief_sections=2, brief_items=1)
    brief = Briefer(searcher, bounds).brief(draft_of_text(DRAFT))
    assert brief.draft.truncated == "Only the first 2 of 6 sections get evidence."
    assert len(brief.sections) == 2
    check(brief, searcher, bounds)
    three = BriefSettings(brief_records=3, brief_warnings=0)
    brief = Briefer(searcher, three).brief(draft_of_text(DRAFT))
    assert sum(len(section.items) for section in brief.sections) == 3
    check(brief, searcher, three)


def test_recommendations_come_with_what_management_did(open_data: Callable[..., Searcher], odd_data: Path) -> None:
    text = "Risks\n\nThe boats are not insured before the monsoon, and the insurer wants a premium for every boat."
    brief = Briefer(open_data(odd_data, answerable=0.4)).brief(draft_of_text(text))
    (advice,) = [item for item in items_of(brief) if item.aspect is Aspect.ADVICE]
    assert [(one.kind, one.status) for one in advice.hit.linked] == [
        (Kind.MANAGEMENT_RESPONSE, "Accepted"),
        (Kind.KEY_ACTION, None),
    ]


WORDS = "Risks Budget fish training centre exit district council boat money the of Malawi ."
words = st.sampled_from([*WORDS.split(), "\n\n"])


@given(st.lists(words, max_size=120))
@settings(max_examples=25)
def test_any_text_gives_a_whole_brief_or_a_clear_error(searcher: Searcher, parts: list[str]) -> None:
    try:
        draft = draft_of_text(" ".join(parts))
    except QueryError:
        return
    check(Briefer(searcher).brief(draft), searcher)


@pytest.mark.parametrize("name", ["youth-employment", "garment-safety", "seguridad-social", "travail-des-enfants"])
def test_drafts_on_the_ilo_export(ilo_briefer: Briefer, drafts: Path, name: str) -> None:
    draft = read_draft((drafts / f"{name}.md").read_bytes(), f"{name}.md")
    brief = ilo_briefer.brief(draft)
    check(brief, ilo_briefer._searcher)
    assert brief.message is None
    assert all(section.items for section in brief.sections)
    languages = Counter(item.hit.language for section in brief.sections for item in section.items)
    assert languages[draft.language] > 0
    assert any(item.why.countries or item.why.regions for item in items_of(brief))


@pytest.mark.parametrize("subject", ["mirrors", "cakes"])
def test_the_ilo_export_knows_nothing_of_mirrors_and_cakes(subject: str, ilo_briefer: Briefer, drafts: Path) -> None:
    file = drafts / "telescope-mirrors.md"
    draft = draft_of_text(CAKES) if subject == "cakes" else read_draft(file.read_bytes(), file.name)
    brief = ilo_briefer.brief(draft)
    assert brief.message == NOTHING
    assert items_of(brief) == []
