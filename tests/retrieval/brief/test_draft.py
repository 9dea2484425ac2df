"""Drafts are read from every format, in memory, within bounds."""

from __future__ import annotations

import builtins
import io
import os
import pathlib
import tempfile
from pathlib import Path

import docx
import pytest

from index.errors import SourceError, UnknownFormat
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


def test_too_large_a_file_is_refused_with_its_bound() -> None:
    with pytest.raises(QueryError, match=r"draft\.txt: 0\.0 MB is more") as caught:
        read_draft(b"x" * 1001, "draft.txt", BriefSettings(brief_bytes=1000))
    assert "AFTERWISE_BRIEF_BYTES" in caught.value.hint


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
