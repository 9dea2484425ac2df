"""One figure: prepare what it needs, run its command, compare what it gives."""

from __future__ import annotations

from typing import NamedTuple

from reproduction.commands import CommandFailed, Places, find, prepare, printed
from reproduction.expected import Expectation, Expected, Step


class Seen(NamedTuple):
    """One value beside what was expected. `value` is None where there is none; `trouble` says why."""

    figure: str
    path: str
    expected: Expectation
    value: float | None
    trouble: str = ""

    @property
    def ok(self) -> bool:
        """Whether it is as expected."""
        return self.value is not None and self.expected.met(self.value)


class Skipped(Exception):
    """A figure whose data are not on this machine; the message names them."""


class Checker:
    """Checks figures of one file. Steps that several need are run once."""

    def __init__(self, expected: Expected, places: Places) -> None:
        self._expected = expected
        self._places = places
        self._prepared: set[str] = set()

    def check(self, name: str) -> list[Seen]:
        """Every value that is expected of a figure. Raises Skipped."""
        figure = self._expected.figures[name]
        steps = [self._expected.prepare[step] for step in figure.prepare]
        self._check_needs(figure, *steps)
        try:
            self._prepare(figure.prepare)
            value = printed(figure.command, self._places)
        except CommandFailed as error:
            return [Seen(name, path, expected, None, str(error)) for path, expected in figure.expect.items()]
        return [self._seen(name, path, expected, value) for path, expected in figure.expect.items()]

    def _check_needs(self, *steps: Step) -> None:
        needs = dict.fromkeys(path for step in steps for path in step.needs)
        if missing := [path for path in needs if not self._places.expand(path).exists()]:
            raise Skipped(f"there is no {', '.join(missing)}")

    def _prepare(self, names: tuple[str, ...]) -> None:
        for name in names:
            if name not in self._prepared:
                prepare(self._expected.prepare[name].command, self._places)
                self._prepared.add(name)

    def _seen(self, name: str, path: str, expected: Expectation, value: object) -> Seen:
        try:
            return Seen(name, path, expected, find(value, path))
        except CommandFailed as error:
            return Seen(name, path, expected, None, str(error))
