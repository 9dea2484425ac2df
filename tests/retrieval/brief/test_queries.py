"""What is asked for a section: short pieces, led by the topic; telling words and sentences; the draft's home."""

from __future__ import annotations

from index.lexical.base import idf
from retrieval.brief.answer import Topic
from retrieval.brief.draft import Draft, draft_of_text
from retrieval.brief.places import home_of
from retrieval.brief.queries import queries_of
from retrieval.brief.sections import sections_of
from retrieval.brief.subject import subject_of, title_of
from retrieval.brief.terms import Term, Terms, telling_sentences
from retrieval.brief.topics import vocabulary
from retrieval.search import Searcher


def terms_of(searcher: Searcher) -> Terms:
    return Terms(searcher.opened.lexical, searcher.opened.manifest.passages)


def test_telling_words_are_the_collection_s_by_tf_idf(searcher: Searcher) -> None:
    lexical, passages = searcher.opened.lexical, searcher.opened.manifest.passages
    found = {term.word: term for term in terms_of(searcher).of("Centres, centres; the zyzzyva of 2019 months", "en")}
    assert set(found) == {"centres"}  # a stop word, a word nobody holds, a number, a silent word
    term = found["centres"]
    assert term.times == 2
    assert term.rarity == idf(passages, max(lexical.frequency("centr"), passages // 150))


def test_sentences_are_chosen_for_what_others_do_not_hold() -> None:
    terms = [Term(word, (word,), 1, 1.0, weight) for word, weight in (("lamp", 3.0), ("ship", 2.0), ("oar", 1.0))]
    text = (
        "The lamp of the island is lit tonight. "
        "A lamp and a ship meet at the island tonight. "
        "An oar lies at the foot of the island. "
        "Nothing of that kind is to be seen here."
    )
    assert telling_sentences(text, terms, "en", 3) == [
        "A lamp and a ship meet at the island tonight.",
        "An oar lies at the foot of the island.",
    ]


def test_each_piece_is_led_by_the_topic_or_the_subject_and_short(searcher: Searcher, draft: Draft) -> None:
    terms = terms_of(searcher)
    sections = sections_of(draft)
    subject = subject_of(draft, sections, terms, searcher.opened)
    for section in sections:
        asked = queries_of(section, subject, terms)
        assert asked.queries
        for query in asked.queries:
            of_the_subject = section.topic in (Topic.OBJECTIVE, Topic.OUTCOMES)
            assert query.startswith(" ".join(subject.words) if of_the_subject else vocabulary(section.topic, "en"))
            assert len(query.split()) <= 80


def test_a_long_section_asks_several_times_and_a_bounded_number(searcher: Searcher) -> None:
    telling = [
        "The training centres keep the books of the apprentices who smoke fish at the landing sites of the lake.",
        "District councils hand over the cold storage that the procurement of the first year brought to the shore.",
        "The labour inspectors and the employers' association agree on wages, hours and safety of young workers.",
        "Women who sell at the market repay the loans of the savings group when the season of the fish has come.",
    ]
    draft = draft_of_text("Risks\n\n" + " ".join(telling * 12))
    terms = terms_of(searcher)
    (section,) = sections_of(draft)
    asked = queries_of(section, subject_of(draft, [section], terms, searcher.opened), terms)
    assert 1 < len(asked.queries) <= 4
    assert all(len(query.split()) <= 60 for query in asked.queries)


def test_a_section_of_unknown_words_asks_nothing(searcher: Searcher) -> None:
    draft = draft_of_text("Risks\n\n" + "Zyzzyva qwertzuiop asdfghjkl. " * 6)
    terms = terms_of(searcher)
    (section,) = sections_of(draft)
    assert queries_of(section, subject_of(draft, [section], terms, searcher.opened), terms).queries == []


def test_a_spanish_draft_asks_in_spanish_and_by_its_themes_in_english(searcher: Searcher) -> None:
    text = "Riesgos\n\nEl trabajo infantil y el trabajo infantil en la pesca pueden volver con la sequía en las islas."
    draft = draft_of_text(text)
    terms = terms_of(searcher)
    (section,) = sections_of(draft)
    assert section.language == "es"
    subject = subject_of(draft, [section], terms, searcher.opened)
    subject = subject._replace(home=subject.home._replace(themes=("Child labour",)))
    first, *rest = queries_of(section, subject, terms).queries or ["riesgos"]
    assert first.startswith("riesgos")
    assert rest in ([], ["risks and assumptions risk mitigation child labour"])


def test_the_home_of_a_draft(searcher: Searcher, draft: Draft) -> None:
    home = home_of(draft.text, "en", searcher.opened)
    assert home.countries == ("Malawi", "Zambia")
    assert home.regions == ("Africa",)


def test_a_country_mentioned_in_passing_is_not_its_home(searcher: Searcher) -> None:
    home = home_of("Zambia, Zambia, Zambia, Zambia, Zambia and, once, Fiji", "en", searcher.opened)
    assert home.countries == ("Zambia",)


def test_countries_are_known_in_spanish_and_french(searcher: Searcher) -> None:
    assert home_of("en el Líbano y en Marruecos", "es", searcher.opened).countries == ("Lebanon", "Morocco")
    assert home_of("au Liban et au Maroc", "fr", searcher.opened).countries == ("Lebanon", "Morocco")


def test_a_first_sentence_is_no_title(draft: Draft) -> None:
    assert title_of(draft).startswith("Fish and futures")
    assert title_of(draft_of_text("The lamps of the islands are lit.\n\nThey burn until the morning comes.")) == ""
