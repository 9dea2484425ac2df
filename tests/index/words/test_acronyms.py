"""What the acronyms of a collection stand for."""

from __future__ import annotations

from collections.abc import Mapping

from index.words.acronyms import Acronym, Meaning, Said, from_json, learn, to_json

PLAN = "a Performance Monitoring Plan (PMP)"
OTHER = "the Project Management Plan (PMP)"


def learnt(
    *texts: str, language: str = "en", written: Mapping[str, tuple[int, int]] | None = None
) -> dict[str, Acronym]:
    """Each text in a document of its own."""
    said = [Said(text, language, f"d{number}") for number, text in enumerate(texts)]
    return learn(said, lambda word: (written or {}).get(word, (0, 1)))


def test_a_meaning_counts_documents_not_texts() -> None:
    said = [Said(PLAN, "en", "one"), Said(PLAN, "en", "one"), Said(PLAN, "en", "two")]
    assert learn(said, lambda _: (0, 1))["pmp"].meanings == (
        Meaning("Performance Monitoring Plan", ("perform", "monitor", "plan"), 2),
    )


def test_several_meanings_share_by_their_documents() -> None:
    pmp = learnt(PLAN, PLAN, PLAN, OTHER)["pmp"]
    assert [meaning.text for meaning in pmp.meanings] == ["Performance Monitoring Plan", "Project Management Plan"]
    assert pmp.shares() == (0.75, 0.25)


def test_a_meaning_of_less_than_a_tenth_of_the_documents_is_left_out() -> None:
    assert len(learnt(*[PLAN] * 9, OTHER)["pmp"].meanings) == 2
    assert len(learnt(*[PLAN] * 10, OTHER)["pmp"].meanings) == 1


def test_what_one_document_alone_says_must_be_spelt_letter_by_letter() -> None:
    vague = "the Programme for Better Monitoring Practice (PMP)"
    assert "pmp" not in learnt(vague)
    assert learnt(vague, vague)["pmp"].meanings[0].documents == 2


def test_capitals_and_inflections_of_the_same_words_are_one_meaning() -> None:
    ngo = learnt("non-governmental organizations (NGOs)", "Non-Governmental Organization (NGO)")["ngo"]
    assert [(meaning.text, meaning.documents) for meaning in ngo.meanings] == [("Non-Governmental Organization", 2)]
    assert ngo.text == "NGO"


def test_an_acronym_is_looked_for_in_the_stems_of_its_languages() -> None:
    assert learnt("Plan de Promoción del Trabajo (PPT)", language="es")["ppt"].terms == ("ppt", "ppts")
    assert learnt("Office National des Emplois (ONDES)", language="fr")["ondes"].terms == ("ond", "onde", "ondess")


def test_an_acronym_that_is_also_written_small_is_an_ordinary_word_too() -> None:
    text = "the Global Action Plan (GAP)"
    assert not learnt(text, written={"gap": (1, 10)})["gap"].wordlike
    assert learnt(text, written={"gap": (2, 10)})["gap"].wordlike
    assert learnt("the World Health Organization (WHO)")["who"].wordlike  # a stop word
    # AIDS has the same term as aid
    aids = "Acquired Immune Deficiency Syndrome (AIDS)"
    assert learnt(aids, written={"aids": (0, 50), "aid": (40, 0)})["aids"].wordlike


def test_spellings_of_one_meaning_are_shown_once() -> None:
    text = "International Labour Organization (ILO)", "International Labour Organisation (ILO)"
    ilo = learnt(*text)["ilo"]
    assert [meaning.terms[-1] for meaning in ilo.meanings] == ["organis", "organiz"]
    assert ilo.meant() == ("International Labour Organisation",)
    assert learnt(PLAN, OTHER)["pmp"].meant() == ("Performance Monitoring Plan", "Project Management Plan")


def test_the_order_of_the_texts_does_not_matter() -> None:
    assert learnt(PLAN, PLAN, OTHER) == learnt(OTHER, PLAN, PLAN)


def test_stored_and_read_again() -> None:
    acronyms = learnt(PLAN, OTHER)
    assert from_json(to_json(acronyms)) == acronyms
