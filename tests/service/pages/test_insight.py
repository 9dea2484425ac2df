"""The page for those who run the service."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from index.indexer import index
from index.settings import IndexSettings
from service.access.caller import Scope
from service.access.keys import KeyStore
from service.app import create_app
from service.settings import ServiceSettings
from service.usage.events import OpenedRecord, Searched, today
from service.usage.store import FILE, UsageStore

HOSTILE = "<script>alert(1)</script> \u202e =1+1"


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    """A folder whose service was used."""
    data = Path(shutil.copytree(sample_data, tmp_path / "data"))
    events = [Searched(today(), "exit", "en", answered=True)] * 3
    events += [Searched(today(), HOSTILE, "fr", answered=False)]
    opened = [OpenedRecord(today(), "ilo:lesson:910063")] * 2 + [OpenedRecord(today(), "ilo:lesson:1")]
    UsageStore(data, days=30).add([*events, *opened], today())
    return data


def desk(data: Path, *groups: str, **settings: str) -> TestClient:
    """Talks to the service as those who run it."""
    _, key = KeyStore(data).create(f"desk {' '.join(groups)}", [Scope.SEARCH, Scope.ADMIN], groups)
    app = create_app(data, ServiceSettings(insight=True, **settings))
    return TestClient(app, headers={"Authorization": f"Bearer {key}"})


@pytest.fixture
def service(data: Path) -> Iterator[TestClient]:
    with desk(data, "*", usage="queries") as client:
        yield client


def section(client: TestClient, head: str, path: str = "/insight") -> str:
    """The text of a section of the page, on one line."""
    page = LexborHTMLParser(client.get(path).text)
    return " ".join(page.css_first(f"section[aria-labelledby={head}]").text(separator=" ").split())


def test_it_is_off_unless_set(client: TestClient) -> None:
    assert client.get("/insight", headers={"Accept": "text/html"}).status_code == 404


def test_it_is_for_those_who_run_the_service(service: TestClient, data: Path) -> None:
    _, reader = KeyStore(data).create("reader", [Scope.SEARCH])
    refused = service.get("/insight", headers={"Authorization": f"Bearer {reader}", "Accept": "text/html"})
    assert refused.status_code == 403
    del service.headers["Authorization"]
    asked = service.get("/insight", headers={"Accept": "text/html"})
    assert asked.status_code == 401
    assert asked.headers["WWW-Authenticate"].startswith("Basic ")
    assert service.get("/insight", auth=("anybody", reader)).status_code == 403


def test_use_is_shown_in_pictures_and_in_tables(service: TestClient) -> None:
    weeks = section(service, "weeks-head")
    assert re.search(r"\d{4}-W\d{2}: 4 searches, 1 without a good answer", weeks)
    assert re.search(r"Week Searches Without a good answer \d{4}-W\d{2} 4 1", weeks)
    assert "ilo:lesson:910063 Leaving Well" in section(service, "opened-head")
    assert "ilo:lesson:1 1" in section(service, "opened-head")
    assert "French 21 1" in section(service, "languages-head")


def test_what_was_asked_shows_as_text(service: TestClient) -> None:
    assert "<script>alert(1)</script>" in section(service, "unanswered-head")
    assert "<script>alert" not in service.get("/insight").text


def test_coverage_can_be_narrowed_to_years(service: TestClient) -> None:
    page = LexborHTMLParser(service.get("/insight").text)
    assert len(page.css("svg.heat")) == 3
    for picture in page.css("svg"):
        named = picture.attributes["aria-labelledby"] or ""
        assert picture.attributes["role"] == "img"
        assert all(page.css_first(f"#{one}").text() for one in named.split())
    period = page.css(".periods a")[1].attributes["href"] or ""
    assert re.fullmatch(r"/insight\?from=\d{4}&to=\d{4}", period)
    narrowed = LexborHTMLParser(service.get(period).text)
    assert narrowed.css_first(".periods [aria-current]").attributes["href"] == period

    def most(of: LexborHTMLParser) -> int:
        return sum(int(cell.text()) for cell in of.css(".drawn")[1].css("td") if cell.text())

    year = LexborHTMLParser(service.get("/insight?from=2021&to=2021").text)
    assert 0 < most(year) < most(narrowed) <= most(page)


def test_sources_are_named_without_their_path(service: TestClient, data: Path) -> None:
    sources = section(service, "sources-head")
    assert "lessons_learned.csv" in sources
    assert str(data) not in service.get("/insight").text


def test_without_texts_it_says_so(data: Path) -> None:
    with desk(data, usage="counts") as client:
        assert "keeps no texts of questions" in section(client, "unanswered-head")
        assert "alert(1)" not in client.get("/insight").text


def test_what_cannot_be_read_is_named_and_the_rest_is_shown(data: Path) -> None:
    (data / FILE).write_bytes(b"no database at all, but long enough to be read as one" * 20)
    (data / "catalog.sqlite").unlink()
    with desk(data) as client:
        page = LexborHTMLParser(client.get("/insight").text)
    troubles = " ".join(one.text() for one in page.css(".trouble"))
    assert "usage.sqlite" in troubles
    assert "catalog.sqlite" in troubles
    assert len(page.css("svg.heat")) == 3


@pytest.mark.parametrize("language", ["fr", "es"])
def test_it_speaks_the_reader_s_language_and_is_kept_by_nobody(language: str, service: TestClient) -> None:
    response = service.get(f"/insight?ui={language}")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Language"] == language
    assert "Use and coverage" not in response.text


def test_who_may_not_see_a_record_is_not_told_that_it_is_read(
    data: Path, settings: IndexSettings, sample: Path
) -> None:
    """Those who run the service need not see every document."""
    index([sample / "lessons_learned.csv"], data, settings, visibility="group:hr")
    _, every = KeyStore(data).create("every", [Scope.SEARCH, Scope.ADMIN], ["*"])
    client = desk(data, usage="queries")
    told = client.get("/insight").text
    assert "ilo:lesson:910063" not in told
    assert "ilo:lesson:1<" not in told  # it is gone, and nobody knows for whom it was
    assert "lessons_learned.csv" not in told
    assert "planned_evaluations.csv" in told
    told = client.get("/insight", headers={"Authorization": f"Bearer {every}"}).text
    assert "ilo:lesson:910063" in told
    assert "lessons_learned.csv" in told
