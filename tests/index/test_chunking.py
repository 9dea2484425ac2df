"""Passages tile the text and fit the window, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunking import passages_of, split
from index.encoders.tokens import Tokens
from index.model import Kind, Part, Record

# Words, scripts that need several word pieces a letter, all kinds of white space, marks, and what ends sentences.
_MIXED = st.sampled_from("aehinorst yzAZ019 \n\t\u00a0\u2003\u200b\u0301.,;:!?…-/&'\"“”()éñжиخر退出กข한😀ﷺ")
_SENTENCES = st.lists(
    st.lists(st.sampled_from(["plan", "exit", "ministry", "Handing-over", "2019", "x" * 40]), min_size=1, max_size=12),
    max_size=12,
).map(lambda sentences: " ".join(" ".join(words) + "." for words in sentences))
TEXTS = st.one_of(st.text(_MIXED, max_size=150), st.text(max_size=80), _SENTENCES)
BUDGETS = st.integers(min_value=4, max_value=60)  # one character of this alphabet makes up to four word pieces


@given(text=TEXTS, budget=BUDGETS)
def test_passages_tile_the_text(tokens: Tokens, text: str, budget: int) -> None:
    behind = 0
    for start, end in split(text, tokens.spans, budget):
        assert not text[behind:start].strip()
        assert text[start:end]
        assert text[start:end] == text[start:end].strip()
        behind = end
    assert not text[behind:].strip()


@given(text=TEXTS, budget=BUDGETS)
def test_every_passage_fits_the_window(tokens: Tokens, text: str, budget: int) -> None:
    for start, end in split(text, tokens.spans, budget):
        (ids,) = tokens.batch([text[start:end]])
        assert len(ids) <= budget + tokens.special or end - start == 1


@given(text=TEXTS)
def test_a_text_that_fits_is_one_passage(tokens: Tokens, text: str) -> None:
    room = max(1, tokens.count(text))
    assert len(split(text, tokens.spans, room)) == bool(text.strip())


@given(words=st.lists(st.sampled_from(["plan", "exit", "ministry"]), min_size=1, max_size=300), budget=BUDGETS)
def test_pieces_of_plain_words_are_about_equal_and_few(tokens: Tokens, words: list[str], budget: int) -> None:
    text = " ".join(words)
    counts = [tokens.count(text[start:end]) for start, end in split(text, tokens.spans, budget)]
    assert sum(counts) == len(words)
    assert max(counts) <= budget
    assert len(counts) <= 2 * -(-len(words) // budget)


def pieces(tokens: Tokens, text: str, budget: int) -> list[str]:
    return [text[start:end] for start, end in split(text, tokens.spans, budget)]


@pytest.mark.parametrize("blank", ["", " ", "\n\t\u00a0 \u2003"])
def test_nothing_gives_no_passage(tokens: Tokens, blank: str) -> None:
    assert pieces(tokens, blank, 10) == []


def test_a_long_text_is_cut_between_sentences(tokens: Tokens) -> None:
    text = "Plan the exit. Name an owner! Is there a budget? Then hand over."
    assert pieces(tokens, text, 9) == ["Plan the exit. Name an owner!", "Is there a budget? Then hand over."]


def test_a_closing_quotation_mark_stays_with_its_sentence(tokens: Tokens) -> None:
    text = "“Plan the exit.” He said it twice."
    assert pieces(tokens, text, 6) == ["“Plan the exit.”", "He said it twice."]


def test_lines_end_sentences_too(tokens: Tokens) -> None:
    assert pieces(tokens, "plan the exit\nname an owner", 4) == ["plan the exit", "name an owner"]


def test_a_sentence_too_long_alone_is_cut_between_words(tokens: Tokens) -> None:
    assert pieces(tokens, "plan the exit with the ministry", 4) == ["plan the exit with", "the ministry"]


@pytest.mark.parametrize("space", ["\t", "\u00a0", "\u2003", "\x0b"])
def test_any_white_space_parts_words(tokens: Tokens, space: str) -> None:
    cells = space.join(["embeddings"] * 5)  # four word pieces each
    assert pieces(tokens, cells, 6) == ["embeddings"] * 5


def test_a_word_too_long_alone_is_cut_inside(tokens: Tokens) -> None:
    word = "embeddings" * 9
    assert "".join(cut := pieces(tokens, word, 8)) == word
    assert len(cut) > 1


def test_a_character_too_long_alone_stays_whole(tokens: Tokens) -> None:
    assert tokens.count("한") == 3
    assert pieces(tokens, "\u200b한 exit", 2) == ["\u200b", "한", "exit"]


def test_no_room_is_an_error(tokens: Tokens) -> None:
    with pytest.raises(ValueError, match="at least one word piece, not 0"):
        split("exit", tokens.spans, 0)


RECORD = Record(
    id="ilo:lesson:1",
    local_id="lesson:1",
    document_id="ilo:evaluation:1",
    kind=Kind.LESSON,
    parts=(
        Part(name="text", text="Plan the exit. Name an owner."),
        Part(name="challenges", text="No budget.", kind=Kind.CHALLENGE),
        Part(name="text", text=" Too late. "),
    ),
)


def test_passages_know_where_they_stand(tokens: Tokens) -> None:
    passages = list(passages_of(RECORD, tokens.spans, 5))
    assert [(p.id, p.kind, p.text) for p in passages] == [
        ("ilo:lesson:1:text-1", Kind.LESSON, "Plan the exit."),
        ("ilo:lesson:1:text-2", Kind.LESSON, "Name an owner."),
        ("ilo:lesson:1:challenges-1", Kind.CHALLENGE, "No budget."),
        ("ilo:lesson:1:text.2-1", Kind.LESSON, "Too late."),
    ]
    for passage in passages:
        assert passage.record_id == RECORD.id
        assert RECORD.parts[passage.part].text[passage.start : passage.end] == passage.text


def test_a_record_without_text_gives_no_passage(tokens: Tokens) -> None:
    assert list(passages_of(RECORD.model_copy(update={"parts": ()}), tokens.spans, 5)) == []
