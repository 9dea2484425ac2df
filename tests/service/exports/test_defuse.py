"""No spreadsheet calculates with a text, and people can still read it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.exports.defuse import defused

# What begins a cell for some program: any of the usual separators, a quotation mark, a line end.
BEGINNING = re.compile(r"(?:^|[,;|\t\r\n\"])[\s\u200b\u2060\ufeff]*[=+\-@＝＋－＠]")
TEXT = st.text() | st.text(alphabet="=+-@＝＋－＠,;|\t\r\n\"' aA1\u200b\ufeff\u00a0\x00", max_size=40)


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("\t=1", "\t'=1"),
        ("\r=1", "\n'=1"),
        (" \u200b=1", " \u200b'=1"),
        ("\x00=1", "'=1"),
        ("a;=1", "a;'=1"),
        ("a,=1", "a,'=1"),
        ('a"=1', "a\"'=1"),
        ("- one\n- two", "'- one\n'- two"),
        ("=", "'="),
    ],
)
def test_a_formula_becomes_text(text: str, harmless: str) -> None:
    assert defused(text) == harmless


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2015-2019",
        "a well-known partner (40 % + 10 %) = half",
        "https://example.org/#eval_id=683",
        "someone@example.org",
        "évaluation – à mi-parcours",
    ],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


@given(TEXT)
def test_nothing_begins_a_cell_with_a_sign(text: str) -> None:
    assert not BEGINNING.search(defused(text))


@given(TEXT)
def test_every_visible_character_stays_in_its_place(text: str) -> None:
    def visible(some: str) -> str:
        return "".join(character for character in some if character.isprintable() and character != "'")

    assert visible(defused(text)) == visible(text)
