"""A writer of small PDFs: text at given places in the standard fonts, so that tests know where every word stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest

WIDTH, HEIGHT = 600, 800
ADVANCE = 0.6  # of the font size: Courier's characters are all as wide


class Put(NamedTuple):
    """A line of text: left edge and baseline in points from the top left corner, size in points."""

    left: float
    top: float
    text: str
    size: float = 10
    bold: bool = False
    rise: float = 0


PdfWriter = Callable[[Sequence[Sequence[Put]]], bytes]


@pytest.fixture
def pdf_of() -> PdfWriter:
    """Pages of `Put`s → the bytes of a PDF, written in the order given."""
    return _pdf


@pytest.fixture
def arabic_pdf_of() -> Callable[[Sequence[str]], bytes]:
    """Lines of right-to-left letters → a PDF that prints them as they are seen, the last letter at the left."""
    return _arabic_pdf


@pytest.fixture
def put() -> type[Put]:
    return Put


def _arabic_pdf(lines: Sequence[str]) -> bytes:
    letters = sorted(set("".join(lines)) - {" "})
    codes = {letter: chr(65 + i) for i, letter in enumerate(letters)} | {" ": " "}
    pairs = " ".join(f"<{ord(codes[letter]):02X}> <{ord(letter):04X}>" for letter in letters)
    names = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Letters def 1 begincodespacerange"
        f" <00> <FF> endcodespacerange {len(letters)} beginbfchar {pairs} endbfchar endcmap end end"
    )
    page = [Put(60, 100 + 14 * row, "".join(codes[c] for c in reversed(line))) for row, line in enumerate(lines)]
    return _pdf([page], f"<< /Length {len(names)} >>\nstream\n{names}\nendstream")


def _pdf(pages: Sequence[Sequence[Put]], to_unicode: str = "<< >>") -> bytes:
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(pages)))
    letters = " /ToUnicode 5 0 R" if to_unicode != "<< >>" else " /Encoding /WinAnsiEncoding"
    fonts = "/Font << /F1 3 0 R /F2 4 0 R >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Courier{letters} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold /Encoding /WinAnsiEncoding >>",
        to_unicode.encode(),
    ]
    for i, page in enumerate(pages):
        box = f"/MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << {fonts} >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {7 + 2 * i} 0 R >>".encode())
        stream = b"".join(map(_drawn, page))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _drawn(line: Put) -> bytes:
    text = line.text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    font = "F2" if line.bold else "F1"
    place = f"BT /{font} {line.size} Tf {line.rise} Ts 1 0 0 1 {line.left} {HEIGHT - line.top} Tm ("
    return place.encode() + text + b") Tj ET\n"
