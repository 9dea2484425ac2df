"""A draft falls into its sections, by headings or by content, in three languages; nothing of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.brief.answer import Topic
from retrieval.brief.draft import draft_of_text
from retrieval.brief.sections import sections_of
from retrieval.brief.topics import topic_of_content, topic_of_heading
from retrieval.brief.wording import Text
from retrieval.errors import QueryError

FILLER = "The lighthouse keepers of the outer islands mend the lamps and count the ships that pass at night."


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("1. Background and rationale", Topic.CONTEXT),
        ("II) Overall objective", Topic.OBJECTIVE),
        ("3.2 Outcomes and activities", Topic.OUTCOMES),
        ("Who will benefit?", Topic.TARGET_GROUPS),
        ("Partnerships", Topic.PARTNERS),
        ("Risk management", Topic.RISKS),
        ("Project management arrangements", Topic.MANAGEMENT),
        ("MONITORING AND EVALUATION", Topic.MONITORING),
        ("Sustainability and exit strategy", Topic.SUSTAINABILITY),
        ("Budget", Topic.BUDGET),
        ("Gender equality, disability and inclusion", Topic.GENDER),
        ("Antecedentes y justificación", Topic.CONTEXT),
        ("Población objetivo", Topic.TARGET_GROUPS),
        ("Seguimiento y evaluación", Topic.MONITORING),
        ("Estrategia de salida", Topic.SUSTAINABILITY),
        ("Igualdad de género", Topic.GENDER),
        ("Contexte et justification", Topic.CONTEXT),
        ("Résultats attendus", Topic.OUTCOMES),
        ("Parties prenantes", Topic.PARTNERS),
        ("Pérennisation", Topic.SUSTAINABILITY),
        ("Dispositif de gestion", Topic.MANAGEMENT),
        ("The lighthouse keepers", None),
        ("", None),
    ],
)
def test_headings_tell_topics(heading: str, topic: Topic | None) -> None:
    assert topic_of_heading(heading) is topic


@pytest.mark.parametrize(
    ("text", "language", "topic"),
    [
        ("Indicators are collected against a baseline; a final evaluation follows.", "en", Topic.MONITORING),
        ("El comité directivo se reúne; el coordinador nacional y el personal informan.", "es", Topic.MANAGEMENT),
        ("Après la fin du projet, la commune prendra le relais: la pérennité est assurée.", "fr", Topic.SUSTAINABILITY),
        (FILLER, "en", None),
    ],
)
def test_content_tells_topics(text: str, language: str, topic: Topic | None) -> None:
    assert topic_of_content(Text(text, language)) is topic


def test_headings_of_no_topic_belong_to_the_one_above() -> None:
    text = f"# Partners\n\n{FILLER}\n\n## The islands\n\n{FILLER}\n\n# Risks\n\n{FILLER}\n\n# Lamps\n\n{FILLER}"
    told = [(section.topic, section.title) for section in sections_of(draft_of_text(text))]
    assert told == [(Topic.PARTNERS, "Partners"), (Topic.RISKS, "Risks"), (Topic.OTHER, "Lamps")]


def test_a_heading_may_run_into_its_paragraph() -> None:
    text = f"Background: {FILLER} {FILLER}\n\nRisks: {FILLER}"
    told = [(section.topic, section.title, section.body) for section in sections_of(draft_of_text(text))]
    assert told == [(Topic.CONTEXT, "Background", f"{FILLER} {FILLER}"), (Topic.RISKS, "Risks", FILLER)]


def test_a_title_page_goes_with_the_first_section() -> None:
    (section,) = sections_of(draft_of_text(f"Lamps for the islands\n\nBackground\n\n{FILLER}"))
    assert section.title == "Background"
    assert section.text.startswith("Lamps for the islands")


def test_pasted_paragraphs_without_headings_are_told_by_content() -> None:
    text = (
        "Conflict and crisis have left the country poor, and the unemployment rate is high.\n\n"
        f"{FILLER}\n\n"
        "Indicators and a baseline are set at the start, and a final evaluation will tell what changed in the end.\n\n"
        "Insecurity is the first of the risks; mitigation and contingency plans are made for each of the islands.\n"
    )
    sections = sections_of(draft_of_text(text))
    assert [section.topic for section in sections] == [Topic.CONTEXT, Topic.MONITORING, Topic.RISKS]
    assert [section.title for section in sections] == [None, None, None]
    assert FILLER in sections[0].text


def test_one_long_paragraph_is_cut_between_sentences() -> None:
    context = "Conflict and crisis have left the country poor. " * 12
    monitoring = "Indicators and a baseline are followed in each evaluation. " * 12
    sections = sections_of(draft_of_text(context + monitoring))
    assert [section.topic for section in sections] == [Topic.CONTEXT, Topic.MONITORING]


def test_the_shipped_drafts_in_spanish_and_french(drafts: object) -> None:
    from pathlib import Path

    assert isinstance(drafts, Path)
    told = {
        name: [section.topic.value for section in sections_of(draft_of_text((drafts / name).read_text("utf-8")))]
        for name in ("seguridad-social.md", "travail-des-enfants.md")
    }
    assert told == {
        "seguridad-social.md": ["context", "objective", "outcomes", "partners", "sustainability", "monitoring"],
        "travail-des-enfants.md": ["context", "objective", "outcomes", "partners", "risks", "sustainability"],
    }


lines = st.lists(
    st.sampled_from(
        [
            FILLER,
            "# Risks",
            "Background",
            "Partners: we.",
            "2. Budget",
            "Suivi et évaluation",
            "•",
            "- a point",
            "x",
            "",
        ]
    )
    | st.text(max_size=60),
    max_size=25,
)


@given(lines)
@settings(max_examples=60)
def test_sections_cover_the_draft_in_order(parts: list[str]) -> None:
    try:
        draft = draft_of_text("\n\n".join(parts))
    except QueryError:
        return
    sections = sections_of(draft)
    assert sections
    assert letters("".join(section.text for section in sections)) == letters(draft.text)
    assert all(section.beginning and section.text for section in sections)


def letters(text: str) -> str:
    """A text without white space and the marks of Markdown and labels, which sections take off headings."""
    return "".join(character for character in text if not character.isspace() and character != "#")
