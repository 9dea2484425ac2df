"""`afterwise search`"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.indexer import index_extraction
from index.model import Document, Extraction, Facets, Kind, Part, Record
from index.settings import IndexSettings

Run = Callable[..., Any]

QUERY = "what worked for exit strategies"
BRACKETS = (
    "The [bold]exit strategy[/bold] was left [see annex 3] in a drawer [/] and nobody [red]read[/red] it :smile:."
)


@pytest.fixture(scope="module")
def brackets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one lesson full of what a terminal library reads as mark-up."""
    data = tmp_path_factory.mktemp("brackets")
    document = Document(id="x:evaluation:1", publisher="x", title="[link]Annexes[/link]", year=2020)
    record = Record(
        id="x:lesson:1",
        local_id="lesson:1",
        document_id=document.id,
        kind=Kind.LESSON,
        parts=(Part(name="text", text=BRACKETS, language="en"),),
        facets=Facets(countries=("[blink]Kenya[/blink]",)),
    )
    index_extraction("x", Extraction(documents=(document,), records=(record,)), data, IndexSettings())
    return data


def test_a_search_prints_cited_passages(process: Run, sample_data: Path) -> None:
    done = process("search", QUERY, "--data", sample_data, "--limit", "3", COLUMNS="120")
    assert done.code == 0
    assert done.err == ""
    assert re.search(r"^\d+ records match$", done.out, re.MULTILINE)
    assert re.findall(r"^(\d)\. [A-Z ]+  20\d\d", done.out, re.MULTILINE) == ["1", "2", "3"]
    assert "exit strategy" in done.out
    assert "ILO, “" in done.out
    assert re.search(r"^   ilo:[a-z_]+:9\d+$", done.out, re.MULTILINE)


@pytest.mark.parametrize(
    ("options", "parameters"),
    [
        ([], {}),
        (
            ["--filter", "kind=lesson", "--filter", "kind=recommendation", "--filter", "year=2019-", "--limit", "4"],
            {"kind": ["lesson", "recommendation"], "year": "2019-", "limit": 4},
        ),
        (["--offset", "3", "--explain", "--fusion", "rrf"], {"offset": 3, "explain": "true", "fusion": "rrf"}),
        (["--per-evaluation", "0"], {"per_evaluation": 0}),
    ],
)
def test_json_is_the_answer_of_the_api(
    options: list[str], parameters: dict[str, str | int], afterwise: Run, client: TestClient, sample_data: Path
) -> None:
    done = afterwise("search", QUERY, "--data", sample_data, "--json", *options)
    assert done.code == 0
    assert done.json == client.get("/v1/search", params={"q": QUERY, **parameters}).json()


def test_json_of_a_process_of_its_own_is_the_answer_of_the_api_too(
    process: Run, client: TestClient, sample_data: Path
) -> None:
    done = process("search", QUERY, "--data", sample_data, "--json")
    assert (done.code, done.err) == (0, "")
    assert done.json == client.get("/v1/search", params={"q": QUERY}).json()


def test_no_answer_is_told_in_words_and_is_no_failure(afterwise: Run, sample_data: Path) -> None:
    done = afterwise("search", "tuning a violin for baroque music", "--data", sample_data)
    assert done.code == 0
    assert done.out.startswith("No strong evidence for this in the collection.")


def test_an_explanation_shows_both_legs(afterwise: Run, sample_data: Path) -> None:
    done = afterwise("search", QUERY, "--data", sample_data, "--limit", "1", "--explain")
    line = (
        r"score ([\d.]+) = BM25 [\d.]+ \(place \d+\) → ([\d.]+) \+ cosine [\d.]+ \(place \d+\) → ([\d.]+) "
        r"\+ neighbours ([\d.]+); evidence"
    )
    said = re.search(line, " ".join(done.out.split()))
    assert said is not None
    score, *shares = map(float, said.groups())
    assert score == pytest.approx(sum(shares), abs=2e-4)


