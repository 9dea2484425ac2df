"""A page of another origin reads the collection where a setting lists it, and nothing where not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from starlette.responses import HTMLResponse

from service.app import create_app
from service.settings import ServiceSettings

ASK = """async ([address, options]) => {
    try { return (await fetch(address, options)).status } catch (error) { return error.name }
}"""
JSON = {
    "method": "POST",
    "headers": {"Content-Type": "application/json"},
    "body": '{"query": "exit strategies", "limit": 1}',
}


@pytest.fixture(scope="module")
def intranet(serve: Any) -> Iterator[str]:
    """The origin of an empty page that somebody else serves."""
    with serve(HTMLResponse("<!doctype html><title>Intranet</title>")) as address:
        yield address


@pytest.fixture(scope="module")
def listed(serve: Any, intranet: str, sample_data: Path) -> Iterator[str]:
    """The address of a service that lists that origin."""
    with serve(create_app(sample_data, ServiceSettings(allowed_origins=(intranet,)))) as address:
        yield address


@pytest.mark.parametrize(
    ("path", "options", "answer"),
    [
        ("/v1/search?q=exit", {}, 200),
        ("/v1/search", JSON, 200),  # asks by a preflight first
        ("/v1/search?q=exit&kind=leson", {}, 400),
        ("/v1/search?q=exit", {"credentials": "include"}, "TypeError"),
        ("/healthz", {}, "TypeError"),
    ],
)
def test_a_listed_page_reads_the_collection_only(
    path: str, options: dict[str, Any], answer: int | str, page: Page, intranet: str, listed: str
) -> None:
    page.goto(intranet)
    assert page.evaluate(ASK, [listed + path, options]) == answer


@pytest.mark.parametrize("options", [{}, JSON])
def test_a_page_that_is_not_listed_reads_nothing(
    options: dict[str, Any], page: Page, intranet: str, service: str
) -> None:
    page.goto(intranet)
    assert page.evaluate(ASK, [f"{service}/v1/search{'' if options else '?q=exit'}", options]) == "TypeError"
