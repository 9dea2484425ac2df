"""The page of a brief as the server makes it: what works without any script."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

DRAFT = (
    "Sustainability and exit strategy\n\nThe project will hand its services over to the district councils and other "
    "national partners before it closes. An exit strategy will be agreed with them at the midterm review.\n"
)
EMPTY = {"file": ("", b"")}  # as a browser sends a field for a file that nobody chose
LINES = {"Accept": "application/x-ndjson"}
PAGES = {"Accept": "text/html"}
SCRIPT = '<script>alert("draft")</script>'


@pytest.fixture(scope="module")
def page(client: TestClient) -> str:
    """The page of a brief."""
    response = client.post("/brief", files=EMPTY, data={"text": DRAFT})
    assert response.status_code == 200, response.text
    return response.text


def held_brief(page: str) -> str:
    """The brief that the page holds for its files."""
    (value,) = re.findall(r'name="brief" value="([^"]*)"', page)
    return html.unescape(value)


def test_the_form_says_what_happens_to_the_draft(client: TestClient) -> None:
    response = client.get("/brief")
    assert response.status_code == 200
    assert "It is not stored, not logged and not sent to anybody else." in response.text
    assert 'enctype="multipart/form-data"' in response.text
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("code", ["fr", "es"])
def test_it_speaks_the_reader_s_language(code: str, client: TestClient) -> None:
    response = client.get("/brief", headers={"Accept-Language": code})
    assert response.headers["Content-Language"] == code
    assert f'<html lang="{code}"' in response.text


def test_search_and_start_page_lead_there(client: TestClient) -> None:
    assert 'href="/brief"' in client.get("/?q=exit").text
    assert client.get("/").text.count('href="/brief"') == 2
    assert 'href="/brief?ui=fr"' in client.get("/?q=exit&ui=fr").text


def test_the_page_quotes_what_the_api_answers(page: str, client: TestClient) -> None:
    answered = client.post("/v1/brief", json={"text": DRAFT}).json()
    items = [item for part in (*answered["sections"], *answered["warnings"]) for item in part["items"]]
    assert items
    for item in items:
        assert html.escape(item["hit"]["text"], quote=False).split("\n")[0][:60] in html.unescape(page)
        assert f'id="quotation-{item["number"]}"' in page
    assert json.loads(held_brief(page)) == answered


def test_a_page_with_a_draft_in_it_is_kept_by_nobody(client: TestClient) -> None:
    response = client.post("/brief", data={"text": DRAFT}, files=EMPTY)
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(("name", "begins"), [("docx", b"PK"), ("markdown", b"# "), ("json", b"{")])
def test_the_page_s_brief_becomes_a_file(name: str, begins: bytes, page: str, client: TestClient) -> None:
    response = client.post(
        "/brief/export", files={"brief": (None, held_brief(page)), "format": (None, name)}, headers=PAGES
    )
    assert response.status_code == 200, response.text
    assert response.content.startswith(begins)


def test_a_forged_brief_is_refused_with_a_page(page: str, client: TestClient) -> None:
    forged = held_brief(page).replace("The project signed", "The minister signed").replace("exit", "triumph")
    response = client.post("/brief/export", files={"brief": (None, forged), "format": (None, "docx")}, headers=PAGES)
    assert response.status_code == 409
    assert "<h1>No brief could be made</h1>" in response.text


def test_a_script_gets_the_same_parts_one_by_one(page: str, client: TestClient) -> None:
    response = client.post("/brief", data={"text": DRAFT}, files=EMPTY, headers=LINES)
    lines: list[dict[str, Any]] = [json.loads(line) for line in response.text.splitlines()]
    assert [line["event"] for line in lines] == ["started", *["part"] * (len(lines) - 2), "finished"]
    assert lines[0]["total"] == len(lines) - 3
    for line in lines[1:-1]:
        assert line["html"] in page
        assert f'href="#part-{line["place"]}"' in line["entry"]


@pytest.mark.parametrize("accept", ["text/html", "application/x-ndjson"])
def test_a_form_without_a_draft_is_a_400_for_people_and_for_scripts(accept: str, client: TestClient) -> None:
    response = client.post("/brief", data={"text": " "}, files=EMPTY, headers={"Accept": accept})
    assert response.status_code == 400
    if accept == "text/html":
        assert "<h1>No brief could be made</h1>" in response.text
    else:
        assert response.json()["error"]["code"] == "bad_draft"


def test_other_sites_cannot_send_drafts_in_a_reader_s_name(client: TestClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Accept": "application/json"}
    assert client.post("/brief", data={"text": DRAFT}, files=EMPTY, headers=headers).status_code == 400


def test_what_a_draft_holds_stays_text(client: TestClient) -> None:
    text = DRAFT.replace("Sustainability and exit strategy", f"Sustainability and exit {SCRIPT}")
    response = client.post("/brief", data={"text": f"{text}\n\n{SCRIPT}"}, files=EMPTY)
    assert response.status_code == 200
    assert SCRIPT not in response.text


def test_what_records_hold_stays_text(hostile: TestClient) -> None:
    response = hostile.post("/brief", data={"text": DRAFT}, files=EMPTY)
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert "<svg onload" not in response.text
    assert "javascript:" not in re.sub(r'value="[^"]*"', "", response.text)
