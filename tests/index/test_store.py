"""One generation's own copy of documents, records and passages."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from index.chunking import Passage
from index.forms import forms_of
from index.model import Document, Kind, Link, Part, Record, Relation
from index.store import Store, count_kinds, numbers_of, write_store

DOCUMENTS = [Document(id=f"ilo:evaluation:{n}", publisher="ilo", title=f"Evaluation {n}") for n in (1, 2)]


def record(kind: Kind, number: int, document: int = 1, **fields: object) -> Record:
    return Record.model_validate(
        {
            "id": f"ilo:{kind}:{number}",
            "local_id": f"{kind}:{number}",
            "document_id": f"ilo:evaluation:{document}",
            "kind": kind,
            "parts": (Part(name="text", text=f"Plan exit {number}. Name an owner – “now” 😀."),),
        }
        | fields
    )


LESSON = record(Kind.LESSON, 1)
RECOMMENDATION = record(Kind.RECOMMENDATION, 1, document=2)
RESPONSE = record(
    Kind.MANAGEMENT_RESPONSE,
    1,
    document=2,
    status="Completed",
    progress="Achieved",
    links=(Link(relation=Relation.RESPONDS_TO, target=RECOMMENDATION.id),),
)
OTHER_RESPONSES = [
    record(Kind.MANAGEMENT_RESPONSE, n, document=2, status=s) for n, s in ((2, "Rejected"), (3, "Completed"))
]
RECORDS = [LESSON, RECOMMENDATION, RESPONSE, *OTHER_RESPONSES]
FORMS = forms_of((one.parts[0].text, "en") for one in RECORDS)
NUMBER_OF_PASSAGES = 2 * len(RECORDS)


def passages() -> list[Passage]:
    made = []
    for one in RECORDS:
        text = one.parts[0].text
        middle = text.index("Name")
        for ordinal, (start, end) in enumerate([(0, middle - 1), (middle, len(text))], start=1):
            made.append(Passage(f"{one.id}:text-{ordinal}", one.id, 0, start, end, text[start:end], one.kind))
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    heads = [RECOMMENDATION.id if p.record_id == RESPONSE.id else p.record_id for p in passages()]
    write_store(tmp_path / "store.sqlite", DOCUMENTS, RECORDS, passages(), heads, FORMS, ["ilo:lesson:9"])
    return tmp_path / "store.sqlite"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    with closing(Store(file)) as opened:
        yield opened


def test_forms_of_a_term_are_the_words_that_texts_have_for_it(store: Store) -> None:
    assert store.forms("plan") == ("plan",)
    assert store.forms("planned") == ()


def test_documents_and_records_come_back_as_they_were(store: Store) -> None:
    assert [store.document(document.id) for document in DOCUMENTS] == DOCUMENTS
    assert [store.record(one.id) for one in RECORDS] == RECORDS
    assert store.document("ilo:evaluation:9") is None
    assert store.record("ilo:lesson:9") is None
    assert store.records_of("ilo:evaluation:1") == [LESSON]
    assert store.records_of("ilo:evaluation:9") == []


def test_passages_come_in_the_order_asked_for_also_twice(store: Store) -> None:
    expected = passages()
    found = store.passages([3, 0, 3])
    assert [one.row for one in found] == [3, 0, 3]
    assert [(one.id, one.text, one.kind) for one in found] == [
        (expected[row].id, expected[row].text, expected[row].kind) for row in (3, 0, 3)
    ]
    assert found[0].record == RECOMMENDATION
    assert store.passages([]) == []


def test_passages_are_found_by_name_and_by_record(store: Store) -> None:
    named = store.passage("ilo:lesson:1:text-2")
    assert named is not None
    assert (named.row, named.text) == (1, "Name an owner – “now” 😀.")
    assert store.passage("ilo:lesson:1:text-3") is None
    assert [one.row for one in store.passages_of(RESPONSE.id)] == [4, 5]
    assert store.passages_of("ilo:lesson:9") == []


def test_a_publishers_own_number_finds_its_records(store: Store) -> None:
    assert store.record_ids("lesson:1") == ["ilo:lesson:1"]
    assert store.record_ids("ilo:lesson:1") == ["ilo:lesson:1"]
    assert store.record_ids("lesson:9") == []
    assert {"ilo:lesson:1", RESPONSE.id} <= set(store.ids())
    assert all(store.record_ids(one) == [one] for one in store.ids())


def test_links_are_followed_backwards(store: Store) -> None:
    assert list(store.linking_to(RECOMMENDATION.id)) == [RESPONSE]
    assert not store.linking_to(LESSON.id)
    assert store.heads()[2:6] == [RECOMMENDATION.id] * 4


def test_the_withdrawn_are_known(store: Store) -> None:
    assert store.is_withdrawn("ilo:lesson:9")
    assert not store.is_withdrawn("ilo:lesson:1")
    assert not store.is_withdrawn("ilo:lesson:8")


def test_statuses_are_counted_most_frequent_first(store: Store) -> None:
    assert list(store.count_statuses("status").items()) == [("Completed", 2), ("Rejected", 1)]
    assert store.count_statuses("progress") == {"Achieved": 1}
    assert count_kinds(RECORDS) == {"lesson": 1, "recommendation": 1, "management_response": 3}


def test_a_store_is_never_written(store: Store, file: Path) -> None:
    before = file.read_bytes()
    store.passages(range(NUMBER_OF_PASSAGES))
    assert file.read_bytes() == before
    assert {path.name for path in file.parent.iterdir()} == {file.name, numbers_of(file).name}


def test_threads_may_share_a_store(store: Store) -> None:
    expected = store.passages(range(NUMBER_OF_PASSAGES))
    with ThreadPoolExecutor(8) as pool:
        assert all(
            found == expected for found in pool.map(lambda _: store.passages(range(NUMBER_OF_PASSAGES)), range(50))
        )


def test_passages_and_heads_must_match(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="shorter"):
        write_store(tmp_path / "store.sqlite", DOCUMENTS, RECORDS, passages(), [], [], [])
