"""Drafts are read from every format, in memory, within bounds."""

from __future__ import annotations

import builtins
import io
import os
import pathlib
import tempfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from index.errors import SourceError, UnknownFormat
from index.readers.blocks import Role
from index.readers.sandbox import close_workers
from retrieval.brief.draft import Draft, draft_of_text, read_draft
from retrieval.brief.sections import sections_of
from retrieval.brief.settings import BriefSettings
from retrieval.errors import QueryError

SECRET = "Zanzibartfast pays the lighthouse keepers."


def word_file() -> bytes:
    document = docx.Document()
    document.add_heading("Risks", level=1)
    document.add_paragraph(SECRET)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


PAGE = f"<!doctype html><html><body><h1>Risks</h1><p>{SECRET}</p></body></html>".encode()
TEXT = f"Risks\n\n{SECRET}\n".encode()


@pytest.mark.parametrize(
    ("data", "name"), [(word_file(), "draft.docx"), (PAGE, "draft.html"), (TEXT, "draft.txt"), (TEXT, "draft.md")]
)
def test_each_format_gives_the_same_section(data: bytes, name: str) -> None:
    (section,) = sections_of(read_draft(data, name))
    assert (section.topic, section.title, section.body) == ("risks", "Risks", SECRET)


def test_a_pdf_has_pages(shared: Path) -> None:
    file = next(path for path in sorted((shared / "data" / "reports").rglob("*.pdf")))
    draft = read_draft(file.read_bytes(), file.name, BriefSettings(brief_pages=3))
    assert draft.pages is not None
    assert {block.page for block in draft.blocks} <= {1, 2, 3}
    assert draft.truncated is not None
    assert draft.truncated.startswith("Only the first 3 of ")


def test_the_format_is_told_by_content_not_by_name() -> None:
    assert read_draft(word_file(), "draft.txt").text == read_draft(word_file(), "draft.docx").text


@pytest.mark.parametrize(("data", "name"), [(b"a,b\n1,2\n", "t.csv"), (b'[{"a": 1}]', "t.json")])
def test_a_table_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(SourceError, match=f"^{name}: a table .* is no draft"):
        read_draft(data, name)


def test_what_nobody_reads_is_refused() -> None:
    with pytest.raises(UnknownFormat, match=r"^draft\.odt: no reader"):
        read_draft(b"\x00\x01\x02", "draft.odt")


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(SourceError, match=r"draft\.docx: the file is empty"):
        read_draft(b"", "draft.docx")


MARKDOWN = """# The *lamps* of the islands

## Background ##
Keepers **light** them; see [the study](https://example.org/study) of `2019`, which 3 < 4 people <b>read</b>.
- one lamp
- another lamp

Risks
=====

| what | how likely |
|---|---|
| a storm | very |
"""


@pytest.mark.parametrize(
    "read",
    [
        draft_of_text,
        lambda text: read_draft(text.encode(), "draft.md"),
        lambda text: read_draft(text.encode(), "d.txt"),
    ],
)
def test_marks_of_markdown_are_no_part_of_a_draft(read: Callable[[str], Draft]) -> None:
    assert [(block.role, block.level, block.text) for block in read(MARKDOWN).blocks] == [
        (Role.HEADING, 1, "The lamps of the islands"),
        (Role.HEADING, 2, "Background"),
        (Role.PARAGRAPH, None, "Keepers light them; see the study of 2019, which 3 < 4 people <b>read</b>."),
        (Role.LIST_ITEM, None, "• one lamp"),
        (Role.LIST_ITEM, None, "• another lamp"),
        (Role.HEADING, 1, "Risks"),
        (Role.TABLE, None, "what\thow likely\na storm\tvery"),
    ]


def test_numbered_headings_are_no_list_whatever_the_name_of_the_file() -> None:
    text = "1. Background\n\nKeepers light the lamps of the islands.\n\n2. Risks\n\nA storm may put them out."
    assert [section.title for section in sections_of(read_draft(text.encode(), "draft.md"))] == ["1. Background"]


def test_a_text_with_numbers_and_stars_is_no_markdown() -> None:
    draft = draft_of_text("Lamps *\n\nThe lamp #3 of the island costs 4*5 shells and is lit by its keeper every night.")
    assert "lamp #3 of the island costs 4*5 shells" in draft.text


@pytest.mark.parametrize("text", ["", " \n\t", "123 456 — !", "\x00"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="holds no words"):
        draft_of_text(text)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(QueryError, match="not Unicode"):
        draft_of_text("a project \ud800 of ours")


def test_words_beyond_the_bound_are_left_out_and_counted() -> None:
    text = "\n\n".join(" ".join(["word"] * 60) for _ in range(3))
    draft = draft_of_text(text, BriefSettings(brief_words=100))
    assert draft.words == 100
    assert draft.truncated == "Only the first 100 of 180 words were read."


def test_the_text_is_in_no_repr() -> None:
    assert SECRET not in repr(draft_of_text(SECRET))
    assert SECRET not in repr(sections_of(draft_of_text(SECRET)))


@pytest.mark.parametrize("name", ["draft.docx", "draft.html", "draft.txt"])
def test_nothing_is_written_to_disk(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = {"docx": word_file(), "html": PAGE, "txt": TEXT}[name.rpartition(".")[2]]
    close_workers()  # a new worker must not write either

    def forbidden(*arguments: object, **_: object) -> None:
        raise AssertionError(f"something is to be written: {arguments[:2]}")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", forbidden)
    monkeypatch.setattr(tempfile, "mkstemp", forbidden)
    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", forbidden)
    monkeypatch.setattr(pathlib.Path, "write_bytes", forbidden)
    monkeypatch.setattr(pathlib.Path, "write_text", forbidden)
    _only_for_reading(monkeypatch)
    draft: Draft = read_draft(data, name)
    assert SECRET in draft.text


def _only_for_reading(patch: pytest.MonkeyPatch) -> None:
    real_open, real_os_open = builtins.open, os.open

    def opened(file: object, mode: str = "r", *rest: object, **more: object) -> object:
        # subprocess opens its own pipes by number
        assert isinstance(file, int) or not set(mode) & set("wax+"), f"opened for writing: {file}"
        return real_open(file, mode, *rest, **more)  # type: ignore[call-overload]

    def os_opened(path: object, flags: int, *rest: object, **more: object) -> int:
        writing = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        assert not writing or path == os.devnull, f"opened for writing: {path}"
        return real_os_open(path, flags, *rest, **more)  # type: ignore[arg-type]

    patch.setattr(builtins, "open", opened)
    patch.setattr(os, "open", os_opened)
