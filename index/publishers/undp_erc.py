"""A page of the UNDP Evaluation Resource Centre: one evaluation with lessons, findings, recommendations and answers.

The page prints each recommendation twice: in a list, and again with the management response and its key actions.
The evaluation team's names and addresses stand on the page too; they are never read.
"""

from __future__ import annotations

import re

from index.model import Extraction, Facets, Problem
from index.publishers.countries import split_countries
from index.publishers.documents.fragments import Fragment, fragments
from index.publishers.documents.identity import Identity, slug
from index.publishers.documents.keyed import key_of, keyed_values
from index.publishers.documents.records import build_records
from index.publishers.erc_statements import erc_statements
from index.publishers.identifiers import id_part
from index.publishers.placeholders import name_of
from index.readers.blocks import ReadDocument

_KEYS = {"title", "atlas project number", "evaluation type", "status", "completion date", "countries"}
_TELLING = {
    *("evaluation plan", "evaluation type", "planned end date", "completion date", "atlas project number"),
    *("commissioning unit", "unit responsible for providing management response"),
}
_ENOUGH = 4  # telling keys that leave no doubt
_MONTH = re.compile(r"\d{1,2}/((?:19|20)\d\d)")
_RECORD = re.compile(r"erc\.undp\.org/evaluation/(?:evaluations|documents)/detail/(\d+)")
_TITLE = re.compile(r"Title:?\s+(?=\S)")


def confidence(document: ReadDocument) -> float:
    """How many of the page's own keys stand in the document, as a share."""
    seen = {found[0] for block in document.blocks if (found := key_of(block.text))}
    return 0.95 * min(1.0, len(seen & _TELLING) / _ENOUGH)


def publish(document: ReadDocument) -> Extraction:
    """The evaluation, its statements, answers and key actions. A list of countries nobody can cut is a problem."""
    pieces = list(fragments(document))
    values = keyed_values(pieces, _KEYS)
    identity = _identity(document, pieces, values)
    printed = _line(values, "countries")
    countries = split_countries(printed) if printed else []
    problem = Problem(file=document.name, where="Countries", reason=f"no country names in {printed!r}")
    evaluation = identity.document(document.name).model_copy(
        update={
            "url": document.metadata.get("url"),
            "evaluation_type": name_of(_line(values, "evaluation type")) or None,
            "facets": Facets(
                countries=tuple(sorted(set(countries or ()))), symbols=_names(values, "atlas project number")
            ),
        }
    )
    records = [
        record.model_copy(update={"facets": evaluation.facets})
        for record in build_records(erc_statements(pieces), identity, document)
    ]
    return Extraction(documents=(evaluation,), records=tuple(records), problems=(problem,) if countries is None else ())


def _identity(document: ReadDocument, pieces: list[Fragment], values: dict[str, list[Fragment]]) -> Identity:
    """The record's number on the site, or title and month of completion: a project may be evaluated twice."""
    title = _line(values, "title") or _titled(pieces) or document.title or document.name
    record = _RECORD.search(document.metadata.get("url", ""))
    completed = _line(values, "completion date")
    year = _MONTH.search(completed)
    key = record.group(1) if record else "-".join(filter(None, (slug(title), id_part(completed))))
    return Identity("undp", key, title, year=int(year.group(1)) if year else None)


def _titled(pieces: list[Fragment]) -> str:
    found = next((f for f in pieces if _TITLE.match(f.text)), None)
    return _TITLE.sub("", found.text, count=1) if found else ""


def _line(values: dict[str, list[Fragment]], key: str) -> str:
    found = values.get(key, [])
    return found[0].text if found else ""


def _names(values: dict[str, list[Fragment]], key: str) -> tuple[str, ...]:
    return tuple(sorted({name for fragment in values.get(key, [])[:1] if (name := _printed(fragment.text))}))


def _printed(text: str) -> str:
    return " ".join(text.split())
