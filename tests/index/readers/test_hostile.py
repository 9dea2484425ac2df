"""Broken and hostile files: one clear error that names the file, in bounded time and memory."""

from __future__ import annotations

import io
import re
import time
import zipfile
import zlib
from pathlib import Path
from typing import Any

import docx
import pytest

from index.errors import SourceError
from index.readers.formats import format_of

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + ']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document xmlns:w="http://schemas.'
    'openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
)


def _error(path: Path) -> SourceError:
    start = time.monotonic()
    with pytest.raises(SourceError) as error:
        format_of(path).read(path)
    assert time.monotonic() - start < 10
    assert error.value.message.startswith(path.name)
    assert error.value.hint
    return error.value


def _docx(members: dict[str, str | bytes]) -> bytes:
    """A real DOCX package with some of its parts replaced."""
    good, out = io.BytesIO(), io.BytesIO()
    docx.Document().save(good)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name in source.namelist():
            if name not in members:
                target.writestr(name, source.read(name))
        for name, data in members.items():
            target.writestr(name, data)
    return out.getvalue()


@pytest.fixture
def good_pdf(pdf_of: Any, put: Any) -> bytes:
    result: bytes = pdf_of([[put(60, 100, "A sentence that stands on the only page.")]])
    return result


def test_encrypted_pdf(tmp_path: Path, good_pdf: bytes) -> None:
    path = tmp_path / "secret.pdf"
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"12" * 32 + b"> /U <" + b"34" * 32 + b"> >>"
    path.write_bytes(good_pdf.replace(b"/Root 1 0 R", b"/Root 1 0 R /ID [<aa> <aa>] " + lock))
    assert "encrypted" in _error(path).message


def test_truncated_pdf(tmp_path: Path, good_pdf: bytes) -> None:
    path = tmp_path / "half.pdf"
    path.write_bytes(good_pdf[: len(good_pdf) // 4])
    assert "cut off" in _error(path).message


def test_scanned_pdf(tmp_path: Path, pdf_of: Any) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf_of([[], [], []]))
    assert "scanned" in _error(path).message


def test_damaged_page_is_named(tmp_path: Path, good_pdf: bytes) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(good_pdf.replace(b"/Type /Page /Parent", b"/Type /Font /Parent"))
    assert "page 1" in _error(path).message


@pytest.mark.parametrize("content", [b"%PDF-1.7 no more than that", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, b"words"])
def test_pdf_that_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "picture.pdf"
    path.write_bytes(content)
    assert "not a PDF" in _error(path).message


def test_pdf_under_another_name_is_read_as_what_it_is(tmp_path: Path, good_pdf: bytes) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(good_pdf)
    document = format_of(path).read(path)
    assert "only page" in document.text  # type: ignore[union-attr]


def test_pdf_that_unpacks_without_end(tmp_path: Path, good_pdf: bytes) -> None:
    """A page of 1.5 GB of operators in a file of a few kilobytes."""
    pack = zlib.compressobj(1)
    packed = b"".join(pack.compress(b"0 0 m\n" * 500_000) for _ in range(500)) + pack.flush()
    twice = zlib.compress(packed, 9)
    stream = b"/Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%s\nendstream" % (len(twice), twice)
    path = tmp_path / "bomb.pdf"
    path.write_bytes(re.sub(rb"/Length \d+ >>\nstream\nBT.*?endstream", lambda _: stream, good_pdf, flags=re.DOTALL))
    assert b"/FlateDecode" in path.read_bytes()
    assert path.stat().st_size < 1_000_000
    assert "page 1: the reader broke down" in _error(path).message  # at its bound of memory


def test_pdf_of_more_pages_than_are_read(tmp_path: Path, good_pdf: bytes) -> None:
    path = tmp_path / "pages.pdf"
    kids = b"6 0 R " * 5_001
    path.write_bytes(good_pdf.replace(b"/Kids [6 0 R]", b"/Kids [" + kids + b"]").replace(b"/Count 1", b"/Count 5001"))
    assert "5,001 pages are more" in _error(path).message


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "docProps/core.xml"])
@pytest.mark.parametrize("xml", [LAUGHS, OUTSIDE, LAUGHS.encode("utf-16")], ids=["laughs", "outside", "utf-16"])
def test_entities_in_docx(tmp_path: Path, part: str, xml: str | bytes) -> None:
    path = tmp_path / "laughs.docx"
    path.write_bytes(_docx({part: xml}))
    assert "document type" in _error(path).message


def test_zip_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    image = b"\0" * 100_000_000
    path.write_bytes(_docx({f"word/media/image{n}.bin": image for n in range(5)}))
    assert path.stat().st_size < 5_000_000
    assert "unpacks to" in _error(path).message


def test_docx_with_deep_nesting(tmp_path: Path) -> None:
    path = tmp_path / "deep.docx"
    depth = 100_000
    xml = LAUGHS[LAUGHS.index("<w:document") :].split("<w:body>")[0]
    path.write_bytes(
        _docx({"word/document.xml": f"{xml}<w:body>{'<w:sdt>' * depth}{'</w:sdt>' * depth}</w:body></w:document>"})
    )
    _error(path)


@pytest.mark.parametrize("share", [0.2, 0.9, 0.999])
def test_truncated_docx(tmp_path: Path, share: float) -> None:
    path = tmp_path / "half.docx"
    package = _docx({})
    path.write_bytes(package[: int(len(package) * share)])
    assert "cut off" in _error(path).message


def test_old_word_file(tmp_path: Path) -> None:
    path = tmp_path / "old.docx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 5000)
    assert ".doc" in _error(path).message


def test_html_that_nests_deeper_than_any_stack(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<html><body>" + "<div>" * 8_000 + "at the bottom of it", encoding="utf-8")
    document = format_of(path).read(path)
    assert document.text == "at the bottom of it"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["big.pdf", "big.docx", "big.html", "big.txt"])
def test_two_gigabytes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n" if name == "big.pdf" else b"<html>")
        file.truncate(2 * 1024**3)
    assert "more than a document may have" in _error(path).message


@pytest.mark.parametrize("name", ["empty.pdf", "empty.docx", "empty.html", "empty.txt"])
def test_empty_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.touch()
    assert "empty" in _error(path).message


@pytest.mark.parametrize("name", ["folder.pdf", "folder.txt"])
def test_folder_with_the_name_of_a_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.mkdir()
    _error(path)
