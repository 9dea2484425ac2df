"""The widget looks as its page, its attributes and the reader's settings ask, and axe-core finds nothing wrong."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from starlette.responses import JSONResponse

QUERY = "what worked for exit strategies"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(27, 34, 36)"


def style(part: Locator, name: str, pseudo: str | None = None) -> str:
    """A computed style."""
    read = "(element, [name, pseudo]) => getComputedStyle(element, pseudo)[name]"
    found: str = part.evaluate(read, [name, pseudo])
    return found


@pytest.mark.parametrize("width", [320, 480, 768, 1200])
def test_nothing_sticks_out_at_any_width(width: int, visit: Any, search: Any, api: Any, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    widget = visit('<afterwise-search label="Search lessons" lang="fr"></afterwise-search>')
    search(widget, QUERY)
    expect(widget.locator("[part=hit]")).to_have_count(5)
    api.suggests("an exit strategy " * 6, "Donaudampfschifffahrtsgesellschaft" * 4, to="exit")
    widget.locator("[part=input]").fill("exit")
    expect(page.get_by_role("option")).to_have_count(2)
    assert page.evaluate("document.scrollingElement.scrollWidth") == width
    outside = widget.evaluate(
        """(widget) => {
            const room = widget.getBoundingClientRect();
            const sticksOut = ({ left, right }) => left < room.left || right > room.right;
            return [...widget.shadowRoot.querySelectorAll("[part]")]
                .filter((part) => sticksOut(part.getBoundingClientRect()))
                .map((part) => part.part.value);
        }"""
    )
    assert outside == []


@pytest.mark.parametrize(
    ("page_scheme", "reader", "theme", "ground"),
    [
        ("", "light", "auto", LIGHT),
        ("", "dark", "auto", LIGHT),  # a page that is light whatever the reader likes
        ("light dark", "dark", "auto", DARK),
        ("light dark", "light", "auto", LIGHT),
        ("", "light", "dark", DARK),
        ("light dark", "dark", "light", LIGHT),
    ],
)
def test_colours_follow_the_page_unless_told(
    page_scheme: str, reader: Any, theme: str, ground: str, visit: Any, page: Page
) -> None:
    page.emulate_media(color_scheme=reader)
    widget = visit(
        f'<meta name="color-scheme" content="{page_scheme}"><afterwise-search theme="{theme}"></afterwise-search>'
    )
    assert style(widget, "backgroundColor") == ground
    box = widget.locator("[part=input]")
    assert style(box, "color") == ("rgb(28, 36, 39)" if ground == LIGHT else "rgb(232, 229, 221)")


def test_custom_properties_and_parts_dress_one_widget(visit: Any, page: Page, search: Any) -> None:
    widgets = visit('<afterwise-search id="dressed"></afterwise-search><afterwise-search></afterwise-search>')
    page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`
                #dressed { --afterwise-accent: rgb(1, 2, 3); --afterwise-radius: 0; --afterwise-lines: 2; }
                #dressed::part(kind) { text-transform: none; }
            `);
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    for widget in (widgets.nth(0), widgets.nth(1)):
        search(widget, QUERY)
        expect(widget.locator("[part=hit]")).to_have_count(5)
    seen = [
        (
            style(widget.locator("[part=button]"), "backgroundColor"),
            style(widget.locator("[part=box]"), "borderTopLeftRadius"),
            style(widget.locator("[part=kind]").first, "textTransform"),
            style(widget.locator("[part=passage]").first, "webkitLineClamp"),
        )
        for widget in (widgets.nth(0), widgets.nth(1))
    ]
    assert seen == [("rgb(1, 2, 3)", "0px", "none", "2"), ("rgb(11, 90, 98)", "8px", "uppercase", "6")]


def test_the_page_s_own_styles_stay_outside(visit: Any, page: Page) -> None:
    widget = visit()
    page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync("* { color: red; } div { position: static; } button { background: red; }");
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    assert style(widget.locator("[part=button]"), "backgroundColor") == "rgb(11, 90, 98)"
    assert widget.get_by_role("status").evaluate("(status) => status.offsetWidth") == 1


def test_the_layout_follows_a_right_to_left_page(visit: Any, search: Any) -> None:
    widget = visit('<main dir="rtl" lang="ar"><afterwise-search></afterwise-search></main>')
    search(widget, QUERY)
    passage = widget.locator("[part=passage]").first
    expect(passage).to_be_visible()
    assert style(passage, "borderRightWidth") == "0px"  # an English text keeps its own direction …
    assert style(passage, "borderLeftWidth") == "3px"
    assert style(widget.locator("[part=summary] bdi"), "direction") == "ltr"  # so does a sentence: “13 records match”
    box, button = widget.locator("[part=input]").bounding_box(), widget.locator("[part=button]").bounding_box()
    assert box is not None
    assert button is not None
    assert button["x"] < box["x"]  # … while the layout is mirrored


def test_forced_colours_show_what_the_keys_have_reached(visit: Any, api: Any, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    api.suggests("exit strategies", "exit plan", to="exit")
    box = visit().locator("[part=input]")
    box.fill("exit")
    expect(page.get_by_role("option")).to_have_count(2)
    box.press("ArrowDown")
    assert style(page.get_by_role("option").nth(0), "outlineStyle") == "solid"
    assert style(page.get_by_role("option").nth(1), "outlineStyle") == "none"
    assert style(page.locator("[part=box]"), "outlineStyle") == "solid"
    assert style(page.locator("[part=button]"), "borderTopStyle") == "solid"


@pytest.mark.parametrize(("motion", "name"), [("no-preference", "appear"), ("reduce", "none")])
def test_nothing_moves_for_who_does_not_want_it(
    motion: Any, name: str, visit: Any, search: Any, api: Any, page: Page
) -> None:
    page.emulate_media(reduced_motion=motion)
    api.answers(QUERY, after=1.0)
    widget = visit()
    search(widget, QUERY)
    assert style(widget.locator("[part=summary]"), "animationName") == name


def test_paper_has_whole_passages_in_black_and_no_buttons(visit: Any, search: Any, page: Page) -> None:
    widget = visit('<afterwise-search theme="dark" page-size="2"></afterwise-search>')
    search(widget, QUERY)
    expect(widget.locator("[part=hit]")).to_have_count(2)
    page.emulate_media(media="print")
    for part in ("button", "footer"):
        expect(widget.locator(f"[part={part}]")).to_be_hidden()
    assert style(widget.locator("[part=passage]").first, "display") == "block"
    assert style(widget, "color") == "rgb(0, 0, 0)"
    assert style(widget.locator("[part=kind]").first, "color") == "rgb(11, 90, 98)"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", ["empty", "suggestions", "results", "nothing", "trouble"])
def test_axe_finds_nothing(state: str, theme: str, visit: Any, search: Any, api: Any, page: Page, axe: Any) -> None:
    widget = visit(
        f'<main><h1>Intranet</h1><afterwise-search theme="{theme}" filters="year:2000-"></afterwise-search></main>'
    )
    if state == "suggestions":
        api.suggests("exit strategies", "exit plan", to="exit")
        widget.locator("[part=input]").fill("exit")
        expect(page.get_by_role("option")).to_have_count(2)
        page.keyboard.press("ArrowDown")
    elif state == "results":
        search(widget, QUERY)
        expect(widget.locator("[part=hit]")).to_have_count(5)
    elif state == "nothing":
        search(widget, "asteroid orbit radar")
        expect(widget.locator("[part=message]")).to_be_visible()
    elif state == "trouble":
        api.answers("exit", JSONResponse({}, 429, headers={"Retry-After": "60"}))
        search(widget, "exit")
        expect(widget.locator("[part=message]")).to_be_visible()
    assert axe(page) == []
