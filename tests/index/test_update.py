"""A generation made from the one before is the generation that a whole build gives."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index import update
from index.encoders.base import Encoder
from index.generation import Manifest, current, folder_of, read_manifest
from index.indexer import index_extraction
from index.model import Document, Extraction, Facets, Kind, Link, Part, Record, Relation
from index.opened import Opened, open_generation
from index.settings import IndexSettings
from index.view import restrict
from index.visibility import EVERYBODY
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from retrieval.settings import SearchSettings

_SENTENCE = (
    "Local staff were trained before the project ended so that the district office could keep the seed bank open and "
    "pay its two guards from fees"
)
TEXTS = [
    _SENTENCE,
    f"{_SENTENCE}.",
    _SENTENCE.replace("Local staff", "The local staff"),
    _SENTENCE.replace("trained", "clearly trained"),
    _SENTENCE.replace("two guards", "three guards"),
    _SENTENCE.upper(),
    "Agreed.",
    "agreed",
    "Done",
    "The exit strategy (ES) came late.",
    "An exit plan needs an owner, a date and money.",
    "Née en 2019, la coopérative a survécu.",
]


class Office:
    """Sources that change at random, each with documents and records of its own."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.sources: dict[str, dict[str, Record]] = {}
        self.titles: dict[str, str] = {}
        first = Part(name="text", text=TEXTS[0])
        name = "made:evaluation:0"  # never without text
        always = Record(id="made:record:99", local_id="99", document_id=name, kind=Kind.LESSON, parts=(first,))
        self.sources[name] = {always.id: always}
        for _ in range(self._chance.randint(5, 15)):
            self._put()

    def change(self) -> str:
        """Change one thing; the name of the source that changed."""
        chance, full = self._chance, [name for name in sorted(self.sources) if len(self.sources[name]) > 1]
        what = chance.choice(["put", "put", "drop", "title"])
        if what == "drop" and full:
            name = chance.choice(full)
            del self.sources[name][min(self.sources[name], key=lambda one: (one == "made:record:99", chance.random()))]
            return name
        if what == "title":
            name = chance.choice(sorted(self.sources))
            self.titles[name] = chance.choice(["Final evaluation", "Mid-term review of seeds", "Évaluation finale"])
            return name
        return self._put()

    def _put(self) -> str:
        chance = self._chance
        name = f"made:evaluation:{chance.randrange(4)}"
        number = chance.randrange(30)
        kind = chance.choice([Kind.LESSON, Kind.RECOMMENDATION, Kind.MANAGEMENT_RESPONSE, Kind.KEY_ACTION])
        target = f"made:record:{chance.randrange(30)}"
        answers = kind in (Kind.MANAGEMENT_RESPONSE, Kind.KEY_ACTION)
        id_ = f"made:record:{number}"
        for others in self.sources.values():
            others.pop(id_, None)
        self.sources.setdefault(name, {})[id_] = Record(
            id=id_,
            local_id=f"record:{number}",
            document_id=name,
            kind=kind,
            title=chance.choice([None, "Exit", "Owners of the plan"]),
            parts=tuple(
                Part(name="text", text=chance.choice(TEXTS), language=chance.choice(["en", "fr", None]))
                for _ in range(chance.randint(0, 2))
            ),
            facets=Facets(countries=tuple(sorted(chance.sample(["Jordan", "Niger", "Peru"], chance.randint(0, 2))))),
            links=(Link(relation=Relation.RESPONDS_TO, target=target),) if answers and target != id_ else (),
        )
        return name

    def extraction(self, name: str) -> Extraction:
        title = self.titles.get(name, "Evaluation of the seed bank")
        stage = "planned" if name.endswith("3") and title.startswith("Mid") else "completed"
        document = Document(id=name, publisher="made", title=title, language="en", stage=stage)  # type: ignore[arg-type]
        return Extraction(documents=(document,), records=tuple(self.sources[name].values()))


