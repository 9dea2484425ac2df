"""What /widget.js, /embed and /demo/widget answer."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

import service.widget
from service.app import create_app
from service.settings import ServiceSettings

FILE = Path(service.widget.__file__).with_name("widget.js").read_bytes()
INTRANET = "https://intranet.example.org"


@pytest.fixture(scope="module")
def framed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Talks to a service that one intranet may frame. It needs no index for that."""
    app = create_app(tmp_path_factory.mktemp("none"), ServiceSettings(frame_ancestors=(INTRANET,)))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_the_script_is_less_than_15_kb_compressed() -> None:
    assert len(gzip.compress(FILE, compresslevel=9)) < 15_000


def test_the_script_is_served_as_it_stands_in_the_repository(client: TestClient) -> None:
    response = client.get("/widget.js", headers={"Accept-Encoding": "identity"})
    assert response.content == FILE
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "Content-Encoding" not in response.headers


def test_the_script_is_compressed_for_who_can_read_it(client: TestClient) -> None:
    response = client.get("/widget.js", headers={"Accept-Encoding": "br, gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert int(response.headers["Content-Length"]) < 15_000
    assert response.content == FILE
    assert "Accept-Encoding" in response.headers["Vary"]


def test_every_page_may_load_the_script(client: TestClient) -> None:
    headers = client.get("/widget.js", headers={"Origin": "https://anybody.example"}).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_script_is_kept_and_asked_for_again(client: TestClient) -> None:
    first = client.get("/widget.js")
    assert first.headers["Cache-Control"] == "public, max-age=3600, stale-while-revalidate=604800"
    again = client.get("/widget.js", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/widget.js", headers={"If-None-Match": '"another"'}).status_code == 200


def test_the_script_says_its_version_and_that_is_the_package_s() -> None:
    text = FILE.decode()
    assert text.startswith(f"/*! Afterwise search widget {version('afterwise')}, ")
    assert f'VERSION = "{version("afterwise")}"' in text


def test_the_demonstration_shows_the_script_s_hash(client: TestClient) -> None:
    digest = base64.b64encode(hashlib.sha384(FILE).digest()).decode()
    page = LexborHTMLParser(client.get("/demo/widget").text)
    assert f"sha384-{digest}" in page.body.text() if page.body else False
    assert len(page.css("afterwise-search")) == 2


def test_the_demonstration_names_the_service_s_own_address(client: TestClient) -> None:
    text = client.get("/demo/widget", headers={"Host": 'x"><script>alert(1)</script>'}).text
    assert "<script>alert" not in text
    assert 'src="http://testserver/widget.js"' in client.get("/demo/widget").text.replace("&#34;", '"')


def test_only_listed_pages_may_frame_the_embedded_one(framed: TestClient) -> None:
    policy = framed.get("/embed").headers["Content-Security-Policy"]
    assert policy.endswith(f"frame-ancestors 'self' {INTRANET}")
    for path in ("/demo/widget", "/widget.js", "/widget/embed.css"):
        assert "frame-ancestors 'none'" in framed.get(path).headers["Content-Security-Policy"]


def test_the_frame_s_parameters_are_the_widget_s_attributes(framed: TestClient) -> None:
    parameters = {
        "filters": r"kind:lesson;country:Kenya;theme:a\;b", "lang": "fr", "query": "sortie", "label": "Leçons",
        "placeholder": "Mots", "theme": "dark", "page-size": "3", "target": "_top",
    }  # fmt: skip
    page = LexborHTMLParser(framed.get("/embed", params=parameters).text)
    widget = page.css_first("afterwise-search")
    assert widget is not None
    expected = {name: value for name, value in parameters.items() if name != "lang"}
    assert {name: value for name, value in widget.attributes.items() if name != "endpoint"} == expected
    html = page.css_first("html")
    assert html is not None
    assert html.attributes["lang"] == "fr"


def test_without_scripts_the_frame_holds_a_form_that_opens_the_search_page(framed: TestClient) -> None:
    page = LexborHTMLParser(framed.get("/embed", params={"filters": r"kind:lesson;theme:a\;b", "lang": "es"}).text)
    form = page.css_first("form")
    assert form is not None
    assert form.attributes["action"] == "/"
    assert form.attributes["target"] == "_blank"
    hidden = [(field.attributes["name"], field.attributes["value"]) for field in page.css("input[type=hidden]")]
    assert hidden == [("ui", "es"), ("kind", "lesson"), ("theme", "a;b")]
    button = page.css_first("button")
    assert button is not None
    assert button.text() == "Buscar"


@pytest.mark.parametrize(
    ("accepted", "language"), [("", "en"), ("fr-CA,fr;q=0.9,en;q=0.8", "fr"), ("de, es;q=0.5", "es"), ("ar", "en")]
)
def test_the_frame_speaks_the_reader_s_language_unless_told(accepted: str, language: str, framed: TestClient) -> None:
    assert f'<html lang="{language}">' in framed.get("/embed", headers={"Accept-Language": accepted}).text


@pytest.mark.parametrize(
    "parameters",
    [
        {"filter": "kind:lesson"},
        {"filters": "lesson"},
        {"filters": "knd:lesson"},
        {"filters": "kind:"},
        {"lang": "de"},
        {"theme": "pink"},
        {"page-size": "0"},
        {"page-size": "51"},
        {"target": "javascript:alert(1)"},
    ],
)
def test_a_wrong_parameter_is_an_error_and_never_a_wider_search(parameters: dict[str, str], framed: TestClient) -> None:
    assert framed.get("/embed", params=parameters).status_code == 400


def test_hostile_parameters_stay_text(framed: TestClient) -> None:
    hostile = '"><script>alert(1)</script>'
    text = framed.get("/embed", params={"query": hostile, "label": hostile, "filters": f"theme:{hostile}"}).text
    assert "<script>alert" not in text
    assert len(re.findall("<script", text)) == 1


@pytest.mark.parametrize("name", ["embed.css", "demo.css", "demo.js"])
def test_the_pages_files_are_served(name: str, framed: TestClient) -> None:
    response = framed.get(f"/widget/{name}")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/css" if name.endswith("css") else "text/javascript")


@pytest.mark.parametrize("name", ["none.css", "..%2Fwidget.js", "pages.py"])
def test_nothing_else_is(name: str, framed: TestClient) -> None:
    assert framed.get(f"/widget/{name}").status_code == 404
