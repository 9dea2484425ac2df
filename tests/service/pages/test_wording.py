"""The interface says everything in every language, and speaks the reader's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.facets import FACETS
from index.model import Criterion, Kind, Polarity
from retrieval.brief.answer import Aspect, Topic
from retrieval.citations import FORMATS
from service.brief.formats import BRIEF_FORMATS
from service.exports import EXPORTS
from service.pages.wording import LANGUAGES, Sentence, load, wording

ENGLISH = load("en")
SERVICE = Path(__file__).parents[3] / "service"
SAYING = (SERVICE / "pages", SERVICE / "brief", SERVICE / "cli")  # what takes its sentences from there
# Sentences that are found by a value: wording.name("kind", …), t('citation.' ~ format) …
BY_VALUE = {
    "kind",
    "kinds",
    "criterion",
    "polarity",
    "language",
    "field",
    "citation",
    "error",
    "text",
    "detail",
    "export",
    "suggestions",
    "topic",
    "aspect",
    "file",
}


def placeholders(sentence: Sentence) -> list[set[str]]:
    """The placeholders of a sentence, or of each of its plural forms."""
    forms = [sentence] if isinstance(sentence, str) else list(sentence.values())
    return [set(re.findall(r"\{(\w*)\}", form)) for form in forms]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_says_the_same_with_the_same_placeholders(code: str) -> None:
    sentences = load(code)
    assert list(sentences) == list(ENGLISH)
    for key, sentence in sentences.items():
        assert all([sentence] if isinstance(sentence, str) else sentence.values()), key
        assert placeholders(sentence) == placeholders(ENGLISH[key]), key
        if not isinstance(sentence, str):
            assert set(sentence) == {"one", "other"}, key


def test_everything_that_has_a_fixed_list_of_values_has_names() -> None:
    for family, values in {
        "kind": Kind, "criterion": Criterion, "polarity": Polarity, "field": FACETS, "citation": FORMATS,
        "export": EXPORTS, "topic": Topic, "aspect": Aspect, "file": BRIEF_FORMATS,
    }.items():  # fmt: skip
        assert {f"{family}.{value}" for value in values} <= set(ENGLISH)


def test_pages_use_no_sentence_that_there_is_not_and_none_is_left_over() -> None:
    files = [file for folder in SAYING for file in folder.rglob("*") if file.suffix in {".html", ".py"}]
    source = "".join(file.read_text("utf-8") for file in files)
    asked = set(re.findall(r"""\b(?:t|say)\(['"]([\w.-]+)['"]""", source))
    assert {key for key in asked if not key.endswith(".")} <= set(ENGLISH)
    for key in ENGLISH:
        if key.partition(".")[0] not in BY_VALUE:
            assert f"'{key}'" in source or f'"{key}"' in source, key


@pytest.mark.parametrize(
    ("asked", "accepted", "expected"),
    [
        ("fr", "es", "fr"),
        (None, "fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        (None, "de, es;q=0.5, en;q=0.7", "en"),
        (None, "de, es;q=0.5, en;q=0", "es"),
        (None, "de", "en"),
        (None, "fr;q=high, es;q=0.1", "es"),
        (None, "", "en"),
        (None, None, "en"),
        ("xx", "es", "es"),
        ("../../etc/passwd", None, "en"),
    ],
)
def test_the_address_decides_then_the_browser_then_english(
    asked: str | None, accepted: str | None, expected: str
) -> None:
    assert wording(asked, accepted).code == expected


def test_counts_are_worded_and_written_as_in_the_language() -> None:
    english, french, spanish = (wording(code, None) for code in LANGUAGES)
    assert english.say("results.total", count=1) == "1 record matches"
    assert english.say("results.total", count=0) == "0 records match"
    assert french.say("results.total", count=0) == "0 fiche correspond"
    assert spanish.say("results.total", count=12547) == "12.547 fichas coinciden"
    assert french.number(12547) == "12\u202f547"
    assert english.say("place.page", number="1204") == "p. 1204"


def test_a_value_without_a_name_is_its_own() -> None:
    assert wording("fr", None).name("kind", "lesson") == "Leçon"
    assert wording("fr", None).name("country", "Nepal") == "Nepal"
    assert wording("fr", None).name("language", "tlh") == "tlh"
