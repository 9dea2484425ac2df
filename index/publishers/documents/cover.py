"""What the first page says of a document: symbol, date, title, and whose it is."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise, takewhile

from index.publishers.documents.people import announces_people, names_people
from index.publishers.documents.sections import Section, section_of
from index.readers.blocks import Block, ReadDocument, Role

_FIRST_BLOCKS = 40
_IMPRINT = 5  # the page before which an imprint stands
_SYMBOL_LINE = 14  # words: a symbol inside a longer text is another document's
_LINE = 30  # words: a date inside a longer text is not the document's
_MONTHS = (
    ("january", "janvier", "enero"),
    ("february", "février", "febrero"),
    ("march", "mars", "marzo"),
    ("april", "avril", "abril"),
    ("may", "mai", "mayo"),
    ("june", "juin", "junio"),
    ("july", "juillet", "julio"),
    ("august", "août", "agosto"),
    ("september", "septembre", "septiembre"),
    ("october", "octobre", "octubre"),
    ("november", "novembre", "noviembre"),
    ("december", "décembre", "diciembre"),
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_MONTH = "|".join(_MONTH_NUMBERS)
_DATED = re.compile(
    rf"(?:distr\.|date)\b.{{0,40}}?\b(\d{{1,2}}) (?:de )?({_MONTH}) (?:de )?((?:19|20)\d\d)\b",
    re.IGNORECASE | re.DOTALL,
)
_DAY = re.compile(rf"(?<!to )(?<!–)(?<!-)\b(\d{{1,2}}) (?:de )?({_MONTH}) (?:de )?((?:19|20)\d\d)\b", re.IGNORECASE)
_MONTH_AND_YEAR = re.compile(rf"\b(?:{_MONTH}),? (?:de )?((?:19|20)\d\d)\b", re.IGNORECASE)

SYMBOL = re.compile(
    r"\b(?:GB\.\d{1,3}(?:/[A-Z]{2,5})+(?:/\d{1,3})*(?:\(Rev\.\d\))?|"
    r"(?:[A-Z]{1,5}(?:\.\d{1,3})?/)(?:[A-Z]{2,6}(?:\.\d{1,3})?/)*(?:19|20)\d\d/(?:[A-Z]{1,4}/)?\d{1,3}"
    r"(?:/(?:Rev|Add|Corr)\.\d)?)"
)
"""A document's symbol as United Nations bodies print it: DP/2025/6, E/AC.51/2025/2, GB.340/PFA/7."""

_NAME = r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){1,3}"
_NAMES = re.compile(rf"{_NAME}(?:,\s+{_NAME})+(?:,?\s+and\s+{_NAME})?")  # "Ada Example, Ben Sample and Cy Muster"
_TITLE_WORDS = (4, 25)
_OPENING = re.compile(
    r"\bthis (?:report|document|paper) presents (?:a summary of |the )?"
    r"(?:(?:main |key )?(?:findings|results) of )?(?:the )?"
    r"(?P<title>(?:[\w-]+ ){0,4}(?:evaluation|review|assessment)\b[^.(;]{15,160})",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:agenda )?item \d+.*\bagenda|\w+ item on the agenda", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"report of the\b|report by the\b|note by|prepared by|note:|\*|united nations$|original:|distr\.|for (?:decision|"
    r"information|debate)|chapter page|page$|conducted by",
    re.IGNORECASE,
)
_AFTER_TITLE = re.compile(
    r"(?:summary|contents|purpose of the document|elements of|chapter|page|executive summary|I\.\s)", re.IGNORECASE
)


def first_page(document: ReadDocument) -> list[Block]:
    """The blocks of the cover and first page, notes left out."""
    blocks = [b for b in document.blocks[:_FIRST_BLOCKS] if b.role is not Role.FOOTNOTE]
    return list(takewhile(lambda b: b.page is None or b.page <= 2, blocks))


def _lines(blocks: list[Block]) -> list[str]:
    """The lines of the blocks: a cover set in columns is one block with many."""
    return [line for block in blocks for line in block.text.replace("\t", " ").split("\n")]


