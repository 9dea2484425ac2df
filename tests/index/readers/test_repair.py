"""Export damage is undone, everything else stays as published."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers.repair import repair

DAMAGED = {
    "excel escape, lower case": ("first_x000d_\nsecond", "first\nsecond"),
    "excel escape, upper case, carriage return": ("first_x000D_\r\nsecond", "first\nsecond"),
    "paragraph break": ("first._x000d_\n_x000d_\nSecond.", "first.\n\nSecond."),
    "more empty lines than one": ("a\n\n\n\nb", "a\n\nb"),
    "line break tag": ("countries<br/>participate", "countries\nparticipate"),
    "line break tag cut off at the line's end": ("inspect.<br/>\n<br/    \nThis", "inspect.\n\nThis"),
    "inline tags": ("N<sub>2</sub>O and <b>bold</b>", "N2O and bold"),
    "list": ("Three:<ul><li>one</li><li>two</li></ul>", "Three:\n• one\n• two"),
    "link keeps its words": ('See <a href="https://example.org/1">1</a>', "See 1"),
    "comment and style": ("a<!-- note -->b<style>p {}</style>c", "abc"),
    "named entity": ("R&amp;D, 20&deg;C", "R&D, 20°C"),
    "entity escaped twice": ("Loctite&amp;reg;", "Loctite®"),
    "entity of a bullet in a lost font": ("&#61656;\tEl empleo", "• El empleo"),
    "cp1252 in C1 controls": ("the project\x92s \x93plan\x94 \x96 done", "the project’s “plan” – done"),
    "UTF-8 read as Latin-1": ("constituents\u00e2\x80\x99 views", "constituents’ views"),
    "UTF-8 read as Latin-1 twice": ("project\u00c3\u00a2\u00c2\x80\u00c2\x99s", "project’s"),
    "bullets of a lost font": ("\uf0a7\tone\n\uf0d8 two\n\uf0ea\tthree", "• one\n• two\n• three"),
    "no-break space": ("Project\xa0-\xa0Joint\xa0evaluation", "Project - Joint evaluation"),
    "soft hyphen and marks without width": ("v\u00edc\xadtimas \u200epr\u00e9cis", "víctimas précis"),
    "line separator": ("following:\u2028next", "following:\nnext"),
    "half a surrogate pair": ("broken \ud83d here", "broken \ufffd here"),
    "decomposed accent": ("Evaluacio\u0301n", "Evaluación"),
}
SOUND = [
    "Factory -> Regional -> National",
    "fewer than <5 percent, more than >10",
    "M&E; S&F; R&D",
    "«CAFÉ» – l’emploi, São Tomé, Türkiye, İŞKUR",
    "RAS/16/13/EUR",
    "a_x000_b and file_x1.csv",
    "line one\nline two\n\nnew paragraph",
    "مشروع العمل اللائق",
]


@pytest.mark.parametrize(("damaged", "published"), DAMAGED.values(), ids=DAMAGED.keys())
def test_damage_is_undone(damaged: str, published: str) -> None:
    assert repair(damaged) == published


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_stays(text: str) -> None:
    assert repair(text) == text


_DAMAGE = (
    *("_x000d_", "_x005F_", "<br/>", "<li>", "</ul>", "<b", "br/>", "&amp;", "&lt;", "&#61656;", ";"),
    *("\x92", "\u00e2\x80\x99", "\uf0a7", "\xa0", "\xad", "\u2028", "\r", "\n", "\t", " ", "\x00"),
    *("e\u0301", "word", "É»"),
)


@given(st.lists(st.one_of(st.sampled_from(_DAMAGE), st.text(max_size=5)), max_size=25).map("".join))
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    assert repair(repair(text)) == repair(text)


@given(st.text(st.characters(codec="ascii", exclude_characters="<&_", exclude_categories=["Cc"])))
def test_plain_text_keeps_its_words(text: str) -> None:
    assert repair(text).split() == text.split()


@pytest.mark.parametrize(
    "cell",
    [
        "<!--",
        "--><!--",
        "<br ",
        "<br" + " " * 9,
        "<style",
        "<style>",
        "</script><style>",
        "<li",
        " \n <ul> ",
        "&amp;",
        "_x005F_",
    ],
)
def test_hostile_cells_take_no_longer_than_long_ones(cell: str) -> None:
    started = time.perf_counter()
    repair("a" + cell * (400_000 // len(cell)) + "--></style></script>z")
    assert time.perf_counter() - started < 10
