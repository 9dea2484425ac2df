"""Statements that carry their own label: "Key finding 3: …", "RECOMMENDATION 1.", "Emerging good practice 2: …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.model import Kind

_ADJECTIVE = (
    r"(?:(?:key|main|general|overall|overarching|evaluation|strategic|programmatic|operational|priority|specific|"
    r"institutional|corporate|emerging|[\w-]+-level)\s+)?"
)
_NAMES: tuple[tuple[Kind, str], ...] = (
    (Kind.FINDING, rf"{_ADJECTIVE}finding|constat(?:ation)?(?:\s+clé)?|hallazgo(?:\s+clave)?|achado"),
    (Kind.CONCLUSION, rf"{_ADJECTIVE}conclusion|conclusión|conclusão"),
    (
        Kind.LESSON,
        rf"{_ADJECTIVE}lessons?(?:\s+learn(?:ed|t))?|enseignement|leçon(?:\s+apprise)?|lección(?:\s+aprendida)?|lição",
    ),
    (
        Kind.GOOD_PRACTICE,
        rf"{_ADJECTIVE}(?:good|best|promising)\s+practices?|bonne\s+pratique|buena\s+práctica|boa\s+prática",
    ),
    (
        Kind.RECOMMENDATION,
        rf"{_ADJECTIVE}recommendation(?:\s+or\s+issue)?|recommandation|recomendación|recomendação",
    ),
    (Kind.KEY_ACTION, r"key\s+action|acción\s+clave|action\s+clé"),
    (Kind.CHALLENGE, rf"{_ADJECTIVE}challenge|défi|desafío"),
    (Kind.SUCCESS_FACTOR, r"success\s+factor"),
)
_KINDS = tuple((kind, re.compile(names, re.IGNORECASE)) for kind, names in _NAMES)
_ANY_NAME = "|".join(f"(?:{names})" for _, names in _NAMES)
_MARKS = r"[\s>►▶•*#X_-]*"
# The label ends at punctuation, at a line end, or where a capitalised sentence begins. "Recommendation 3)" and
# "Recommendation 2 reads as follows" are references inside a sentence.
_NUMBER = r"\d{1,3}(?:\.\d{1,2})*[a-z]?|[A-H](?=[.:])|[IVX]{1,5}(?=[.:\s]|$)"
_REFERENCE = r"(?:\s*\([^()\n]{1,80}\)(?=\s*(?:[:.\n]|$)))?"  # "Recommendation 2 (paragraph 31):"
_SENTENCE = r"(?-i:\s+(?=[\"“‘']?[^\W\d_a-z]+[a-z’'-]*[\s,]+[\w\"“‘'(]*[a-z]))"
_LABEL = re.compile(
    rf"(?P<name>{_ANY_NAME})[ \t]+(?:n[°ºo]\.?\s*|no\.\s*|#)?(?P<number>{_NUMBER})\**{_REFERENCE}"
    rf"(?P<end>\s*[:.–—](?=\D|$)\**\s*|\s+-\s+|\s*\n\s*|\s*$|{_SENTENCE})",
    re.IGNORECASE,
)
_CODES = {
    Kind.FINDING: r"K?F",
    Kind.CONCLUSION: r"C",
    Kind.LESSON: r"LL?",
    Kind.GOOD_PRACTICE: r"E?GP",
    Kind.RECOMMENDATION: r"R(?:ec)?\.?",
}
_CODED = {
    kind: re.compile(rf"{_MARKS}(?P<code>{code}\s?(?P<number>\d{{1,2}}))\s*[.:–—)]\s+") for kind, code in _CODES.items()
}
_BOX = re.compile(rf"{_MARKS}box\s+\w{{1,4}}\s*[:.–—]\s*(?P<name>{_ANY_NAME})s?\s*(?:[:.–—]|$)", re.IGNORECASE)
_SENTENCE_END = r"[.!?:;][\"”’)\]*]*[\d¹²³]{0,3}\s+"
_INNER = re.compile(rf"(?:(?<=\n)|{_SENTENCE_END})(?={_MARKS}(?:{_ANY_NAME})[ \t]+\d{{1,3}}\s*[:.–—])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a text. `end` is where the labelled text begins; it may be the end of the text."""

    kind: Kind
    number: str
    end: int
    text: str  # as printed, without punctuation: "Key finding 3"


def label_of(text: str) -> Label | None:
    """The label with which `text` begins, or None."""
    start = re.match(_MARKS, text)
    at = start.end() if start else 0
    match = _LABEL.match(text, at)
    if match is None:
        return None
    kind = next(kind for kind, name in _KINDS if name.fullmatch(match["name"]))
    printed = re.sub(r"\s+", " ", text[at : match.end("number")])
    return Label(kind, match["number"].lower(), match.end(), printed)


def coded_label_of(text: str, kind: Kind) -> Label | None:
    """The label in short ("R3.", "LL 2:") with which a text begins where its section holds statements of `kind`."""
    match = _CODED[kind].match(text) if kind in _CODED else None
    return Label(kind, match["number"], match.end(), match["code"]) if match else None


def boxed_kind(caption: str) -> Kind | None:
    """What a box holds by its caption ("Box 2: Good practice: research agendas"), or None for any other caption."""
    match = _BOX.match(caption)
    return next((kind for kind, name in _KINDS if match and name.fullmatch(match["name"])), None)


def starts(text: str) -> Iterator[int]:
    """Offsets in `text` at which a statement starts: 0, and each label behind the end of a line or sentence.

    Text that lost its blank lines has several statements in one paragraph.
    """
    yield from sorted({0, *(match.end() for match in _INNER.finditer(text))})
