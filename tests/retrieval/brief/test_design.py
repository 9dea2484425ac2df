"""The catalogue of design questions: whole, readable in three languages, and asked only where it applies."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SettingsError
from retrieval.brief.answer import Topic
from retrieval.brief.checking import worth
from retrieval.brief.design import load_catalogue
from retrieval.brief.draft import Draft
from retrieval.brief.wording import LANGUAGES
from retrieval.query import Query, Word
from tests.retrieval.brief.test_choosing import choice

OWN = """
[[questions]]
id = "lamps"
topic = "risks"
query = "lamps that go out"
question = {en = "Who lights the lamps?"}
covered = {en = ["lamp"]}
applies = {en = ["island"]}
"""


def own(folder: Path, text: str) -> Path:
    file = folder / "questions.toml"
    file.write_text(text, "utf-8")
    return file


def ids(found: object) -> list[str]:
    assert isinstance(found, list)
    return [one.id for one in found]


def test_the_catalogue_has_every_question_in_every_language() -> None:
    questions = load_catalogue().questions
    assert 15 <= len(questions) <= 25
    for one in questions:
        assert set(one.question) == set(LANGUAGES), one.id
        assert set(one.covered) == set(LANGUAGES), one.id
        assert all(one.covered.values()), one.id
        assert not one.applies or set(one.applies) == set(LANGUAGES), one.id


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("An exit strategy is agreed at mid-term.", "exit-strategy"),
        ("Une stratégie de sortie est convenue.", "exit-strategy"),
        ("Hay una línea de base.", "baseline"),
        ("The BASELINES are taken early.", "baseline"),
        ("A gender specialist is recruited.", "gender-budget"),
        ("Personal data are protected.", "data-protection"),
    ],
)
def test_what_a_draft_mentions_is_covered_whatever_its_ending_and_case(text: str, covered: str) -> None:
    catalogue = load_catalogue()
    language = {"Une": "fr", "Hay": "es"}.get(text.split()[0], "en")
    without = set(ids(catalogue.uncovered("word " * 100 + "survey", language, 101)))
    assert covered in without
    assert covered not in ids(catalogue.uncovered("word " * 100 + "survey. " + text, language, 110))


def test_a_question_arises_only_where_it_applies(tmp_path: Path) -> None:
    catalogue = load_catalogue(own(tmp_path, OWN))
    assert ids(catalogue.uncovered("the islands", "en", 100)) == ["lamps"]
    assert ids(catalogue.uncovered("the mountains", "en", 100)) == []
    assert ids(catalogue.uncovered("the islands and their lamps", "en", 100)) == []


def test_a_short_draft_is_not_checked() -> None:
    assert load_catalogue().uncovered("the islands", "en", 40) is None


def test_a_question_is_asked_in_english_where_there_is_no_other(tmp_path: Path) -> None:
    (one,) = load_catalogue(own(tmp_path, OWN)).questions
    assert one.asked_in("fr") == "Who lights the lamps?"


def test_an_edited_catalogue_is_read_again(tmp_path: Path) -> None:
    import os

    file = own(tmp_path, OWN)
    load_catalogue(file)
    file.write_text(OWN.replace("lamps", "oars"), "utf-8")
    os.utime(file, (1, 1))
    assert load_catalogue(file).questions[0].id == "oars"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[questions", "questions.toml"),
        (OWN.replace('topic = "risks"', 'topic = "weather"'), "questions.0.topic"),
        (OWN.replace("query", "querry"), "query"),
        (OWN + OWN, "several questions of the id 'lamps'"),
        (OWN.replace('{en = "Who lights the lamps?"}', "{}"), "no question in any language"),
        (OWN.replace('en = ["lamp"]', 'de = ["Lampe"]'), "de"),
    ],
)
def test_a_wrong_catalogue_is_named_with_its_fault(text: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^questions\.toml: ") as caught:
        load_catalogue(own(tmp_path, text))
    assert reason in caught.value.message
    assert "AFTERWISE_DESIGN_QUESTIONS" in caught.value.hint


def test_a_missing_catalogue_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml: .*No such file"):
        load_catalogue(tmp_path / "none.toml")


def test_the_draft_of_the_tests_is_long_enough(draft: Draft) -> None:
    assert load_catalogue().uncovered(draft.text, draft.language, draft.words) is not None


def test_a_warning_is_worth_what_the_evidence_says_and_what_the_draft_lacks(tmp_path: Path) -> None:
    (lamps,) = load_catalogue(own(tmp_path, OWN)).questions
    query = Query("", "en", tuple(Word(one, (one,), 1) for one in ("lamp", "go")), (), ())
    choices = [choice(number, 1)._replace(closeness=closeness) for number, closeness in enumerate((0.6, 0.4, 0.9))]
    assert worth(lamps, query, choices, [], set()) == pytest.approx(0.5)  # the mean of the two that are shown first
    assert worth(lamps, query, choices, [Topic.RISKS], set()) == pytest.approx(0.4)  # there is a section on risks
    assert worth(lamps, query, choices, [], {"lamp", "oar"}) == pytest.approx(0.375)  # half of the words are held
    assert worth(lamps, query, choices[:1], [], set()) == pytest.approx(0.3)
    assert worth(lamps, query, [], [], set()) == 0