@pytest.fixture(scope="module")
def kept(encoder: Encoder, settings: IndexSettings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with the vectors of everything that an office can say."""
    data = tmp_path_factory.mktemp("kept")
    document = Document(id="made:evaluation:0", publisher="made", title="All")
    titles = [None, "Exit", "Owners of the plan"]
    records = [
        Record(
            id=f"made:record:{number}",
            local_id=str(number),
            document_id=document.id,
            kind=Kind.LESSON,
            title=title,
            parts=tuple(Part(name="text", text=text) for text in TEXTS),
        )
        for number, title in enumerate(titles)
    ]
    index_extraction("all", Extraction(documents=(document,), records=tuple(records)), data, settings)
    return data / "vectors.sqlite"


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Collections of a dozen records may change by any number of them."""
    monkeypatch.setattr(update, "_FROM", 0)
    monkeypatch.setattr(update, "_MOST", 0.01)
    monkeypatch.setattr(update, "_WORDS_BEHIND", 0.01)


def folder(tmp: Path, kept: Path) -> Path:
    tmp.mkdir(parents=True)
    shutil.copy(kept, tmp)
    return tmp


def manifest_of(data: Path) -> Manifest:
    name = current(data)
    assert name is not None
    return read_manifest(folder_of(data, name), "")


def same_generation(one: Path, other: Path) -> None:
    """Every array, facet and table says the same; words are those of the generation that they were learnt in."""
    mine, theirs = manifest_of(one), manifest_of(other)
    assert mine.content == theirs.name == theirs.content
    told = {"name", "words_from", "words_behind", "files"}
    assert mine.model_dump(exclude=told) == theirs.model_dump(exclude=told)
    folders = folder_of(one, mine.name), folder_of(other, theirs.name)
    assert mine.files.keys() == theirs.files.keys()
    for file in mine.files:
        if file.startswith(("words/", "store.")):
            continue
        if file == "layout.npz":
            arrays = [np.load(some / file, allow_pickle=False) for some in folders]
            assert {name: arrays[0][name].tolist() for name in arrays[0]} == {
                n: arrays[1][n].tolist() for n in arrays[1]
            }
        else:
            assert (folders[0] / file).read_bytes() == (folders[1] / file).read_bytes(), file
    assert tables(folders[0]) == tables(folders[1])


def tables(folder: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(folder / "store.sqlite")) as db:
        names = ("documents", "records", "links", "forms", "withdrawn")
        found = {name: sorted(db.execute(f"SELECT * FROM {name}")) for name in names}
        numbers = np.load(folder / "store.rows.npy").tolist()
        passages = {number: rest for number, *rest in db.execute("SELECT * FROM passages")}
        assert len(passages) == len(numbers)
    return found | {"passages": [passages[number] for number in numbers]}


@pytest.mark.usefixtures("patient")
@given(seed=st.integers(0, 2**32 - 1))
@hypothesis_settings(max_examples=4)
def test_any_change_gives_what_a_whole_build_gives(
    seed: int, kept: Path, settings: IndexSettings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tmp, office = tmp_path_factory.mktemp("office"), Office(seed)
    data = folder(tmp / "changed", kept)
    made_from = 0
    for turn in range(4):
        changed = [office.change() for _ in range(2)] if turn else sorted(office.sources)
        for name in sorted(office.sources) if turn == 1 else dict.fromkeys(changed):  # all once: records move
            index_extraction(name, office.extraction(name), data, settings)
        whole = folder(tmp / f"whole{turn}", kept)
        shutil.copy(data / "catalog.sqlite", whole)
        index_extraction("nothing", Extraction(), whole, settings)
        same_generation(data, whole)
        made_from += manifest_of(data).words_behind > 0
    assert made_from


@pytest.mark.usefixtures("patient")
def test_answers_are_those_of_a_whole_build(
    kept: Path, settings: IndexSettings, encoder: Encoder, tmp_path: Path
) -> None:
    office, data = Office(5), folder(tmp_path / "changed", kept)
    for name in sorted(office.sources):
        index_extraction(name, office.extraction(name), data, settings)
    for _ in range(5):
        name = office.change()
        index_extraction(name, office.extraction(name), data, settings)
    whole = folder(tmp_path / "whole", kept)
    shutil.copy(data / "catalog.sqlite", whole)
    index_extraction("nothing", Extraction(), whole, settings)
    assert manifest_of(data).words_behind > 0
    found = [answers(open_generation(one), encoder) for one in (data, whole)]
    assert found[0] == found[1]
    assert any(one["hits"] for one in found[0])


def answers(opened: Opened, encoder: Encoder) -> list[dict[str, Any]]:
    searcher = Searcher(opened, encoder, SearchSettings())
    with closing(opened.store):
        asked = ["exit plan", "who pays the guards of the seed bank", '"seed bank"', "coopérative", "agreed"]
        return [
            searcher.search(SearchRequest(query=query, filters={}, explain=True)).model_dump(exclude={"generation"})
            for query in asked
        ]


def test_a_small_collection_is_built_as_a_whole(kept: Path, settings: IndexSettings, tmp_path: Path) -> None:
    """That takes seconds, and its words are learnt at once."""
    office, data = Office(1), folder(tmp_path / "data", kept)
    for name in sorted(office.sources):
        manifest = index_extraction(name, office.extraction(name), data, settings)
        assert (manifest.words_behind, manifest.words_from, manifest.content) == (0, "", manifest.name)


@pytest.mark.usefixtures("patient")
def test_what_stays_is_neither_cut_nor_encoded_again(
    kept: Path, settings: IndexSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, data = Office(2), folder(tmp_path / "data", kept)
    for name in sorted(office.sources):
        index_extraction(name, office.extraction(name), data, settings)
    (data / "vectors.sqlite").unlink()  # nothing is looked up either
    read: list[str] = []
    plainly = update.encode_passages

    def noting(data: Path, texts: Any, *rest: Any) -> Any:
        read.extend(texts)
        return plainly(data, texts, *rest)

    monkeypatch.setattr(update, "encode_passages", noting)
    extraction = office.extraction("made:evaluation:0")
    fresh = Record(
        id="made:record:new", local_id="new", document_id="made:evaluation:0", kind=Kind.LESSON,
        parts=(Part(name="text", text="A text that nobody has seen."),),
    )  # fmt: skip
    wider = extraction.model_copy(update={"records": (*extraction.records, fresh)})
    manifest = index_extraction("made:evaluation:0", wider, data, settings)
    assert read == ["A text that nobody has seen."]
    assert manifest.words_behind > 0


@pytest.mark.usefixtures("patient")
def test_a_rebuild_learns_the_words_too(kept: Path, settings: IndexSettings, tmp_path: Path) -> None:
    from index.indexer import index

    office, data = Office(3), folder(tmp_path / "data", kept)
    for name in sorted(office.sources):
        index_extraction(name, office.extraction(name), data, settings)
    for _ in range(3):
        name = office.change()
        index_extraction(name, office.extraction(name), data, settings)
    behind = manifest_of(data)
    (tmp_path / "empty.csv").write_text("")
    report = index([tmp_path / "empty.csv"], data, settings, rebuild=True)
    after = manifest_of(data)
    assert behind.words_behind > 0
    assert (after.words_behind, after.name, report.generation) == (0, behind.content, after.name)


@pytest.mark.usefixtures("patient")
def test_words_of_documents_that_were_hidden_go_with_the_last_of_them(
    kept: Path, settings: IndexSettings, tmp_path: Path
) -> None:
    """Whoever sees all that is left would else be offered words that they were never to see."""
    office, data = Office(4), folder(tmp_path / "data", kept)
    for name in sorted(office.sources):
        index_extraction(name, office.extraction(name), data, settings)

    def hidden(name: str) -> Extraction:
        document = Document(id=f"made:evaluation:{name}", publisher="made", title=name, visibility="group:hr")
        part = Part(name="text", text=TEXTS[9])
        record = Record(
            id=f"made:record:{name}", local_id=name, document_id=document.id, kind=Kind.LESSON, parts=(part,)
        )
        return Extraction(documents=(document,), records=(record,))

    index_extraction("hidden-1", hidden("xylophone"), data, settings)
    whole = index_extraction("hidden-2", hidden("zither"), data, settings)
    one_left = index_extraction("hidden-2", Extraction(), data, settings)
    assert min(whole.words_behind, one_left.words_behind) > 0
    none_left = index_extraction("hidden-1", Extraction(), data, settings)
    assert none_left.words_behind == 0
    words = open_generation(data).words.forms["en"]
    assert "xylophone" not in words
    assert "zither" not in words


@pytest.mark.usefixtures("patient")
def test_a_document_that_is_hidden_is_hidden_by_the_next_generation(
    kept: Path, settings: IndexSettings, tmp_path: Path
) -> None:
    """Also by one that is made from the one before, in which everybody could see it."""
    office, data = Office(5), folder(tmp_path / "data", kept)
    for name in sorted(office.sources):
        index_extraction(name, office.extraction(name), data, settings)

    def own(visibility: str) -> Manifest:
        document = Document(id="made:evaluation:own", publisher="made", title="Xylophones", visibility=visibility)
        part = Part(name="text", text=TEXTS[9])
        record = Record(id="made:record:own", local_id="own", document_id=document.id, kind=Kind.LESSON, parts=(part,))
        return index_extraction("own", Extraction(documents=(document,), records=(record,)), data, settings)

    for visibility, seen in (("public", True), ("group:hr", False), ("public", True)):
        own(visibility)
        everybody = restrict(open_generation(data), EVERYBODY)
        assert (everybody.store.record("made:record:own") is not None) is seen
        assert seen or "xylophones" not in everybody.words.forms["en"]
