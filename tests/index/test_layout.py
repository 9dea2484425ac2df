"""Which passages are one hit, one document, one text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunking import Passage
from index.layout import Layout, fingerprint, head, lay_out
from index.model import Kind, Link, Part, Record, Relation


def record(name: str, *targets: str, document: str = "1") -> Record:
    return Record(
        id=f"ilo:{name}",
        local_id=name,
        document_id=f"ilo:evaluation:{document}",
        kind=Kind.OTHER,
        links=tuple(Link(relation=Relation.RESPONDS_TO, target=f"ilo:{target}") for target in targets),
    )


def heads(*records: Record) -> dict[str, str]:
    by_id = {one.id: one for one in records}
    return {one.local_id: head(one, by_id).local_id for one in records}


def test_a_chain_of_links_ends_at_the_recommendation() -> None:
    found = heads(record("recommendation"), record("response", "recommendation"), record("action", "response"))
    assert set(found.values()) == {"recommendation"}


def test_a_link_out_of_the_collection_leads_nowhere() -> None:
    assert heads(
        record("action", "missing"), record("response", "missing", "recommendation"), record("recommendation")
    ) == {
        "action": "action",
        "response": "recommendation",
        "recommendation": "recommendation",
    }


def test_a_circle_of_links_ends() -> None:
    assert heads(record("a", "b"), record("b", "a"))["a"] == "b"
    assert heads(record("a", "a"))["a"] == "a"


def passage(row: int, text: str, of: Record) -> Passage:
    return Passage(f"{of.id}:text-{row}", of.id, 0, 0, len(text), text, Kind.OTHER)


def test_rows_know_their_hit_document_and_text(tmp_path: Path) -> None:
    one, two = record("one"), record("two", document="2")
    passages = [passage(0, "Plan the exit.", one), passage(1, "plan the exit", two), passage(2, "Name an owner.", one)]
    layout = lay_out(passages, [one, two, one])
    layout.save(tmp_path / "layout.npz")
    for known in (layout, Layout.load(tmp_path / "layout.npz")):
        assert known.groups.tolist() == [0, 1, 0]
        assert known.documents.tolist() == [0, 1, 0]
        assert known.texts[0] == known.texts[1] != known.texts[2]
        assert known.texts.dtype == np.uint64
        assert known.sayings[0] == known.sayings[1] != known.sayings[2]


@pytest.mark.parametrize("other", ["PLAN THE EXIT", " plan—the\n\nexit!", "Plan, the «exit»…"])
def test_case_marks_and_spacing_make_no_other_text(other: str) -> None:
    assert fingerprint(other) == fingerprint("Plan the exit.")


@pytest.mark.parametrize("other", ["Plan the exits.", "Plan exit the.", "Plan the éxit.", ""])
def test_other_words_make_another_text(other: str) -> None:
    assert fingerprint(other) != fingerprint("Plan the exit.")


@given(text=st.text())
def test_every_text_has_64_bits(text: str) -> None:
    assert 0 <= fingerprint(text) < 2**64


def answer(row: int, text: str, record_id: str) -> Passage:
    return Passage(f"{record_id}:text-{row}", record_id, 0, 0, len(text), text, Kind.MANAGEMENT_RESPONSE)


def recommendation(name: str, text: str) -> Record:
    return record(name).model_copy(update={"parts": (Part(name="text", text=text),)})


def test_the_same_answer_to_another_recommendation_says_another_thing() -> None:
    trainers, boats = recommendation("1", "Pay the trainers."), recommendation("2", "Insure the boats.")
    copied, unknown = recommendation("3", "PAY THE TRAINERS"), record("4")
    passages = [answer(row, "Done", f"ilo:answer{row}") for row in range(4)]
    layout = lay_out(passages, [trainers, boats, copied, unknown])
    for numbers in (layout.texts.tolist(), layout.sayings.tolist()):
        assert numbers[0] == numbers[2]
        assert len(set(numbers)) == 3


def test_an_answer_to_nothing_that_is_known_stands_alone() -> None:
    one, two = record("answer1"), record("answer2")
    layout = lay_out([answer(0, "Done", one.id), answer(1, "Done", two.id)], [one, two])
    assert len(set(layout.texts.tolist())) == len(set(layout.sayings.tolist())) == 2


def test_nearly_the_same_text_is_another_text_and_the_same_saying() -> None:
    text = (
        "Where the council pays the caretaker from the second year on, wells are kept in repair and stay open all year"
    )
    near, far = text.replace("the second", "second"), text.replace("second", "third")
    records = [record(str(row)) for row in range(3)]
    layout = lay_out([passage(1, t, r) for t, r in zip((text, near, far), records, strict=True)], records)
    assert len(set(layout.texts.tolist())) == 3
    one, same, other = layout.sayings.tolist()
    assert one == same != other
