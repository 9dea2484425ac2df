"""What Word's styles say of a paragraph: heading level, list, caption. Names are English in every translation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_DEEPEST = 20  # styles that a style may be based on in turn


@dataclass(frozen=True, slots=True)
class Style:
    """`level` is 1 … 9 for a heading. `list_of` is the numbering of a style: list and level."""

    name: str = ""
    level: int | None = None
    list_of: tuple[str, int] | None = None
    bold: bool = False


class Styles:
    """The paragraph styles of a document. `part` is the root of `styles.xml`, None without one."""

    def __init__(self, part: _Element | None) -> None:
        elements = part.iter(qn("w:style")) if part is not None else ()
        self._elements = {element.get(qn("w:styleId"), ""): element for element in elements}
        self._known: dict[str, Style] = {}

    def of(self, paragraph: _Element) -> Style:
        """The style of a `w:p` element, with what its own properties add."""
        properties = paragraph.find(qn("w:pPr"))
        named = properties.find(qn("w:pStyle")) if properties is not None else None
        style = self._style(named.get(qn("w:val"), "") if named is not None else "")
        own_list, own_level = _list_of(properties), _outline_level(properties)
        return Style(style.name, own_level or style.level, own_list or style.list_of, style.bold)

    def _style(self, identifier: str) -> Style:
        if identifier not in self._known:
            self._known[identifier] = self._read(identifier)
        return self._known[identifier]

    def _read(self, identifier: str) -> Style:
        """A style with what it inherits: the nearest value in the chain of styles that it is based on."""
        name, level, list_of, bold = "", None, None, False
        for _ in range(_DEEPEST):
            element = self._elements.get(identifier)
            if element is None:
                break
            named = element.find(qn("w:name"))
            own_name = named.get(qn("w:val"), "") if named is not None else ""
            name = name or own_name
            properties = element.find(qn("w:pPr"))
            match = _HEADING.fullmatch(own_name)
            level = level or (int(match.group(1)) if match else _outline_level(properties))
            list_of = list_of or _list_of(properties)
            bold = bold or element.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None
            based = element.find(qn("w:basedOn"))
            identifier = based.get(qn("w:val"), "") if based is not None else ""
        return Style(name, level, list_of, bold)


def _outline_level(properties: _Element | None) -> int | None:
    mark = properties.find(qn("w:outlineLvl")) if properties is not None else None
    level = int(mark.get(qn("w:val"), "9")) if mark is not None else 9
    return level + 1 if level < 9 else None  # 9 stands for body text


def _list_of(properties: _Element | None) -> tuple[str, int] | None:
    numbering = properties.find(qn("w:numPr")) if properties is not None else None
    if numbering is None:
        return None
    instance, level = numbering.find(qn("w:numId")), numbering.find(qn("w:ilvl"))
    if instance is None:
        return None
    return instance.get(qn("w:val"), ""), int(level.get(qn("w:val"), "0")) if level is not None else 0