def test_timings_go_to_standard_error(afterwise: Run, sample_data: Path) -> None:
    done = afterwise("search", QUERY, "--data", sample_data, "--json", "--timings")
    assert done.json["hits"]
    assert re.search(r"encode [\d.]+ ms", done.err)


def test_published_brackets_are_printed_as_they_are(afterwise: Run, brackets: Path) -> None:
    done = afterwise("search", "exit strategy left in a drawer", "--data", brackets)
    assert done.out.startswith("1 record matches\n")
    assert BRACKETS in done.out
    assert "[blink]Kenya[/blink]" in done.out
    assert "X, “[link]Annexes[/link]”, 2020, lesson" in done.out


@pytest.mark.parametrize("columns", [20, 80, 300])
def test_terminals_of_every_width_show_every_word(columns: int, afterwise: Run, sample_data: Path) -> None:
    done = afterwise("search", QUERY, "--data", sample_data, "--limit", "2", columns=columns)
    assert done.code == 0
    assert max(map(len, done.out.splitlines())) <= columns
    shown = "".join(done.out.split())
    for hit in afterwise("search", QUERY, "--data", sample_data, "--limit", "2", "--json").json["hits"]:
        assert "".join(hit["text"].split()) in shown
        assert hit["record_id"] in shown
        assert "".join(hit["citation"].split()) in shown


def test_a_terminal_that_knows_no_accents_is_no_reason_to_fail(process: Run, sample_data: Path) -> None:
    done = process("search", "les stratégies de sortie", "--data", sample_data, PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert "strat\\xe9gie" in done.out


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_a_reader_that_stops_early_is_no_traceback(as_json: list[str], start: Run, sample_data: Path) -> None:
    running = start("search", QUERY, "--data", sample_data, "--limit", "100", *as_json)
    running.stdout.readline()
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait() in {0, 1}


@pytest.fixture(scope="module")
def corroborated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one lesson of three evaluations, once in nearly the same words."""
    data = tmp_path_factory.mktemp("corroborated")
    said = (
        "Mills that the miners' wives own and run keep grinding after the project, as the women set the price, pay the "
        "mechanic every month and turn nobody away who comes with a full sack."
    )
    texts = {1: said, 2: said.upper(), 3: said.replace("pay the", "also pay the")}
    documents = tuple(
        Document(id=f"x:evaluation:{n}", publisher="x", title=title, number=str(n), year=2020 + n)
        for n, title in zip(texts, ("Mills in Chad", "Mills in Mali", "Grain"), strict=True)
    )
    records = tuple(
        Record(
            id=f"x:lesson:{n}",
            local_id=f"lesson:{n}",
            document_id=f"x:evaluation:{n}",
            kind=Kind.LESSON,
            parts=(Part(name="text", text=text, language="en"),),
            facets=Facets(countries=("Chad",) if n == 1 else ("Mali",)),
        )
        for n, text in texts.items()
    )
    index_extraction("x", Extraction(documents=documents, records=records), data, IndexSettings())
    return data


def test_who_else_says_it_stands_in_one_line(afterwise: Run, corroborated: Path) -> None:
    done = afterwise("search", "mills that women own and run", "--data", corroborated)
    assert "Said by 3 evaluations in 2 countries, in 3 records" in done.out
    assert len(re.findall(r"^   Also: X, “Mills", done.out, re.MULTILINE)) == 1
    assert len(re.findall(r"^   Also, in nearly the same words: X, “Grain", done.out, re.MULTILINE)) == 1
    told = afterwise("search", "mills that women own and run", "--data", corroborated, "--json").json["hits"]
    assert [hit["corroboration"] for hit in told] == [{"evaluations": 3, "countries": ["Chad", "Mali"], "records": 3}]
    assert sorted((one["exact"], one["text"] is None) for one in told[0]["also"]) == [(False, False), (True, True)]
