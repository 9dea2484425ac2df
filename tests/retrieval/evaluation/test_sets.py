from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.sets import check_records, load_set

HEADER = "query-id\tcorpus-id\tscore\n"


def test_only_judged_queries_are_kept_in_the_order_of_the_file(write_set: Callable[..., Path]) -> None:
    judged = load_set(write_set())
    assert judged.name == "small"
    assert list(judged.queries.items()) == [("q1", "exit strategies"), ("q2", "trade unions")]
    assert list(judged.qrels.items()) == [
        ("q1", {"lesson:1": 3, "lesson:2": 1, "lesson:3": 0}),
        ("q2", {"lesson:9": 2}),
    ]
    assert judged.no_answer == {"n1": "blowout preventers"}
    assert judged.unjudged == 1
    assert judged.graded


def test_no_answer_is_optional(write_set: Callable[..., Path]) -> None:
    assert load_set(write_set(no_answer=None)).no_answer == {}


def test_a_set_with_one_grade_is_binary(write_set: Callable[..., Path]) -> None:
    judged = load_set(write_set(qrels=HEADER + "q1\tlesson:1\t1\nq2\tlesson:2\t1\n"))
    assert not judged.graded
    assert judged.without_relevant() == ()


def test_queries_without_a_relevant_record_are_named(write_set: Callable[..., Path]) -> None:
    judged = load_set(write_set(qrels=HEADER + "q1\tlesson:1\t3\nq2\tlesson:2\t1\n"))
    assert judged.without_relevant() == ("q2",)


def test_negative_grades_count_as_not_relevant(write_set: Callable[..., Path]) -> None:
    judged = load_set(write_set(qrels=HEADER + "q1\tlesson:1\t3\nq1\tlesson:2\t-1\n"))
    assert judged.qrels["q1"] == {"lesson:1": 3, "lesson:2": 0}


def test_byte_order_mark_windows_line_ends_and_blank_lines_are_read(write_set: Callable[..., Path]) -> None:
    judged = load_set(write_set(qrels="\ufeff" + HEADER.replace("\n", "\r\n") + "\r\nq1\tlesson:1\t3\r\n"))
    assert judged.qrels == {"q1": {"lesson:1": 3}}


def test_a_line_separator_inside_a_text_is_no_line_end(write_set: Callable[..., Path]) -> None:
    folder = write_set(queries='{"_id": "q1", "text": "one\u2028two"}\n', qrels=HEADER + "q1\tlesson:1\t3\n")
    assert load_set(folder).queries == {"q1": "one\u2028two"}


@pytest.mark.parametrize(
    ("files", "line", "reason"),
    [
        ({"queries": '{"_id": "q1", "text": "one"}\n{"_id": "q2"\n'}, 2, "JSON"),
        ({"queries": '{"_id": "q1"}\n'}, 1, "text"),
        ({"queries": '{"_id": 1, "text": "one"}\n'}, 1, "_id"),
        ({"queries": '{"_id": "q1", "text": " "}\n'}, 1, "text"),
        ({"queries": '{"_id": "q1", "text": "one"}\n{"_id": "q1", "text": "two"}\n'}, 2, "twice"),
        ({"qrels": ""}, 1, "header"),
        ({"qrels": "q1\tlesson:1\t3\n"}, 1, "header"),
        ({"qrels": HEADER + "q1 lesson:1 3\n"}, 2, "3 fields"),
        ({"qrels": HEADER + "q1\t\t3\n"}, 2, "3 fields"),
        ({"qrels": HEADER + "q1\tlesson:1\t3\n\nq1\tlesson:2\thigh\n"}, 4, "whole number"),
        ({"qrels": HEADER + "q1\tlesson:1\t0.5\n"}, 2, "whole number"),
        ({"qrels": HEADER + "q1\tlesson:1\t11\n"}, 2, "above 10"),
        ({"qrels": HEADER + "q9\tlesson:1\t3\n"}, 2, "'q9' is not in queries.jsonl"),
        ({"qrels": HEADER + "q1\tlesson:1\t3\nq1\tlesson:1\t2\n"}, 3, "another grade"),
        ({"no_answer": "nothing\n"}, 1, "JSON"),
    ],
)
def test_broken_lines_are_named(write_set: Callable[..., Path], files: dict[str, str], line: int, reason: str) -> None:
    folder = write_set(**files)
    with pytest.raises(EvaluationError, match=rf"{next(iter(files))}.*, line {line}: .*{reason}") as caught:
        load_set(folder)
    assert caught.value.details["line"] == line


def test_text_that_is_not_utf8_is_named(write_set: Callable[..., Path]) -> None:
    folder = write_set()
    (folder / "queries.jsonl").write_bytes(b'{"_id": "q1", "text": "one"}\n{"_id": "q2", "text": "caf\xe9"}\n')
    with pytest.raises(EvaluationError, match="line 2: not UTF-8"):
        load_set(folder)


@pytest.mark.parametrize("qrels", [HEADER, HEADER + "q1\tlesson:1\t0\n"])
def test_a_set_without_anything_relevant_is_refused(write_set: Callable[..., Path], qrels: str) -> None:
    folder = write_set(qrels=qrels)
    with pytest.raises(EvaluationError, match="judges no record relevant"):
        load_set(folder)


def test_a_query_cannot_be_both_answerable_and_not(write_set: Callable[..., Path]) -> None:
    folder = write_set(no_answer='{"_id": "q2", "text": "trade unions"}\n')
    with pytest.raises(EvaluationError, match=r"repeats query ids.*q2"):
        load_set(folder)


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"lacks queries\.jsonl, qrels\.tsv") as caught:
        load_set(tmp_path / "nowhere")
    assert "BEIR" in caught.value.hint


def test_judged_records_must_be_in_the_collection(write_set: Callable[..., Path]) -> None:
    judged = load_set(write_set())
    check_records(judged, {"lesson:1", "lesson:2", "lesson:3", "lesson:9"}.__contains__)
    with pytest.raises(EvaluationError, match=r"2 of the 4 records .* lesson:1, lesson:9") as caught:
        check_records(judged, {"lesson:2", "lesson:3"}.__contains__)
    assert caught.value.details["unknown"] == ["lesson:1", "lesson:9"]


def test_the_development_set_loads(shared: Path) -> None:
    judged = load_set(shared / "eval" / "ilo_dev")
    assert judged.graded
    assert len(judged.queries) == 22
    assert judged.unjudged == 0
    assert judged.without_relevant() == ()
    assert len(judged.no_answer) == 4
    assert sum(map(len, judged.qrels.values())) == 765
