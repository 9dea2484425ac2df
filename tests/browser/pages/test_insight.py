"""The page for those who run the service, in a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from service.access.caller import Scope
from service.access.keys import KeyStore
from service.app import create_app
from service.settings import ServiceSettings
from service.usage.events import OpenedRecord, Searched, today
from service.usage.store import UsageStore


@pytest.fixture(scope="module")
def insight(serve: Any, sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page, on a service that was used."""
    data = Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("insight") / "data"))
    searches = [Searched(today(), f"question {at % 3}", "en", answered=at % 2 == 0) for at in range(9)]
    UsageStore(data, days=30).add([*searches, OpenedRecord(today(), "ilo:lesson:910063")], today())
    _, key = KeyStore(data).create("desk", [Scope.SEARCH, Scope.ADMIN])
    with serve(create_app(data, ServiceSettings(insight=True, usage="queries"))) as address:
        yield f"{address.replace('//', f'//any:{key}@')}/insight"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: Any, page: Page, insight: str, axe: Callable[[Page], list[str]]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(insight)
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true }")
    assert axe(page) == []


def test_pictures_have_names_and_years_narrow_them(page: Page, insight: str, complaints: list[str]) -> None:
    page.goto(insight)
    expect(page.get_by_role("img", name="Searches by week")).to_be_visible()
    expect(page.get_by_role("img", name="Themes by countries", exact=False)).to_be_visible()
    page.locator(".periods a").nth(1).click()
    expect(page.locator(".periods [aria-current]")).to_have_text(page.locator(".periods a").nth(1).inner_text())
    assert complaints == []


def test_a_narrow_screen_needs_no_scrolling_sideways(phone: BrowserContext, insight: str) -> None:
    page = phone.new_page()
    page.goto(insight)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
