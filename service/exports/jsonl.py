"""JSON lines: the first says what was asked, each of the others is a hit as `GET /v1/search` answers it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from service.exports.base import ExportFormat
from service.exports.result import Result


def write(result: Result) -> Iterator[bytes]:
    """One object a line; "type" tells them apart: one "export", then every "record"."""
    answer = result.answer
    head = {
        "type": "export",
        "query": answer.query.model_dump(),
        "sort": result.sort,
        "generation": answer.generation,
        "exported": result.exported.isoformat(),
        "records": len(answer.hits),
        "total": answer.total,
        "total_is_exact": answer.total_is_exact,
        "cut": result.cut,
        "note": result.count,
    }
    yield _line(head)
    for hit in answer.hits:
        yield _line({"type": "record", **hit.model_dump(mode="json")})


def _line(value: dict[str, Any]) -> bytes:
    # U+2028 and U+2029 end a line for some readers.
    text = json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return text.encode() + b"\n"


FORMAT = ExportFormat("application/jsonl", "jsonl", write)
