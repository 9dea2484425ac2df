"""A small collection in which everything can give something away: links, doubles, rare words, acronyms, titles."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import index.indexer
import service.runtime
from index.encoders.load import load_encoder
from index.indexer import alone, bring_up_to_date
from index.jobs.model import Task
from index.jobs.queue import JobQueue
from index.model import Document, Extraction, Facets, Kind, Link, Part, Polarity, Problem, Record, Relation
from index.progress import Silent
from index.publishers.linking import target_by_subject
from index.settings import IndexSettings
from service.access.caller import Caller, Scope
from service.access.keys import KeyStore
from service.access.senders import note_sender
from service.access.settings import AccessSettings
from service.app import create_app
from service.jobs import UPLOADED
from service.settings import ServiceSettings

_COUNTRIES = {"a": ("Fiji",), "b": ("Samoa",), "c": ("Fiji", "Tonga"), "d": ("Kiribati",), "e": ("Samoa",)}
_THEMES = {"a": ("Ports",), "b": ("Ports", "Fisheries"), "c": ("Skills",), "d": ("Fisheries",), "e": ("Skills",)}
_TITLES = {
    "a": "Harbour works: final evaluation",
    "b": "Reef fisheries: midterm evaluation",
    "c": "Skills for harbour pilots",
    "d": "Reef fisheries: ex-post study",
    "e": "Review of the ferry programme",
    "f": "Management response to the review of the ferry programme",
    "g": "Review of the ferry programme",
    "h": "Audit of the xylophone fund",
}
KEEPER = (
    "Where the island council pays a keeper for the wells from the second year on, the pumps are kept in repair and "
    "the households go on drawing clean water when the project has gone."
)
_TEXTS = {
    "a-1": KEEPER,
    "b-1": KEEPER.replace("the households", "households"),
    "c-1": KEEPER,
    "a-2": "The Pacific Harbour Authority (PHA) trained pilots, and the ferries berthed on time.",
    "b-2": "Fish wardens of the Reef Guard Service (RGS) were not paid, and the reef was fished empty.",
    "d-1": "The Remote Guard Scheme (RGS) failed because nobody paid the wardens of the reef.",
    "d-2": "Quaysides crumble without dredging; dredgers were hired too late.",
    "h-1": "The xylophone budget of the zither bureau was spent twice, and nobody paid it back.",
    "c-2": "Pilots who were trained at sea stayed; pilots trained ashore left for other harbours.",
    "g-1": "Fares of the ferry did not cover its fuel.",
}


def _document(name: str, visibility: str) -> Document:
    return Document(
        id=f"own:evaluation:{name}",
        publisher="own",
        title=_TITLES[name],
        number=f"N-{name}",
        year=2010 + ord(name) - ord("a"),
        stage="planned" if name == "g" else "completed",
        language="en",
        visibility=visibility,
        facets=Facets(countries=_COUNTRIES.get(name, ()), themes=_THEMES.get(name, ())),
    )


def _record(kind: Kind, name: str, text: str, **more: object) -> Record:
    return Record(
        id=str(more.pop("id", f"own:{kind}:{name}")),
        local_id=str(more.pop("local_id", f"{kind}:{name}")),
        document_id=f"own:evaluation:{name[0]}",
        kind=kind,
        parts=(Part(name="text", text=text, language="en"),),
        **more,
    )


def _linked(kind: Kind, name: str, text: str, target: str, **more: object) -> Record:
    relation = Relation.RESPONDS_TO if kind is Kind.MANAGEMENT_RESPONSE else Relation.ACTS_ON
    return _record(kind, name, text, links=(Link(relation=relation, target=target),), **more)


def _records() -> list[Record]:
    recommendation, response = Kind.RECOMMENDATION, Kind.MANAGEMENT_RESPONSE
    found = [
        _record(Kind.LESSON, name, text, polarity=Polarity.CHALLENGE if " not " in text else Polarity.SUCCESS)
        for name, text in _TEXTS.items()
    ]
    found += [
        # The same number in two publications, and answers in other documents than what they answer.
        _record(recommendation, "a-r", "Pay the harbour pilots from port fees.", local_id="recommendation:1"),
        _record(recommendation, "d-r", "Hire dredgers before the rains.", local_id="recommendation:1"),
        _linked(response, "b-m", "Agreed: fees were raised.", "own:recommendation:a-r", status="Accepted"),
        _linked(Kind.KEY_ACTION, "c-k", "The fee order was signed in May.", "own:management_response:b-m"),
        _linked(response, "h-m", "Rejected: dredgers cost more than ferries.", "own:recommendation:d-r", status="No"),
        # A paper that names the one it answers by a title that two have.
        _record(recommendation, "e-r", "Sell tickets before boarding.", id="own:evaluation:e:1"),
        _linked(response, "f-m", "Tickets are sold ashore.", target_by_subject("own", _TITLES["e"], "1")),
    ]
    return found


RECORDS = _records()


def _source(name: str, visibility: str) -> Extraction:
    """The document of this name and its records, and a row that could not be used."""
    document = _document(name, visibility)
    records = tuple(one for one in RECORDS if one.document_id == document.id)
    problem = Problem(file=f"{name}.json", where="row 9", reason=f"nothing of {_TITLES[name]}")
    return Extraction(documents=(document,), records=records, problems=(problem,))


def index_collection(data: Path, visibilities: Mapping[str, str]) -> None:
    """Index the documents named, each of a source that somebody sent, with its visibility."""
    queue = JobQueue(data)
    with alone(data) as catalog:
        run = catalog.next_run()
        for name, one in visibilities.items():
            catalog.take_in(f"{UPLOADED}{name}.json", one, run, _source(name, one))
        bring_up_to_date(data, catalog, IndexSettings(), False, Silent())
        catalog.finish_run(run)
    for name in visibilities:
        task = Task(kind="ingest", target=f"{UPLOADED}{name}.json", name=f"{name}.json", form="records")
        note_sender(data, Caller("key:somebody else", frozenset()), queue.accept(task, io.BytesIO(b"{}")).job.id)


CALLERS: Mapping[str, tuple[str, ...] | None] = {
    "nobody": None,
    "staff": (),
    "a": ("a",),
    "a and b": ("a", "b"),
    "all": ("*",),
}


@pytest.fixture(scope="module", autouse=True)
def one_encoder() -> Iterator[None]:
    """The same encoder for every index and every service of these tests: loading it takes longer than all the rest."""
    with pytest.MonkeyPatch.context() as patch:
        kept = lru_cache(load_encoder)
        patch.setattr(index.indexer, "load_encoder", kept)
        patch.setattr(service.runtime, "load_encoder", kept)
        yield


@pytest.fixture(scope="module")
def encoded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The vectors of all texts, so that no index encodes them again."""
    data = tmp_path_factory.mktemp("encoded")
    index_collection(data, dict.fromkeys(_TITLES, "public"))
    return data / "vectors.sqlite"


@pytest.fixture(scope="module")
def headers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, str]]]:
    """A file of keys, and the headers of each caller."""
    data = tmp_path_factory.mktemp("keys")
    store = KeyStore(data)
    made = {
        name: {"Authorization": f"Bearer {store.create(name, Scope, groups)[1]}"} if groups is not None else {}
        for name, groups in CALLERS.items()
    }
    return data / "access.sqlite", made


Serve = Callable[..., TestClient]


@pytest.fixture
def serve(
    encoded: Path, headers: tuple[Path, dict[str, dict[str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> Serve:
    """Talks as a caller to a service over documents with these visibilities."""

    def made(visibilities: Mapping[str, str], caller: str, **access: object) -> TestClient:
        data = tmp_path_factory.mktemp("view")
        shutil.copy(encoded, data)
        shutil.copy(headers[0], data)
        index_collection(data, visibilities)
        settings = ServiceSettings(usage="off", insight=True, worker=False)
        given = {"rate_per_caller": "", "rate_per_address": "", **access}
        app = create_app(data, settings, AccessSettings(**given))
        return TestClient(app, headers=headers[1][caller], raise_server_exceptions=False, follow_redirects=False)

    return made
