"""A line of the log stays one line, and quotes nobody."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.logs.formats import JsonLines, TextLines

QUERY = "why did MARKER-OF-A-QUERY fail"


def record(message: str, *arguments: object, name: str = "afterwise.test", **more: object) -> logging.LogRecord:
    return logging.makeLogRecord(
        {"name": name, "levelname": "WARNING", "msg": message, "args": arguments, "created": 1_800_000_000.25, **more}
    )


def fault() -> None:
    """Fails twice, with messages that quote a query."""
    try:
        {}[QUERY]
    except KeyError as error:
        raise ValueError(QUERY) from error


def failed(message: str = "unexpected error", *arguments: object, name: str = "afterwise.test") -> logging.LogRecord:
    """What is logged of a fault."""
    try:
        fault()
    except ValueError:
        return record(message, *arguments, name=name, exc_info=sys.exc_info())
    raise AssertionError


def test_json_says_when_how_bad_who_and_what() -> None:
    line = JsonLines().format(record("%d of %d", 1, 2, fields={"status": 200, "stages": {"encode": 1.5}}))
    assert json.loads(line) == {
        "time": "2027-01-15T08:00:00.250Z",
        "level": "warning",
        "logger": "afterwise.test",
        "message": "1 of 2",
        "status": 200,
        "stages": {"encode": 1.5},
    }


def test_text_says_the_same_for_people() -> None:
    fields = {"status": 200, "stages": {"encode": 1.5, "find": 2.0}, "generation": None}
    line = TextLines().format(record("request", fields=fields))
    assert line == "2027-01-15T08:00:00.250Z warning afterwise.test: request status=200 stages=encode:1.5,find:2.0"


@given(st.text(), st.text())
def test_nothing_in_a_value_ends_a_line(message: str, value: str) -> None:
    for formats in (JsonLines(), TextLines()):
        line = formats.format(record("%s", message, fields={"value": value}))
        assert len(line.splitlines()) == 1
        assert line.isprintable()
        assert not line.isspace()
    assert json.loads(JsonLines().format(record("%s", message, fields={"value": value})))["value"] == value


@pytest.mark.parametrize("formats", [JsonLines(), TextLines()])
def test_a_traceback_names_places_and_types_but_no_message(formats: logging.Formatter) -> None:
    line = formats.format(failed())
    assert "test_formats.py" in line
    assert "KeyError" in line
    assert "ValueError" in line
    assert "MARKER-OF-A-QUERY" not in line


@pytest.mark.parametrize("formats", [JsonLines(texts=True), TextLines(texts=True)])
def test_messages_of_exceptions_are_there_where_they_are_asked_for(formats: logging.Formatter) -> None:
    assert QUERY in formats.format(failed())


def test_a_traceback_in_text_stands_below_its_line() -> None:
    first, *below = TextLines().format(failed()).splitlines()
    assert first.endswith("afterwise.test: unexpected error")
    assert below
    assert all(line.startswith("    ") for line in below)


def test_what_a_library_puts_into_its_message_of_an_exception_is_left_out() -> None:
    said = failed("failed: %s", QUERY, name="uvicorn.error")
    assert "MARKER" not in JsonLines().format(said)
