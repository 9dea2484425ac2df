"""The Markdown of a brief: footnotes that fit, and texts that stay texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from retrieval.brief.answer import Brief
from service.brief.markdown import escaped, write
from service.brief.report import Report, report_of
from service.exports.characters import printable
from service.runtime import open_searcher

PLAIN = MarkdownIt("commonmark")  # with HTML allowed, as the least careful readers have it


def text_of(report: Report) -> str:
    return b"".join(write(report)).decode()


def shown(markdown: str) -> str:
    """The text that a reader of Markdown shows."""
    tokens = [child for token in PLAIN.parse(markdown) for child in token.children or []]
    return "".join(token.content if token.type in {"text", "text_special"} else f"<{token.type}>" for token in tokens)


def test_each_note_is_called_once_and_written_once(report: Report) -> None:
    text = text_of(report)
    body, notes = text[: text.index("\n[^1]: ")], text[text.index("\n[^1]: ") :]
    numbers = [str(number) for number in range(1, len(report.items) + 1)]
    assert re.findall(r"\[\^(\d+)\]", body) == numbers
    assert re.findall(r"^\[\^(\d+)\]: ", notes, flags=re.MULTILINE) == numbers


def test_each_note_has_the_permalink_and_each_item_its_words(report: Report) -> None:
    text = text_of(report)
    for number, item in enumerate(report.items, start=1):
        (note,) = re.findall(rf"^\[\^{number}\]: (.*)$", text, flags=re.MULTILINE)
        assert f"<https://afterwise.example.org{item.hit.permalink}>" in note
        for line in filter(str.strip, printable(item.hit.text).split("\n")):
            assert f"> {escaped(line)}" in text


@given(st.text())
def test_whatever_the_text_a_reader_shows_it_as_it_is(text: str) -> None:
    expected = " ".join(printable(text).split())
    assert shown(escaped(text)) == expected
    assert shown(f"> {escaped(text)}") == expected
    assert shown(f"# {escaped(text)}") == expected


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "- no item",
        "12. no item",
        "3) neither",
        "a | b",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:1)",
        "![x](http://example.org/x.png)",
        "`code` *em* __strong__ ~~gone~~ $x^2$",
        "[^1]: no note",
        "&lt;b&gt;",
        "=== ---",
        "{{ 7 * 7 }}",
        ": no definition",
        "\\escaped\\",
        "| --- | --- |",
    ],
)
def test_signs_of_markdown_and_html_mean_nothing(text: str) -> None:
    assert shown(escaped(text)) == text
    assert "<" not in escaped(text)


def test_hostile_records_make_no_html_and_no_link(hostile_data: Path, made_brief: Callable[..., Brief]) -> None:
    made = made_brief(open_searcher(hostile_data), [("# <b>Exit</b> [x](javascript:1)", "exit strategy")])
    report = report_of(made, date(2026, 3, 14), "https://afterwise.example.org")
    assert report.items
    text = text_of(report)
    assert set(re.findall(r"<([^>]*)>", text)) == {
        f"https://afterwise.example.org{item.hit.permalink}" for item in report.items
    }
    assert "html_block" not in {token.type for token in PLAIN.parse(text)}
