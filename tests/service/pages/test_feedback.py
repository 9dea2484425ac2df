"""A word on a hit, said with a form and without a script."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from service.app import create_app
from service.feedback.store import FeedbackStore
from service.feedback.votes import StoredVote
from service.settings import ServiceSettings

PATH = "/?q=exit+strategies&kind=lesson&sort=newest&ui=fr"


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


@pytest.fixture
def service(data: Path) -> Iterator[TestClient]:
    with TestClient(create_app(data), follow_redirects=False) as client:
        yield client


def form_of(client: TestClient) -> LexborNode:
    """The form of the second hit."""
    return LexborHTMLParser(client.get(PATH).text).css("form.vote")[1]


def filled(form: LexborNode, **more: str) -> dict[str, str]:
    hidden = {one.attributes["name"] or "": one.attributes["value"] or "" for one in form.css("input[type=hidden]")}
    return hidden | more


def votes(data: Path) -> list[StoredVote]:
    return FeedbackStore(data, most=10).votes()


def test_a_vote_is_kept_and_leads_back_to_the_results(service: TestClient, data: Path) -> None:
    form = form_of(service)
    verdicts = [one.attributes["value"] for one in form.css("button[name=verdict]")]
    assert verdicts == ["useful", "not_useful"]
    fields = filled(form, verdict="not_useful", comment="Trop général & sans chiffres")
    sent = service.post(form.attributes["action"] or "", data=fields)
    assert sent.status_code == 303
    thanks = LexborHTMLParser(service.get(sent.headers["Location"]).text)
    assert thanks.css_first("h1").text() == "Merci de votre avis."
    assert thanks.css_first("main a").attributes["href"] == PATH
    hit = service.get("/v1/search?q=exit+strategies&kind=lesson&sort=newest").json()["hits"][1]
    (kept,) = votes(data)
    assert (kept.passage, kept.record, kept.rank) == (hit["id"], hit["record_id"], 2)
    assert (kept.verdict, kept.comment) == ("not_useful", "Trop général & sans chiffres")
    assert kept.query == "exit strategies"


def test_the_page_of_another_site_casts_no_vote(service: TestClient, data: Path) -> None:
    form = form_of(service)
    fields = filled(form, verdict="useful")
    headers = {"Sec-Fetch-Site": "cross-site", "Accept": "text/html"}
    response = service.post(form.attributes["action"] or "", data=fields, headers=headers)
    assert response.status_code == 400
    assert "text/html" in response.headers["Content-Type"]
    assert votes(data) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"verdict=useful", b"&".join([b"a=1"] * 50), b"verdict=useful&id=ilo:lesson:910063&rank=x"],
)
def test_a_form_that_was_tampered_with_is_a_400(content: bytes, service: TestClient, data: Path) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
    assert service.post("/feedback?q=exit", content=content, headers=headers).status_code == 400
    assert votes(data) == []


def test_switched_off_there_is_no_form(data: Path) -> None:
    with TestClient(create_app(data, ServiceSettings(feedback=False))) as client:
        assert not LexborHTMLParser(client.get(PATH).text).css("form.vote")
        assert client.post("/feedback?q=exit").status_code == 404
