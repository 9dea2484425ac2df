"""Drafts that we wrote, and a brief put together from real hits of the sample, whatever the engine would choose."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import docx
import pytest

from retrieval.answer import Hit
from retrieval.brief.answer import (
    Aspect,
    Brief,
    BriefItem,
    BriefSection,
    DesignWarning,
    DraftFacts,
    SectionQuery,
    Topic,
    Why,
)
from retrieval.brief.design import load_catalogue
from retrieval.brief.items import aspect_of, support_of
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from service.brief.report import Report, report_of
from service.runtime import open_searcher

MADE = date(2026, 3, 14)
ADDRESS = "https://afterwise.example.org/"

DRAFT = """Background

Young people around the lakes look for work. Fish processing employs many of them, mostly women without a contract, and
training centres teach trades in which nobody hires.

Sustainability and exit strategy

The project will hand its services over to the district councils and other national partners before it closes. An exit
strategy will be agreed with them at the midterm review.

Monitoring and evaluation

Indicators will be taken from the results framework; a baseline survey of household income comes first.
"""


@pytest.fixture(scope="session")
def draft() -> str:
    """A draft of three sections."""
    return DRAFT


@pytest.fixture(scope="session")
def word_file() -> Callable[[str], bytes]:
    """Makes a Word file of a text."""
    return _docx_of


def _docx_of(text: str) -> bytes:
    """The text as a Word file, its short lines as headings."""
    document = docx.Document()
    for block in filter(None, (block.strip() for block in text.split("\n\n"))):
        if len(block) < 60:
            document.add_heading(block, 1)
        else:
            document.add_paragraph(" ".join(block.split()))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def items_of(hits: Sequence[Hit], first: int) -> list[BriefItem]:
    """Items numbered from `first`."""
    return [
        BriefItem(
            number=number,
            aspect=aspect_of(hit.kind, hit.polarity),
            hit=hit,
            why=Why(
                terms=hit.matched_terms,
                cosine=hit.scores.cosine,
                countries=list(hit.facets.countries[:1]),
                regions=[],
                themes=[],
            ),
        )
        for number, hit in enumerate(hits, start=first)
    ]


def brief_of(searcher: Searcher, queries: Sequence[tuple[str, str]], language: str = "en") -> Brief:
    """A brief with a section for each (title, query), and a warning from the last query's hits."""
    sections: list[BriefSection] = []
    number = 1
    for place, (title, query) in enumerate(queries, start=1):
        items = items_of(searcher.search(SearchRequest(query=query, limit=6)).hits, number)
        number += len(items)
        sections.append(
            BriefSection(
                number=place,
                topic=Topic.SUSTAINABILITY,
                title=title or None,
                beginning="The project will hand over",
                page=place,
                language=language,
                queries=[SectionQuery(text=query, filters={"country": ["Malawi"]} if place == 1 else {})],
                items=items,
                support=support_of(items),
                message=None if items else "No good evidence.",
            )
        )
    warned = items_of(searcher.search(SearchRequest(query=queries[0][1], limit=2)).hits, number)
    questions = load_catalogue().questions
    asked = questions[0]
    warning = DesignWarning(
        id=asked.id,
        topic=asked.topic,
        question=asked.asked_in(language),
        queries=[SectionQuery(text=asked.query)],
        items=warned,
        support=support_of(warned),
    )
    facts = DraftFacts(
        language=language,
        words=1234,
        pages=3,
        sections=len(sections),
        countries=["Malawi"],
        regions=["Africa"],
        themes=["Youth employment"],
    )
    return Brief(
        draft=facts,
        generation=searcher.opened.manifest.name,
        sections=sections,
        warnings=[warning] if warned else [],
        checked=len(questions),
    )


@pytest.fixture(scope="session")
def made_brief() -> Callable[..., Brief]:
    """Puts a brief together from what a searcher finds."""
    return brief_of


@pytest.fixture(scope="session")
def sample_searcher(sample_data: Path) -> Searcher:
    """Searches the sample."""
    return open_searcher(sample_data)


@pytest.fixture(scope="session")
def brief(sample_searcher: Searcher) -> Brief:
    """Three sections over the sample, the last one without evidence."""
    asked = [
        ("1. Exit", "hand services over to district councils and national partners"),
        ("", "gender women"),
        ("Orbit", "asteroid radar orbit"),
    ]
    made = brief_of(sample_searcher, asked)
    assert [bool(section.items) for section in made.sections] == [True, True, False]
    assert {Aspect.WORKED, Aspect.ADVICE} <= {item.aspect for item in made.sections[0].items}
    return made


@pytest.fixture(scope="session")
def report(brief: Brief) -> Report:
    """That brief as a file tells it."""
    return report_of(brief, MADE, ADDRESS)
