"""A test collection's corpus becomes an index like every other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.generation import current, folder_of
from index.indexer import index_extraction
from index.opened import open_generation
from index.settings import IndexSettings
from retrieval.errors import EvaluationError
from retrieval.evaluation.beir import CorpusDocument, load_beir
from retrieval.evaluation.corpus import index_corpus, to_records
from retrieval.evaluation.engine import Engine, Options
from retrieval.evaluation.evaluate import evaluate
from retrieval.search import Searcher

WriteSet = Callable[..., Path]

CORPUS = """{"_id": "d/1", "title": "Bees", "text": "Varroa mites weaken colonies of honey bees."}
{"_id": "d 2", "title": "", "text": "Boats are insured before the monsoon."}
{"_id": "d~3%", "title": "Only a title about tunnels", "text": " "}
{"_id": "4", "title": "", "text": ""}
"""


def entry(id_: str, title: str = "", text: str = "text") -> CorpusDocument:
    return CorpusDocument.model_validate({"_id": id_, "title": title, "text": text})


def test_titles_stand_above_texts_and_alone_where_there_is_no_text() -> None:
    extraction = to_records([entry("a", "Bees", "Mites."), entry("b", "Bees", " "), entry("c", "", "Mites.")])
    assert [record.title for record in extraction.records] == ["Bees", None, None]
    assert [record.parts[0].text for record in extraction.records] == ["Mites.", "Bees", "Mites."]
    assert [document.title for document in extraction.documents] == ["Bees", "Bees", "c"]


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1), unique=True, max_size=5))
def test_any_ids_give_identifiers_of_their_own(ids: list[str]) -> None:
    records = to_records(entry(id_) for id_ in ids).records
    assert [record.local_id for record in records] == ids
    assert len({record.id for record in records}) == len(ids)


@pytest.fixture
def folder(write_beir: WriteSet) -> Path:
    qrels = "query-id\tcorpus-id\tscore\n1\td/1\t1\n2\td~3%\t1\n"
    queries = '{"_id": "1", "text": "mites of bees"}\n{"_id": "2", "text": "tunnels"}\n'
    return write_beir(corpus=CORPUS, queries=queries, qrels=qrels)


def test_a_corpus_is_indexed_searched_and_measured(folder: Path, tmp_path: Path, searcher: Searcher) -> None:
    data = tmp_path / "data"
    index_corpus(folder, data, IndexSettings())
    opened = open_generation(data)
    assert opened.manifest.records == {"other": 4}
    assert opened.manifest.passages == 3
    judged = load_beir(folder)
    names = {record for grades in judged.qrels.values() for record in grades}
    engine = Engine(Searcher(opened, searcher.encoder, searcher.settings), names, Options())
    assert [engine.rank(text)[0][0] for text in judged.queries.values()] == ["d/1", "d~3%"]
    evaluation = evaluate(engine.rank, judged)
    assert {score.mean.mean for score in evaluation.scores if score.measure.label == "nDCG@10"} == {1.0}


def test_a_corpus_is_never_mixed_with_another_collection(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    index_extraction("exports/lessons.csv", to_records([entry("a")]), data, IndexSettings())
    with pytest.raises(EvaluationError, match=r"data holds another collection \(exports/lessons\.csv\)"):
        index_corpus(folder, data, IndexSettings())
    assert open_generation(data).manifest.passages == 1


def test_an_unchanged_corpus_is_not_indexed_again(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    index_corpus(folder, data, IndexSettings())
    name = current(data)
    assert name is not None
    written = (folder_of(data, name) / "manifest.json").stat().st_mtime_ns
    index_corpus(folder, data, IndexSettings())
    assert current(data) == name
    assert (folder_of(data, name) / "manifest.json").stat().st_mtime_ns == written
    (folder / "corpus.jsonl").write_text(CORPUS.replace("honey", "wild"), encoding="utf-8")
    index_corpus(folder, data, IndexSettings())
    assert current(data) != name
