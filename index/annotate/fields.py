"""Every text of a document, record or problem through one function. Identifiers are left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from pydantic import BaseModel

from index.model import Document, Facets, Problem, Record

Change = Callable[[str], str]
Model = TypeVar("Model", bound=BaseModel)

_DOCUMENT_TEXTS = ("title", "number", "url", "source", "evaluation_type", "timing", "nature")
_RECORD_TEXTS = ("title", "status", "progress")
_PROBLEM_TEXTS = ("reason",)


def masked_document(document: Document, change: Change) -> Document:
    """`document` with all its texts changed."""
    return _changed(document, _texts(document, _DOCUMENT_TEXTS, change) | {"facets": _facets(document.facets, change)})


def masked_record(record: Record, change: Change) -> Record:
    """`record` with the texts of its parts and all other texts changed."""
    updates = _texts(record, _RECORD_TEXTS, change)
    updates["facets"] = _facets(record.facets, change)
    updates["heading_path"] = tuple(map(change, record.heading_path))
    updates["details"] = {name: change(value) for name, value in record.details.items()}
    updates["parts"] = tuple(_changed(part, {"text": change(part.text)}) for part in record.parts)
    return _changed(record, updates)


def masked_problem(problem: Problem, change: Change) -> Problem:
    """`problem` with its reason changed, which may quote a cell."""
    return _changed(problem, _texts(problem, _PROBLEM_TEXTS, change))


def _texts(model: BaseModel, names: tuple[str, ...], change: Change) -> dict[str, object]:
    return {name: change(value) for name in names if (value := getattr(model, name)) is not None}


def _facets(facets: Facets, change: Change) -> Facets:
    updates = {name: tuple(sorted({*map(change, getattr(facets, name))})) for name in Facets.model_fields}
    return _changed(facets, updates)


def _changed(model: Model, updates: Mapping[str, object]) -> Model:
    """A copy where anything differs; the same object otherwise, because most texts hold no personal data."""
    real = {name: value for name, value in updates.items() if value != getattr(model, name)}
    return model.model_copy(update=real) if real else model
