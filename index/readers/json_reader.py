"""JSON and JSON Lines → one table: a list of objects, an object that holds one, or one object a line."""

from __future__ import annotations

import json
from pathlib import Path

from index.errors import SourceError
from index.model import Problem
from index.readers.decoding import decode
from index.readers.limits import read_bytes
from index.readers.repair import repair
from index.readers.rows import ReadTables, Row, Table

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

_LIST_NAMES = ("records", "data", "items", "results", "rows")
_JOINT = "; "  # between the items of a list, as exports write several values in one cell


def read(path: Path) -> ReadTables:
    """The table in a JSON or JSON Lines file, told apart by content, because both go by both suffixes.

    Objects within objects become columns with dotted names, lists become one cell with "; " between the items.
    Raises SourceError for a file that is neither.
    """
    text = decode(read_bytes(path), path.name)
    try:
        return _table(text, path)
    except RecursionError as error:
        raise _not_json(path.name, "nested too deeply") from error


def _table(text: str, path: Path) -> ReadTables:
    items, problems = _items(text, path.name)
    rows = []
    for number, item in items:
        if isinstance(item, dict):
            rows.append(Row(number, _flat(item)))
        else:
            reason = f"{type(item).__name__} where an object should be"
            problems.append(_problem(path.name, number, reason, "Write one object of names and values a record."))
    columns = tuple(dict.fromkeys(column for row in rows for column in row.values))
    whole = tuple(Row(row.number, dict.fromkeys(columns, "") | row.values) for row in rows)
    return ReadTables(path.name, (Table(path.stem, columns, whole),), tuple(problems))


def _items(text: str, name: str) -> tuple[list[tuple[int, Json]], list[Problem]]:
    try:
        whole: Json = json.loads(text, strict=False)
    except ValueError as error:
        return _lines(text, name, error)
    if isinstance(whole, dict):
        return list(enumerate(_held(whole), start=1)), []
    if not isinstance(whole, list):
        raise _not_json(name, f"it holds {type(whole).__name__}, not records")
    return list(enumerate(whole, start=1)), []


def _held(whole: dict[str, Json]) -> list[Json]:
    """The list of records in an object; the object itself as the only record where it holds none."""
    for name in _LIST_NAMES:
        if isinstance(found := whole.get(name), list):
            return found
    return [whole]


def _lines(text: str, name: str, error: ValueError) -> tuple[list[tuple[int, Json]], list[Problem]]:
    items: list[tuple[int, Json]] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            items.append((number, json.loads(line, strict=False)))
        except ValueError as broken:
            problems.append(_problem(name, number, f"not JSON ({broken})", "Write one whole object a line."))
    if not items or len(problems) > len(items):
        raise _not_json(name, str(error)) from error
    return items, problems


def _flat(item: dict[str, Json], prefix: str = "") -> dict[str, str]:
    values: dict[str, str] = {}
    for key, value in item.items():
        column = prefix + " ".join(repair(key).split())
        if isinstance(value, dict):
            values |= _flat(value, f"{column}.")
        else:
            values[column] = repair(_printed(value))
    return values


def _printed(value: Json) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return str(int(value))
        case list():
            return _JOINT.join(filter(None, map(_printed, value)))
        case dict():
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        case _:
            return str(value)


def _problem(name: str, number: int, reason: str, hint: str) -> Problem:
    return Problem(file=name, where=f"row {number}", reason=reason, hint=hint)


def _not_json(name: str, why: str) -> SourceError:
    return SourceError(
        f"{name}: this is not a JSON file of records ({why}).",
        hint='Write a list of objects, {"records": [...]}, or one object a line.',
    )