def own_symbol(document: ReadDocument) -> str | None:
    """The symbol that stands by itself on the first page, or the paper by which a draft decision calls itself."""
    for line in _lines(first_page(document)):
        match = SYMBOL.search(line)
        if match and len(line.split()) <= _SYMBOL_LINE and not re.search(r"related|see\b", line, re.IGNORECASE):
            return match.group()
    decided = [b for b in document.blocks if any("draft decision" in h.lower() for h in b.heading_path)]
    found = [m.group() for b in decided for m in re.finditer(rf"(?<=presented in ){SYMBOL.pattern}", b.text)]
    return found[0] if found else None


def date_of(document: ReadDocument) -> tuple[date | None, int | None]:
    """The day on the first page and its year; the day is None where only a month or a year stands there."""
    head = "\n".join(line for line in _lines(first_page(document)) if len(line.split()) <= _LINE)
    match = _DATED.search(head) or _DAY.search(head)
    if match:
        day = _day(match)
        if day:
            return day, day.year
    month = _MONTH_AND_YEAR.search(head)
    if month:
        return None, int(month.group(1))
    year = re.search(r"(?:19|20)\d\d", own_symbol(document) or "") or _copyright(document)
    return None, int(year.group()) if year else None


def _copyright(document: ReadDocument) -> re.Match[str] | None:
    """The year in a line such as "Copyright © UNDP February 2025" on one of the first pages."""
    early = (block for block in document.blocks if (block.page or _IMPRINT) < _IMPRINT)
    lines = (line for line in _lines(list(early)) if re.search(r"copyright|©", line, re.IGNORECASE))
    return next((match for line in lines if (match := re.search(r"(?:19|20)\d\d", line))), None)


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[3]), _MONTH_NUMBERS[match[2].lower()], int(match[1]))
    except ValueError:
        return None


def title_of(document: ReadDocument) -> str:
    """The title on the first page: what stands between the agenda item and the summary; else what the reader found."""
    blocks = first_page(document)
    item = next((i for i, block in enumerate(blocks) if _ITEM.search(block.text)), None)
    if item is None:
        return _title_read(document) or _first_line(blocks) or _opening_title(document) or document.name
    lines = [b.text for b in takewhile(_may_be_title, blocks[item + 1 :]) if not _NO_TITLE.match(b.text)]
    if len(lines) > 1 and len(lines[0].split()) <= 3:
        lines = lines[1:]  # the agenda item: "Evaluation"
    return ": ".join(" ".join(line.split()) for line in lines[:2]) or document.title or document.name


def _may_be_title(block: Block) -> bool:
    return not _AFTER_TITLE.match(block.text) and section_of(block.text) in {None, Section.RESPONSES}


def _title_read(document: ReadDocument) -> str | None:
    """The reader's title, unless it is the heading of a section or the name of a file."""
    title = " ".join((document.title or "").split())
    if not title or section_of(title) is not None or re.search(r"\.\w{3,4}$", title) or names_people(title):
        return None
    return None if _NAMES.fullmatch(title) or _is_announced(title, document) else title


def _is_announced(title: str, document: ReadDocument) -> bool:
    """Whether the title is the line of names below "Conducted by:"."""
    return any(
        announces_people(above.text) and " ".join(below.text.split()) == title
        for above, below in pairwise(first_page(document))
    )


def _first_line(blocks: list[Block]) -> str | None:
    """The first line of a document that begins with its title."""
    text = " ".join(blocks[0].text.split()) if blocks else ""
    is_line = _TITLE_WORDS[0] <= len(text.split()) <= _TITLE_WORDS[1] and not text.endswith((".", ":"))
    return text if is_line and section_of(text) is None and not names_people(text) else None


def _opening_title(document: ReadDocument) -> str | None:
    """What the first pages say that they are about: "This report presents the high-level evaluation of …"."""
    match = next((m for b in document.blocks[:_FIRST_BLOCKS] if (m := _OPENING.search(b.text))), None)
    if match is None:
        return None
    title = " ".join(match["title"].split())
    return title[0].upper() + title[1:]
