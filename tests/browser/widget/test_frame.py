"""/embed in a frame of another origin, and alone; /demo/widget."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

QUERY = "what worked for exit strategies"
FRAME = '<iframe src="{}/embed?filters=kind:lesson&amp;lang=fr" title="Leçons" width="600" height="480" {}></iframe>'


def frame_in(page: Page, intranet: Any, api: Any, attributes: str = "") -> Any:
    """The frame on a page that allows frames of the service."""
    intranet.policy = f"default-src 'none'; frame-src {api.address}"
    intranet.body = FRAME.format(api.address, attributes)
    page.goto(intranet.address)
    return page.frame_locator("iframe")


@pytest.mark.parametrize("attributes", ["", 'sandbox="allow-scripts allow-same-origin allow-forms allow-popups"'])
def test_a_listed_page_frames_the_search(
    attributes: str, page: Page, intranet: Any, api: Any, complaints: list[str]
) -> None:
    frame = frame_in(page, intranet, api, attributes)
    frame.get_by_role("combobox").fill(QUERY)
    frame.get_by_role("button", name="Rechercher").click()
    expect(frame.locator("[part=hit]")).to_have_count(5)
    assert set(frame.locator("[part=kind]").all_text_contents()) == {"Leçon"}
    with page.context.expect_page() as opened:
        frame.locator("[part=title]").first.click()
    opened.value.wait_for_url(f"{api.address}/p/*")
    assert complaints == []


def test_a_page_that_is_not_listed_frames_nothing(page: Page, intranet: Any, service: str) -> None:
    intranet.policy = "default-src 'none'; frame-src *"
    intranet.body = FRAME.format(service, "")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(intranet.address)
    page.wait_for_timeout(300)
    assert any("frame-ancestors" in complaint for complaint in complaints)
    assert page.frame_locator("iframe").locator("afterwise-search").count() == 0


def test_without_scripts_a_form_opens_the_search_page(plain: Page, service: str) -> None:
    plain.goto(f"{service}/embed?filters=kind:lesson;country:Malawi&lang=fr")
    plain.get_by_role("searchbox").fill("sortie")
    with plain.context.expect_page() as opened:
        plain.get_by_role("button", name="Rechercher").click()
    assert opened.value.url == f"{service}/?q=sortie&ui=fr&kind=lesson&country=Malawi"


def test_where_the_script_fails_the_form_is_there(page: Page, service: str) -> None:
    page.route("**/widget.js", lambda route: route.abort())
    page.goto(f"{service}/embed")
    expect(page.get_by_role("searchbox")).to_be_visible()
    page.unroute("**/widget.js")
    page.reload()
    expect(page.get_by_role("combobox")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_count(0)


@pytest.mark.parametrize("path", ["/embed?lang=en", "/demo/widget"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_around(
    path: str, scheme: Any, page: Page, service: str, axe: Any, complaints: list[str]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(service + path)
    expect(page.get_by_role("combobox").first).to_be_visible()
    assert axe(page) == []
    assert complaints == []


def test_the_demonstration_is_live(page: Page, service: str, complaints: list[str]) -> None:
    page.goto(f"{service}/demo/widget")
    widget = page.locator("afterwise-search").nth(1)
    widget.locator("[part=input]").fill("district councils")
    widget.locator("[part=input]").press("Enter")
    expect(widget.locator("[part=hit]").first).to_be_visible()
    expect(page.locator("#events li")).to_have_count(1)
    expect(page.locator("#events li")).to_contain_text("afterwise:results – “district councils”")
    assert complaints == []
