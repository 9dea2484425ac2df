"""Printed numbers of Word paragraphs: Word stores the rule ("%1.%2"), not the number, so they are counted here.

Source of the rules: ECMA-376 part 1, 17.9 (numbering).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element

_PLACE = re.compile(r"%(\d)")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Label:
    """The number printed before a paragraph, and how it counts: "decimal", "bullet", "lowerLetter" …"""

    text: str
    format: str


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    pattern: str
    start: int


class Numbering:
    """Counts the paragraphs of a document in its order. `part` is the root of `numbering.xml`, None without one."""

    def __init__(self, part: _Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._instances: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, list[int | None]] = {}
        for element in part if part is not None else ():
            if element.tag == qn("w:abstractNum"):
                levels = {int(level.get(qn("w:ilvl"), "0")): _level(level) for level in element.iter(qn("w:lvl"))}
                self._abstract[element.get(qn("w:abstractNumId"), "")] = levels
            elif element.tag == qn("w:num"):
                self._read_instance(element)

    def label(self, instance: str, level: int) -> Label | None:
        """The label of the next paragraph of list `instance` at `level`; None where the list has no such level."""
        abstract = self._instances.get(instance, "")
        levels = self._abstract.get(abstract, {})
        rule = levels.get(level)
        if rule is None or not 0 <= level < _LEVELS:
            return None
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        start = self._starts.pop((instance, level), None)
        counts[level] = start if start is not None else (counts[level] or rule.start - 1) + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)

        def printed(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            other = levels.get(at)
            if other is None:
                return ""
            count = counts[at]
            return _print(other.start if count is None else count, other.format)

        if rule.format == "bullet":
            return Label("•", "bullet")
        return Label(_PLACE.sub(printed, rule.pattern), rule.format) if rule.format != "none" else None

    def _read_instance(self, element: _Element) -> None:
        instance = element.get(qn("w:numId"), "")
        abstract = element.find(qn("w:abstractNumId"))
        self._instances[instance] = abstract.get(qn("w:val"), "") if abstract is not None else ""
        for override in element.iter(qn("w:lvlOverride")):
            start = override.find(qn("w:startOverride"))
            if start is not None:
                self._starts[instance, int(override.get(qn("w:ilvl"), "0"))] = int(start.get(qn("w:val"), "1"))


def _level(element: _Element) -> _Level:
    def value(tag: str, default: str) -> str:
        child = element.find(qn(tag))
        return child.get(qn("w:val"), default) if child is not None else default

    return _Level(value("w:numFmt", "decimal"), value("w:lvlText", ""), int(value("w:start", "1")))


def _print(count: int, numbering: str) -> str:
    if numbering in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if numbering == "lowerLetter" else letter.upper()
    if numbering in {"lowerRoman", "upperRoman"}:
        roman = ""
        for value, digits in _ROMAN:
            while count >= value and len(roman) < 20:
                roman, count = roman + digits, count - value
        return roman if numbering == "lowerRoman" else roman.upper()
    return str(count)
