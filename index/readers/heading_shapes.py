"""What a heading looks like in plain text, without fonts: short, alone, no full stop, often with a number.

The kinds differ in how they are set off, and so in how far they reach: "Part I", "2.4 …", "A. …", "Finding 3".
"""

from __future__ import annotations

import re
from enum import StrEnum

_LONGEST_PART = 260  # characters
_LONGEST = 180  # of a heading with a letter before it
_LONGEST_PLAIN = 100
_LONGEST_CAPTION = 300
_UNTIED = 6  # words
_FIGURES = 3

_PART = re.compile(
    r"(?:► ?)?(?:part|chapter|annex|appendix|section|partie|chapitre|annexe|anexo|parte|capítulo)\s+"
    r"(?:[ivxlc]+|\d{1,2}|[a-z])\b(?:[.:–—-]|\s|$)",
    re.IGNORECASE,
)
_EXECUTIVE_SUMMARY = re.compile(r"(?:► ?)?(?:executive summary|résumé exécutif|resumen ejecutivo)", re.IGNORECASE)
_MARKED = re.compile(r"►\s*")
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2})+|\d{1,2}(?=\.|\s[^\d]{1,60}$))\.?\s+[^\W\d_]")
_REAL_WORD = re.compile(r"[^\W\d_]{4}")
_FIGURE = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)?(?![\w.])")
_ROMAN = re.compile(r"[IVXLC]{1,6}[.)]\s+[^\W\d_]")
_LETTER = re.compile(r"([A-Z])(?:[.)]\s+\W*[^\W\d_]|\s+[A-Z][a-z])")
_LABELLED = re.compile(r"[^\W\d_][a-zà-ÿ]+(?: [a-zà-ÿ]+){0,2} \d{1,3}[.:]?$")
_LABEL_ONLY = re.compile(r"[^\W\d_]{4,}(?: [^\W\d_]+){0,2} \d{1,3}(?:\.\d{1,2})?[.:]?")
_DATE_CELL = re.compile(r"\b(?:19|20)\d\d/\d\d\b|\b\d\d/\d\d\d\d\b")
_TIE = re.compile(
    r"[,&–—?’']|\b(?:of|the|and|for|in|to|on|an?|with|by|as|at|from|or|is|are|de|du|des|et|la|les?|l|d|y|en|el|los|las|del)\b",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:► ?|• |X )?\**(?:table|figure|box|graph|chart|map|tableau|cuadro|gráfico)\s+"
    r"(?:\d{1,3}(?:\.\d+)?|[A-Z]|[IVX]{1,4})(?:[.:–—-]|\s*$|\s(?-i:[^a-z]))",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:► ?)?(?:summary(?: of findings)?|introduction|background|methodology|(?:key |main )?findings"
    r"|conclusions?(?: and .*)?|lessons(?: learne?[dt])?(?: and .*)?|(?:emerging )?good practices|recommendations?"
    r"|(?:office|management) responses?(?: and .*)?|terms of reference|references|bibliography|table of contents"
    r"|contents|acronyms.*|glossary|annex(?:es)?|appendi(?:x|ces)|acknowledge?ments?|conclusiones"
    r"|recomendaciones|lecciones aprendidas|recommandations|enseignements(?: tirés)?)",
    re.IGNORECASE,
)


class HeadingKind(StrEnum):
    """How a heading is set off, from the widest reach to the narrowest. `DECIMAL` nests by its own depth."""

    PART = "part"
    SECTION = "section"
    DECIMAL = "decimal"
    ROMAN = "roman"
    PLAIN = "plain"
    LETTER = "letter"
    LABELLED = "labelled"


def heading_kind(text: str) -> HeadingKind | None:
    """The kind of heading that `text` looks like on its own; None where it cannot be one."""
    if not _has_heading_shape(text):
        return None
    if _PART.match(text) or _MARKED.match(text) or _EXECUTIVE_SUMMARY.fullmatch(text):
        return HeadingKind.PART
    if len(text) > _LONGEST:
        return None
    if _SECTION.fullmatch(text):
        return HeadingKind.SECTION
    if _DECIMAL.match(text):
        is_row = len(_FIGURE.findall(text)) > _FIGURES
        return None if is_row or len(text) > _LONGEST else HeadingKind.DECIMAL
    if _LETTER.match(text):
        return HeadingKind.LETTER
    if _ROMAN.match(text):
        return HeadingKind.ROMAN
    if _LABELLED.fullmatch(text):
        return HeadingKind.LABELLED
    return HeadingKind.PLAIN if len(text) <= _LONGEST_PLAIN and not _is_table_row(text) else None


def _is_table_row(text: str) -> bool:
    """Cells run together: no real word, many figures, a date, or six words that nothing ties together."""
    if text[0].isdigit() or not _REAL_WORD.search(text) or len(_FIGURE.findall(text)) >= _FIGURES:
        return True
    return bool(_DATE_CELL.search(text)) or (len(text.split()) >= _UNTIED and not _TIE.search(text))


def is_caption(text: str) -> bool:
    """Whether `text` is the line that names a table, a figure or a box."""
    return len(text) <= _LONGEST_CAPTION and bool(_CAPTION.match(text))


def _has_heading_shape(text: str) -> bool:
    if len(text) > _LONGEST_PART or "\t" in text or "://" in text or "@" in text:
        return False
    if text.endswith((".", ";", ",", "!", ":")) or is_caption(text):
        return False
    if text.count("(") != text.count(")"):
        return False  # a cell that was cut
    if ":" in text and not any(start.match(text) for start in (_PART, _DECIMAL, _MARKED, _ROMAN, _LETTER)):
        return False  # "Status: Completed", "Key finding 3: …"
    first = next((c for c in text if c.isalpha()), "")
    return first != "" and not first.islower() and not text.startswith(("[", "(", "•", "-", "–", "*"))


def is_section_name(text: str) -> bool:
    """Whether `text` is what any report calls a section ("Recommendations"), so no title of its own."""
    return bool(_SECTION.fullmatch(text) or _EXECUTIVE_SUMMARY.fullmatch(text))


def is_executive_summary(text: str) -> bool:
    """Whether `text` heads an executive summary, which holds sections of the same names as the body."""
    return bool(_EXECUTIVE_SUMMARY.fullmatch(text))


def is_label(text: str) -> bool:
    """Whether `text` is a word or two and a number, and nothing else: "Recommendation 3", "FINDING 12."."""
    return bool(_LABEL_ONLY.fullmatch(text))


def decimal_depth(text: str) -> int:
    """How deep a decimal number before a heading is: 1 for "3. …" and "3.0 …", 2 for "3.1 …"."""
    match = _DECIMAL.match(text)
    return match.group(1).removesuffix(".0").count(".") + 1 if match else 1


def letter_of(text: str) -> str | None:
    """The letter before a heading: "C" of "C. Effectiveness"."""
    match = _LETTER.match(text)
    return match.group(1) if match else None
