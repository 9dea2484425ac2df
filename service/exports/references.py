"""BibTeX and RIS: one entry a record, as `GET /v1/passages/{id}/citation` gives it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from retrieval.citations import bibtex, ris
from retrieval.citations.base import Format
from service.exports.base import ExportFormat
from service.exports.result import Result


def _bibtex(result: Result) -> Iterator[bytes]:
    # What stands between entries is passed over, but for the sign that begins one.
    yield f"% {_asked(result).replace('@', '(at)')}\n\n".encode()
    yield from _entries(bibtex.FORMAT, result, "")


def _ris(result: Result) -> Iterator[bytes]:
    # The format knows no comments: what was asked is a note of every entry, and stays with it.
    yield from _entries(ris.FORMAT, result, f"Found by Afterwise: {_asked(result)}")


def _asked(result: Result) -> str:
    return "; ".join(f"{name}: {value}" for name, value in result.facts.items() if value)


def _entries(format_: Format, result: Result, remark: str) -> Iterator[bytes]:
    references = (result.reference(hit.id) for hit in result.answer.hits)
    for piece in format_.write(replace(one, remark=remark) for one in references):
        yield piece.encode()


BIBTEX = ExportFormat(bibtex.FORMAT.media_type, bibtex.FORMAT.suffix, _bibtex)
RIS = ExportFormat(ris.FORMAT.media_type, ris.FORMAT.suffix, _ris)
