"""Everybody can read the pages: axe-core, narrow and dark screens, paper, reduced motion, another direction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from service.app import create_app

Look = Callable[[Page], list[str]]

STATES = {
    "start": "/",
    "results": "/?q=exit+strategies&kind=lesson&kind=recommendation&year=2018-",
    "second page": "/?q=project&page=2",
    "wide facet": "/?q=project&wide=country",
    "no evidence": "/?q=asteroid+orbit+radar&country=Malawo",
    "past the end": "/?q=exit&page=900",
    "recommendation": "/p/ilo:recommendation:930001",
    "lesson": "/p/ilo:lesson:910063:text-1",
    "not found": "/p/ilo:lesson:1",
    "wrong filter": "/?q=exit&kind=leson",
    "french": "/?q=les+strat%C3%A9gies+de+sortie&ui=fr",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(state: str, scheme: Any, page: Page, service: str, axe: Look) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(service + STATES[state])
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true }")
    assert axe(page) == []


def test_axe_finds_nothing_while_suggestions_are_open(page: Page, service: str, axe: Look) -> None:
    page.goto(service)
    page.get_by_role("combobox").press_sequentially("exit")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert axe(page) == []


@pytest.mark.parametrize("state", STATES)
def test_a_narrow_screen_needs_no_scrolling_sideways(state: str, phone: BrowserContext, service: str) -> None:
    page = phone.new_page()
    page.goto(service + STATES[state])
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_a_phone_the_filters_are_one_tap_away(phone: BrowserContext, service: str) -> None:
    page = phone.new_page()
    page.goto(service + STATES["results"])
    page.get_by_role("link", name="Filter", exact=True).tap()
    expect(page.locator("#filters-title")).to_be_in_viewport()


def test_on_paper_there_are_passages_and_citations(page: Page, service: str) -> None:
    page.goto(service + STATES["results"])
    page.emulate_media(media="print")
    expect(page.locator(".cited").first).to_be_visible()
    expect(page.locator(".passage").first).to_be_visible()
    for hidden in ("#filters", ".sort", ".paging", ".doors", ".export"):
        assert not page.locator(hidden).first.is_visible(), hidden


def test_nothing_moves_for_those_who_asked_for_rest(page: Page, service: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(service + STATES["results"])
    page.evaluate("document.getElementById('answer').setAttribute('aria-busy', 'true')")
    assert page.evaluate("getComputedStyle(document.getElementById('answer')).transitionProperty") == "none"


def test_the_layout_turns_with_the_direction(page: Page, service: str) -> None:
    page.goto(service + STATES["results"])
    left_to_right = page.locator("#filters").bounding_box()
    page.evaluate("document.documentElement.dir = 'rtl'")
    right_to_left = page.locator("#filters").bounding_box()
    assert left_to_right is not None
    assert right_to_left is not None
    assert right_to_left["x"] < 600 < left_to_right["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1200


@pytest.fixture(scope="module")
def hostile_service(serve: Any, hostile_data: Path) -> Iterator[str]:
    """A service over records that mean harm."""
    with serve(create_app(hostile_data)) as address:
        yield address


@pytest.mark.parametrize(
    "path",
    [
        "/?q=exit+strategy",
        "/p/bad:recommendation:script",
        "/p/bad:management_response:script",
        "/?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/?q=%F0%9F%8C%BD" + "%F0%9F%8C%BD" * 900,
    ],
)
def test_hostile_text_runs_nothing_and_breaks_no_page(
    path: str, page: Page, hostile_service: str, complaints: list[str], axe: Look
) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(hostile_service + path)
    assert dialogs == []
    assert [one for one in complaints if "400" not in one] == []
    assert page.locator("img").count() == 0
    assert axe(page) == []


def test_suggestions_show_hostile_names_as_text(page: Page, hostile_service: str, complaints: list[str]) -> None:
    page.goto(hostile_service)
    page.get_by_role("combobox").press_sequentially("script")
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.locator("#suggestions img, #suggestions script, #suggestions svg").count() == 0
    assert complaints == []


def test_a_search_page_weighs_less_than_a_hundred_kilobytes(page: Page, service: str) -> None:
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(f"{service}/?q=project", wait_until="networkidle")
    expect(page.locator(".hit")).to_have_count(10)
    assert sum(sizes) <= 100_000
