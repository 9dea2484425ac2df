"""The step between publishing and storing: mask personal data, tell languages. Texts stay otherwise unchanged."""

from __future__ import annotations

from functools import cache

from index.annotate.fields import masked_document, masked_problem, masked_record
from index.annotate.fill import with_languages
from index.annotate.language import language_of
from index.annotate.personal import mask
from index.model import Extraction


def annotate(extraction: Extraction) -> Extraction:
    """`extraction` with masked personal data in every text and with a language on every part."""
    masked = cache(mask)  # titles and names repeat; each distinct text is looked at once a file
    told = cache(language_of)
    documents = tuple(masked_document(document, masked) for document in extraction.documents)
    records = tuple(masked_record(record, masked) for record in extraction.records)
    return Extraction(
        documents=documents,
        records=with_languages(records, documents, told),
        problems=tuple(masked_problem(problem, masked) for problem in extraction.problems),
    )
