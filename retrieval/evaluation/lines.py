"""Read files line by line so that every complaint names its file and line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from retrieval.errors import EvaluationError

Model = TypeVar("Model", bound=BaseModel)


def broken_line(path: Path, number: int, reason: str, *, hint: str = "") -> EvaluationError:
    """The error for one line of one file; `number` counts from 1."""
    return EvaluationError(
        f"{path}, line {number}: {reason}", hint=hint, details={"file": str(path), "line": number, "reason": reason}
    )


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Every line that is not blank, with its number from 1 and without its line end. Raises `EvaluationError`."""
    try:
        # Bytes, because text mode would count the U+2028 inside a JSON string as a line end of its own.
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                text = _decoded(path, number, line)
                if text.strip():
                    yield number, text
    except OSError as error:
        raise EvaluationError(
            f"{path} cannot be read: {error.strerror}.", hint="Check the path.", details={"file": str(path)}
        ) from error


def json_lines(path: Path, model: type[Model]) -> Iterator[tuple[int, Model]]:
    """Every line of a JSONL file as a `model`, with its number. Raises `EvaluationError`."""
    for number, text in numbered_lines(path):
        try:
            yield number, model.model_validate_json(text)
        except ValidationError as error:
            raise broken_line(path, number, _first_reason(error)) from error


def _decoded(path: Path, number: int, line: bytes) -> str:
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise broken_line(path, number, "not UTF-8 text", hint="Save the file as UTF-8.") from error


def _first_reason(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    return f"{where}: {first['msg']}" if where else first["msg"]
