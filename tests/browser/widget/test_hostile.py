"""Hostile text in records, addresses and suggestions shows as text, in the browser as everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from starlette.responses import JSONResponse

from index.indexer import index_extraction
from index.model import Document, Extraction, Facets, Kind, Part, Record
from index.settings import IndexSettings
from service.app import create_app
from service.settings import ServiceSettings

SCRIPT = "<script>window.hacked = true</script>"
IMAGE = '<img src=x onerror="window.hacked = true">'
REVERSED = "\u202eright to left\u202c"
EMOJI = "👩🏽‍🚒 🇨🇮 𐍈 "
PAYLOADS = [SCRIPT, IMAGE, "'\"><svg onload=alert(1)>", "{{7*7}} ${7*7}", REVERSED, "</blockquote></li>"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a recommendation for each payload, which stands wherever a record holds text."""
    data = tmp_path_factory.mktemp("hostile")
    document = Document(id="bad:evaluation:1", publisher="bad", title=" ".join(PAYLOADS), url="javascript:hacked=true")
    records = tuple(
        Record(
            id=f"bad:recommendation:{number}",
            local_id=str(number),
            document_id=document.id,
            kind=Kind.RECOMMENDATION,
            title=payload,
            parts=(Part(name="text", text=f"{EMOJI}{payload} The exit strategy number {number}.", language="en"),),
            facets=Facets(countries=(payload, *PAYLOADS)),
            status=payload,
            progress=payload,
        )
        for number, payload in enumerate(PAYLOADS)
    )
    index_extraction("bad", Extraction(documents=(document,), records=records), data, IndexSettings())
    return data


@pytest.fixture(scope="module")
def hostile_service(serve: Any, hostile: Path, _intranet: Any) -> Iterator[str]:
    """The address of a service over these records, which the intranet may read."""
    with serve(create_app(hostile, ServiceSettings(allowed_origins=(_intranet.address,)))) as address:
        yield address


def test_payloads_in_records_show_as_text(
    visit: Any, search: Any, page: Page, intranet: Any, hostile_service: str, complaints: list[str]
) -> None:
    intranet.policy += f" {hostile_service}"
    widget = visit(f'<afterwise-search endpoint="{hostile_service}" page-size="50"></afterwise-search>')
    search(widget, "exit strategy")
    expect(widget.locator("[part=hit]").nth(2)).to_be_visible()
    shown = " ".join(widget.locator("[part=title], [part=passage], [part=status]").all_text_contents())
    for payload in PAYLOADS:
        assert payload in shown
    assert widget.locator("script, img, svg, iframe").count() == 0
    assert widget.locator("a[href^=javascript]").count() == 0
    assert widget.get_by_role("link", name="Source").count() == 0
    assert page.evaluate("window.hacked") is None
    assert complaints == []


def test_marks_stand_on_the_words_after_astral_letters(
    visit: Any, search: Any, intranet: Any, hostile_service: str
) -> None:
    intranet.policy += f" {hostile_service}"
    widget = visit(f'<afterwise-search endpoint="{hostile_service}"></afterwise-search>')
    search(widget, "exit strategy")
    expect(widget.locator("[part=mark]").first).to_be_visible()
    assert set(widget.locator("[part=mark]").all_text_contents()) == {"exit", "strategy"}


@pytest.mark.parametrize("text", [*PAYLOADS, "=1+1", EMOJI * 100])
def test_payloads_in_suggestions_and_queries_show_as_text(
    text: str, visit: Any, api: Any, page: Page, complaints: list[str]
) -> None:
    api.suggests(text, to="exit")
    widget = visit()
    box = widget.locator("[part=input]")
    box.press_sequentially("exit")
    expect(page.get_by_role("option")).to_have_count(1)
    assert page.get_by_role("option").text_content() == text
    box.press("ArrowDown")
    box.press("Enter")
    expect(widget.locator("[part=hit], [part=message]").first).to_be_visible()
    assert widget.locator("script, img, svg").count() == 0
    assert page.evaluate("window.hacked") is None
    assert complaints == []


def test_payloads_in_errors_show_as_text(visit: Any, search: Any, api: Any, page: Page) -> None:
    error = {"error": {"code": "x", "message": SCRIPT, "hint": IMAGE, "details": {}}}
    api.answers("exit", JSONResponse(error, 400))
    widget = visit()
    search(widget, "exit")
    expect(widget.locator("[part=message]")).to_contain_text(f"{SCRIPT} {IMAGE}")
    assert widget.locator("script, img").count() == 0
    assert page.evaluate("window.hacked") is None


def test_a_very_long_query_is_cut_to_what_the_box_takes(visit: Any, page: Page) -> None:
    widget = visit()
    widget.locator("[part=input]").focus()
    page.keyboard.insert_text("😀" * 25_000)
    assert len(widget.locator("[part=input]").input_value().encode("utf-16-le")) // 2 == 1_000
