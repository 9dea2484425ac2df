"""What BM25 counts and what the encoder reads."""

from __future__ import annotations

from index.model import Document, Facets, Kind, Part, Record
from index.representation import heading, lexical_terms

DOCUMENT = Document(
    id="ilo:evaluation:1",
    publisher="ilo",
    title="Évaluation finale",
    language="fr",
    facets=Facets(themes=("Skills",), countries=("Mali",), symbols=("RAS/16/13/EUR",), units=("EVAL",)),
)
RECORD = Record(
    id="ilo:lesson:1",
    local_id="lesson:1",
    document_id=DOCUMENT.id,
    kind=Kind.LESSON,
    title="Sortie",
    heading_path=("Conclusions",),
    facets=Facets(countries=("Jordan",)),
)
PART = Part(name="text", text="Planifier les sorties.", language="fr")


def test_a_passage_is_found_by_its_text_its_titles_and_what_it_is_filed_under() -> None:
    assert lexical_terms(PART.text, PART, RECORD, DOCUMENT) == [
        "planifi", "sort",
        "evalu", "final", "conclus", "sort",
        "skill", "jordan", "ras/16/13/eur", "ras/16/13",
    ]  # fmt: skip


def test_a_text_of_unknown_language_is_read_as_its_documents() -> None:
    unknown = PART.model_copy(update={"language": None})
    assert lexical_terms(PART.text, unknown, RECORD, DOCUMENT)[:2] == ["planifi", "sort"]
    english = DOCUMENT.model_copy(update={"language": None})
    assert lexical_terms("les sorties", unknown, RECORD, english)[:2] == ["les", "sorti"]


def test_the_encoder_reads_the_records_own_title_first() -> None:
    assert heading(RECORD) == "Sortie. "
    assert heading(RECORD.model_copy(update={"title": None})) == ""
