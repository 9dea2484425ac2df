"""The box and its suggestions by keyboard alone, and what a screen reader is told of them.

The model is that of the ARIA Authoring Practices, "Editable Combobox With List Autocomplete".
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from starlette.responses import JSONResponse, Response

TYPED = "exit"
SUGGESTED = ["exit strategies", "exit plan", "exit interviews"]


@pytest.fixture
def box(visit: Any, api: Any) -> Locator:
    """The box of a widget whose service suggests three things to "exit"."""
    api.suggests(*SUGGESTED, to=TYPED)
    found: Locator = visit().locator("[part=input]")
    return found


@pytest.fixture
def opened(box: Locator) -> Locator:
    """The same with the list open."""
    box.press_sequentially(TYPED)
    expect(options_of(box)).to_have_count(3)
    return box


def options_of(box: Locator) -> Locator:
    """The suggestions that are shown."""
    return box.page.get_by_role("option")


def active(box: Locator) -> str | None:
    """The suggestion that the keys have reached, as assistive technology is told; None for the box itself."""
    found: str | None = box.evaluate(
        """(box) => {
            const id = box.getAttribute("aria-activedescendant");
            const option = id && box.getRootNode().getElementById(id);
            const selected = [...box.getRootNode().querySelectorAll("[aria-selected=true]")];
            if (selected.length !== (option ? 1 : 0) || (option && selected[0] !== option)) return "not one selected";
            return option && option.textContent;
        }"""
    )
    return found


def test_a_pause_in_typing_opens_the_list(opened: Locator, api: Any) -> None:
    expect(opened).to_have_attribute("aria-expanded", "true")
    assert options_of(opened).all_text_contents() == SUGGESTED
    assert active(opened) is None
    assert api.asked == [("/v1/suggest", TYPED)]  # once, not at every key


def test_down_and_up_walk_through_list_and_box(opened: Locator) -> None:
    walked = []
    for key in ["ArrowDown"] * 4 + ["ArrowUp"] * 4:
        opened.press(key)
        walked.append(active(opened))
    one, two, three = SUGGESTED
    assert walked == [one, two, three, None, three, two, one, None]
    expect(opened).to_be_focused()
    expect(opened).to_have_value(TYPED)


@pytest.mark.parametrize(("key", "caret"), [("Home", 0), ("End", len(TYPED))])
def test_home_and_end_lead_back_into_the_box(key: str, caret: int, opened: Locator) -> None:
    opened.press("ArrowDown")
    opened.press(key)
    assert active(opened) is None
    assert opened.evaluate("(box) => box.selectionStart") == caret
    expect(options_of(opened)).to_have_count(3)


def test_enter_on_a_suggestion_takes_it_and_searches(opened: Locator, page: Page) -> None:
    opened.press("ArrowDown")
    opened.press("Enter")
    expect(opened).to_have_value("exit strategies")
    expect(opened).to_have_attribute("aria-expanded", "false")
    expect(options_of(opened)).to_have_count(0)
    expect(page.locator("[part=hit]").first).to_be_visible()
    expect(opened).to_be_focused()


def test_enter_in_the_box_searches_what_was_typed(opened: Locator, page: Page, api: Any) -> None:
    opened.press("Enter")
    expect(page.locator("[part=hit]").first).to_be_visible()
    assert ("/v1/search", TYPED) in api.asked
    expect(opened).to_have_attribute("aria-expanded", "false")


def test_escape_closes_the_list_then_empties_the_box(opened: Locator) -> None:
    opened.press("ArrowDown")
    opened.press("Escape")
    expect(opened).to_have_attribute("aria-expanded", "false")
    assert active(opened) is None
    expect(opened).to_have_value(TYPED)
    opened.press("Escape")
    expect(opened).to_have_value("")


def test_alt_up_closes_the_list_and_down_opens_it_again(opened: Locator) -> None:
    for key in ("Alt+ArrowDown", "ArrowDown"):
        opened.press("Alt+ArrowUp")
        expect(options_of(opened)).to_have_count(0)
        expect(opened).to_have_value(TYPED)
        opened.press(key)
        expect(options_of(opened)).to_have_count(3)
        assert active(opened) is None


def test_leaving_the_box_closes_the_list(opened: Locator, page: Page) -> None:
    opened.press("Tab")
    expect(options_of(opened)).to_have_count(0)
    expect(page.get_by_role("button", name="Search")).to_be_focused()


def test_a_click_on_a_suggestion_takes_it(opened: Locator, page: Page) -> None:
    options_of(opened).nth(1).click()
    expect(opened).to_have_value("exit plan")
    expect(opened).to_be_focused()
    expect(page.locator("[part=hit]").first).to_be_visible()


def test_other_keys_are_left_alone(opened: Locator) -> None:
    for key in ["ArrowLeft", "ArrowLeft", "x"]:
        opened.press(key)
    expect(opened).to_have_value("exxit")


def test_suggestions_that_come_after_the_search_stay_away(visit: Any, api: Any, page: Page) -> None:
    api.suggests(*SUGGESTED, to=TYPED, after=1.0)
    box = visit().locator("[part=input]")
    box.press_sequentially(TYPED)
    api.hears("/v1/suggest", TYPED)
    box.press("Enter")
    expect(page.locator("[part=hit]").first).to_be_visible()
    page.wait_for_timeout(1_200)
    expect(options_of(box)).to_have_count(0)


def test_suggestions_overtake_older_ones(visit: Any, api: Any, page: Page) -> None:
    api.suggests("exile", to="exi", after=1.0)
    api.suggests("exit strategies", to="exit")
    box = visit().locator("[part=input]")
    box.press_sequentially("exi")
    api.hears("/v1/suggest", "exi")
    box.press_sequentially("t")
    expect(options_of(box)).to_have_text(["exit strategies"])
    page.wait_for_timeout(1_200)
    expect(options_of(box)).to_have_text(["exit strategies"])
    api.is_deserted("exi")


@pytest.mark.parametrize(
    "response",
    [
        JSONResponse({"error": {}}, 404),
        JSONResponse({"error": {}}, 503),
        Response("<p>not JSON</p>"),
        JSONResponse({"query": TYPED, "suggestions": []}),
    ],
)
def test_a_service_without_suggestions_is_no_trouble(response: Response, visit: Any, api: Any, page: Page) -> None:
    api.answers(TYPED, response, path="/v1/suggest")
    box = visit().locator("[part=input]")
    with page.expect_response("**/v1/suggest*"):
        box.press_sequentially(TYPED)
    page.wait_for_timeout(100)
    expect(options_of(box)).to_have_count(0)
    expect(page.locator("[part=message]")).to_have_count(0)
    box.press("Enter")
    expect(page.locator("[part=hit]").first).to_be_visible()


def test_the_real_service_suggests(visit: Any, page: Page) -> None:
    box = visit().locator("[part=input]")
    box.press_sequentially("strat")
    expect(options_of(box).first).to_contain_text("strateg")


def test_a_screen_reader_is_told_what_there_is(opened: Locator, page: Page) -> None:
    opened.press("ArrowDown")
    assert page.locator("body").aria_snapshot() == (
        """- search "Search lessons and other evidence":
  - text: Search lessons and other evidence
  - combobox "Search lessons and other evidence" [expanded]: exit
  - button "Search"
  - listbox "Suggestions":
    - option "exit strategies" [selected]
    - option "exit plan"
    - option "exit interviews"
- status: 3 suggestions"""
    )


def test_a_screen_reader_is_told_what_was_found(visit: Any, search: Any, page: Page) -> None:
    widget = visit('<afterwise-search page-size="1" filters="kind:lesson" label="Lessons"></afterwise-search>')
    search(widget, "what worked for exit strategies")
    expect(widget.get_by_role("status")).to_have_text("7 records match. 1 shown")
    expect(widget.get_by_role("list", name="Results").get_by_role("listitem")).to_have_count(1)
    expect(widget.get_by_role("list", name="Results")).to_match_aria_snapshot(
        """
        - list "Results":
          - listitem:
            - paragraph: Lesson 2024 Global, Inter-Regional
            - 'link "Leaving Well: how projects end - Thematic evaluation"'
            - blockquote: /Across the forty closed projects/
            - paragraph:
              - link "Source"
        """
    )


def test_the_live_region_stands_in_the_light_dom(visit: Any) -> None:
    widget = visit()
    found = widget.evaluate(
        "(widget) => [...widget.children].map((child) => [child.slot, child.role, child.textContent])"
    )
    assert found == [["status", "status", ""]]
