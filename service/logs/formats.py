"""Log records → lines: JSON for programs, text for a terminal.

A line stays one line whatever is in it. Messages of exceptions may quote what somebody typed, so a traceback names
files, lines and types and leaves the messages out, unless `texts` is set.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from index.errors import AfterwiseError


class Told(logging.Formatter):
    """What both formats share."""

    def __init__(self, *, texts: bool = False) -> None:
        super().__init__()
        self._texts = texts

    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        """What a line says, in order: time, level, logger, message, the record's own `fields`, the traceback."""
        moment = datetime.fromtimestamp(record.created, tz=UTC)
        told: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._message(record),
        }
        told |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1]:
            told["traceback"] = self._trace(record.exc_info[1])
        return told

    def _message(self, record: logging.LogRecord) -> str:
        if record.exc_info and not self._texts and record.name.partition(".")[0] != "afterwise":
            return str(record.msg)  # what others put into it may hold the message of the exception
        return record.getMessage()

    def _trace(self, error: BaseException) -> str:
        if self._texts:
            return "".join(traceback.format_exception(error)).rstrip()
        return "which came from\n".join(_frames(one) for one in _chain(error)).rstrip()


class JsonLines(Told):
    """One JSON object a line, in ASCII: nothing in a value can end the line or look like another one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return json.dumps(self.fields(record), separators=(",", ":"), default=str)


class TextLines(Told):
    """`TIME level logger: message key=value …`, and a traceback below it, each line set in."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the lines of a traceback."""
        told = self.fields(record)
        trace = told.pop("traceback", "")
        time, level, logger, message = (told.pop(name) for name in ("time", "level", "logger", "message"))
        more = "".join(f" {name}={_plain(_short(value))}" for name, value in told.items() if value is not None)
        below = "".join(f"\n    {_plain(line)}" for line in trace.splitlines())
        return f"{time} {level} {logger}: {_plain(message)}{more}{below}"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _frames(error: BaseException) -> str:
    said = f": {error.code}" if isinstance(error, AfterwiseError) else ""
    return f"{''.join(traceback.format_tb(error.__traceback__))}{type(error).__qualname__}{said}\n"


def _short(value: object) -> str:
    if isinstance(value, dict):
        return ",".join(f"{name}:{one}" for name, one in value.items())
    return str(value)


def _plain(text: str) -> str:
    """The text with everything escaped that a terminal or a reader of lines would act on."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
