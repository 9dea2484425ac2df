"""Annotation masks every text and gives every part a language, and changes nothing else."""

from __future__ import annotations

import pytest

from index.annotate.step import annotate
from index.model import Document, Extraction, Facets, Kind, Link, Part, Problem, Record, Relation

ENGLISH = "The project should plan its exit together with the ministry from the first year on."
FRENCH = "Le projet devrait préparer sa sortie avec le ministère dès la première année."
TITLE = "Evaluación final del proyecto de apoyo al empleo juvenil en Honduras"


def record(number: int, *texts: str, kind: Kind = Kind.LESSON, answers: str | None = None) -> Record:
    return Record(
        id=f"office:{kind}:{number}",
        local_id=f"{kind}:{number}",
        document_id="office:document:1",
        kind=kind,
        parts=tuple(Part(name=f"text_{i}", text=text) for i, text in enumerate(texts)),
        links=(Link(relation=Relation.RESPONDS_TO, target=answers),) if answers else (),
    )


def languages(*records: Record, title: str = TITLE) -> list[list[str | None]]:
    document = Document(id="office:document:1", publisher="office", title=title)
    annotated = annotate(Extraction(documents=(document,), records=records))
    return [[part.language for part in record.parts] for record in annotated.records]


def test_short_parts_speak_like_the_rest_of_their_record() -> None:
    assert languages(record(1, "Fait", FRENCH), record(2, ENGLISH), record(3, ENGLISH))[0] == ["fr", "fr"]


def test_short_responses_speak_like_what_they_answer() -> None:
    recommendation = record(1, FRENCH, kind=Kind.RECOMMENDATION)
    response = record(1, "OK", kind=Kind.MANAGEMENT_RESPONSE, answers=recommendation.id)
    assert languages(recommendation, record(2, ENGLISH, kind=Kind.RECOMMENDATION), response)[2] == ["fr"]


def test_short_records_speak_like_most_of_their_kind() -> None:
    assert languages(record(1, "Oui"), record(2, FRENCH), record(3, FRENCH), record(4, ENGLISH))[0] == ["fr"]


def test_a_lone_short_record_speaks_like_its_title_or_english() -> None:
    assert languages(record(1, "OK")) == [["es"]]
    assert languages(record(1, "OK"), title="GEDI") == [["en"]]


def test_a_stated_language_stays() -> None:
    spoken = record(1).model_copy(update={"parts": (Part(name="text", text=ENGLISH, language="sw"),)})
    assert languages(spoken) == [["sw"]]


@pytest.mark.parametrize("place", ["title", "status", "progress", "heading_path", "details", "parts", "facets"])
def test_every_text_of_a_record_is_masked(place: str) -> None:
    secret = "jane@example.org"
    values: dict[str, object] = {
        "heading_path": (secret,),
        "details": {"contact": secret},
        "parts": (Part(name="text", text=f"Write to {secret}, she knows the whole story."),),
        "facets": Facets(units=(secret,)),
    }
    hidden = record(1, ENGLISH).model_copy(update={place: values.get(place, secret)})
    assert secret not in annotate(Extraction(records=(hidden,))).model_dump_json()


def test_documents_and_problems_are_masked() -> None:
    document = Document(id="office:document:1", publisher="office", title="By jane@example.org")
    problem = Problem(file="a.csv", reason="'jane@example.org' is no date")
    assert "jane@" not in annotate(Extraction(documents=(document,), problems=(problem,))).model_dump_json()


def test_nothing_else_changes() -> None:
    before = Extraction(
        documents=(Document(id="office:document:1", publisher="office", title=TITLE),),
        records=(record(1, ENGLISH), record(2)),
        problems=(Problem(file="a.csv", reason="a row was left out"),),
    )
    after = annotate(before)
    assert after.documents == before.documents
    assert after.problems == before.problems
    assert [r.model_dump(exclude={"parts"}) for r in after.records] == [
        r.model_dump(exclude={"parts"}) for r in before.records
    ]
    assert [part.text for record in after.records for part in record.parts] == [ENGLISH]
