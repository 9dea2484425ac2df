"""A lesson's page on the ILO i-eval Discovery site, saved as keys and values: one lesson with five texts.

The lesson and its evaluation have the identifiers that the export gives them, so that page and export meet.
"""

from __future__ import annotations

import re

from index.model import Document, Extraction, Facets, Kind, Part, Polarity, Problem, Record
from index.publishers.documents.fragments import Fragment, fragments
from index.publishers.documents.keyed import key_of, keyed_values
from index.publishers.documents.parts import parts
from index.publishers.identifiers import id_part, text_digest
from index.publishers.placeholders import name_of, text_of
from index.readers.blocks import ReadDocument

_TEXTS: tuple[tuple[str, str, Kind | None, Polarity | None], ...] = (
    ("text", "description", None, None),
    ("context", "context", Kind.CONTEXT, None),
    ("challenges", "challenges", Kind.CHALLENGE, Polarity.CHALLENGE),
    ("success", "success", Kind.SUCCESS_FACTOR, Polarity.SUCCESS),
    ("administrative_issues", "administrative_issues", None, None),
    ("comments", "comments", None, None),
)
_ONE_LINE = {"eval_number", "eval_url", "eval_title", "theme", "category", "url", "country", "region"}
_CONTAINERS = {"lessons_learned", "themes", "location"}
_KEYS = {key for _, key, _, _ in _TEXTS} | _ONE_LINE
_TELLING = {"eval_number", "lessons_learned", "description", "administrative_issues", "eval_title"}
_LESSON_URL = re.compile(r"/lessons/(\d+)")


def confidence(document: ReadDocument) -> float:
    """How many of the page's own keys stand in the document, as a share."""
    seen = {found[0] for block in document.blocks if (found := key_of(block.text))}
    return 0.95 * len(seen & _TELLING) / len(_TELLING)


def publish(document: ReadDocument) -> Extraction:
    """The lesson and its evaluation. A page without a description gives the lesson without text, and a problem."""
    values = keyed_values(fragments(document), _KEYS)
    number = id_part(_line(values, "eval_number"))
    evaluation = Document(
        id=f"ilo:evaluation:{number or text_digest(_line(values, 'eval_title'))}",
        publisher="ilo",
        title=_line(values, "eval_title") or document.title or document.name,
        number=number or None,
        url=_line(values, "eval_url") or None,
        source=document.name,
    )
    record = _lesson(values, evaluation, document)
    reason = "the page has no description of its lesson"
    problem = Problem(file=document.name, reason=reason, record_id=record.id)
    return Extraction(documents=(evaluation,), records=(record,), problems=() if record.parts else (problem,))


def _lesson(values: dict[str, list[Fragment]], evaluation: Document, document: ReadDocument) -> Record:
    url = _line(values, "url")
    lesson = _LESSON_URL.search(url)
    number = lesson.group(1) if lesson else text_digest(" ".join(f.text for f in values.get("description", [])))
    details = {"url": url, "category": _line(values, "category")}
    return Record(
        id=f"ilo:lesson:{number}",
        local_id=f"lesson:{number}",
        document_id=evaluation.id,
        kind=Kind.LESSON,
        parts=tuple(_parts(values, document)),
        facets=Facets(
            themes=_names(values, "theme"), countries=_names(values, "country"), regions=_names(values, "region")
        ),
        details={key: value for key, value in details.items() if value},
    )


def _parts(values: dict[str, list[Fragment]], document: ReadDocument) -> list[Part]:
    return [
        part.model_copy(update={"kind": kind, "polarity": polarity})
        for name, key, kind, polarity in _TEXTS
        for part in parts(name, [f for f in values.get(key, []) if text_of(f.text)], document)
    ]


def _line(values: dict[str, list[Fragment]], key: str) -> str:
    found = values.get(key, [])
    return found[0].text if found else ""


def _names(values: dict[str, list[Fragment]], key: str) -> tuple[str, ...]:
    return tuple(sorted({name for fragment in values.get(key, []) if (name := name_of(fragment.text))}))
