"""What the command line prints: tables for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress
from rich.text import Text

from index.errors import AfterwiseError
from index.progress import Advance

# Published text may hold square brackets: nothing of it is read as markup.
console = Console(markup=False, highlight=False)
messages = Console(stderr=True, markup=False, highlight=False)


def print_json(value: BaseModel | dict[str, Any]) -> None:
    """One JSON object on standard output, in UTF-8."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    sys.stdout.buffer.write(json.dumps(plain, ensure_ascii=False, indent=2).encode(errors="backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def print_error(error: AfterwiseError, *, as_json: bool) -> None:
    """An error: for people on standard error; with --json also the API's envelope on standard output."""
    if as_json:
        print_json({"error": error.as_dict()})
    messages.print(f"Error: {error.message}", style="red")
    if error.hint:
        messages.print(error.hint)


class _Rate(ProgressColumn):
    """Steps a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


class Bars:
    """Progress as bars on standard error, with rate and time left; silent where nobody watches."""

    def __init__(self) -> None:
        columns = (
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
        )
        self._bars = RichProgress(*columns, console=messages, disable=not messages.is_terminal)

    def __enter__(self) -> Bars:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[Advance]:
        """Begin a stage of `total` steps; one of none is not shown."""
        task = self._bars.add_task(name, total=total, visible=total > 0)
        yield lambda steps: self._bars.advance(task, steps)
        self._bars.refresh()
