"""A language on every part, also on those too short to tell: "Done" is French where its recommendation is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from index.model import Document, Kind, Part, Record

Tell = Callable[[str], str | None]

_LAST_RESORT = "en"
# These stand in one table or section with the recommendation that they are about.
_OF_RECOMMENDATIONS = {Kind.MANAGEMENT_RESPONSE, Kind.KEY_ACTION}


def with_languages(records: Sequence[Record], documents: Iterable[Document], tell: Tell) -> tuple[Record, ...]:
    """`records` with a language on each part that has none.

    Where `tell` cannot say, the language is that of the record's other parts, of the record that it answers, of
    most records of its kind in the document, of the document or its title, in this order, and English at last.
    Nothing depends on what other files hold, so that five CSV files and one workbook give the same.
    """
    told = {record.id: [part.language or tell(part.text) for part in record.parts] for record in records}
    common: defaultdict[tuple[str, Kind], list[str | None]] = defaultdict(list)
    for record in records:
        common[_family(record)] += told[record.id]
    by_id = {document.id: document for document in documents}

    def fallback(record: Record) -> str:
        others = [told[record.id], *(told.get(link.target, []) for link in record.links), common[_family(record)]]
        document = by_id.get(record.document_id)
        return (
            next(filter(None, map(_most, others)), None)
            or (document and (document.language or tell(document.title)))
            or _LAST_RESORT
        )

    return tuple(_with(record, told[record.id], fallback) for record in records)


def _family(record: Record) -> tuple[str, Kind]:
    kind = Kind.RECOMMENDATION if record.kind in _OF_RECOMMENDATIONS else record.kind
    return record.document_id, kind


def _most(languages: Iterable[str | None]) -> str | None:
    counts = Counter(filter(None, languages))
    return min(counts, key=lambda language: (-counts[language], language), default=None)


def _with(record: Record, told: Sequence[str | None], fallback: Callable[[Record], str]) -> Record:
    if not record.parts:
        return record
    languages = told if all(told) else [language or fallback(record) for language in told]
    parts = tuple(map(_spoken, record.parts, languages))
    return record.model_copy(update={"parts": parts})


def _spoken(part: Part, language: str | None) -> Part:
    return part.model_copy(update={"language": language})
