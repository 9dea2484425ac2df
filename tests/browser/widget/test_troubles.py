"""A service that is slow, overtaken, busy, broken or away: said in words, with a way to try again."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from starlette.responses import JSONResponse, PlainTextResponse, Response

QUERY = "what worked for exit strategies"
LATER = "district councils"


def refusal(message: str = "", hint: str = "") -> dict[str, Any]:
    """The envelope of an error."""
    return {"error": {"code": "code", "message": message, "hint": hint, "details": {}}}


def retry_of(widget: Locator) -> Locator:
    """The button to ask again."""
    return widget.get_by_role("button", name="Try again")


def test_a_later_search_wins_though_the_earlier_is_answered_last(visit: Any, search: Any, api: Any, page: Page) -> None:
    told: list[str] = []
    page.expose_function("told", lambda what: told.append(what))
    widget = visit()
    page.evaluate("document.addEventListener('afterwise:results', ({ detail }) => told(detail.query))")
    api.answers(QUERY, after=1.0)
    search(widget, QUERY)
    api.hears("/v1/search", QUERY)
    search(widget, LATER)
    expect(widget.locator("[part=passage]").first).to_contain_text("district councils")
    page.wait_for_timeout(1_500)
    expect(widget.locator("[part=passage]").first).to_contain_text("district councils")
    assert widget.evaluate("(widget) => widget.query") == LATER
    assert told == [LATER]
    api.is_deserted(QUERY)  # it was told to stop working


def test_a_slow_search_says_that_it_is_on_its_way(visit: Any, search: Any, api: Any) -> None:
    widget = visit()
    api.answers(QUERY, after=1.0)
    search(widget, QUERY)
    expect(widget.locator("[part=summary]")).to_have_text("Searching …")
    expect(widget.locator("[part=summary]")).to_contain_text("records match")
    search(widget, QUERY)
    expect(widget.get_by_role("list", name="Results")).to_have_attribute("aria-busy", "true")
    expect(widget.get_by_role("list", name="Results")).to_have_attribute("aria-busy", "false")


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_is_left_alone_as_long_as_it_asks(status: int, visit: Any, search: Any, api: Any) -> None:
    widget = visit()
    api.answers(QUERY, JSONResponse(refusal(), status, headers={"Retry-After": "2"}))
    search(widget, QUERY)
    message = widget.locator("[part=message]")
    said = "Too many searches at the moment." if status == 429 else "The search service has a fault."
    expect(message).to_contain_text(said)
    expect(message).to_contain_text("Try again in 2 seconds.")
    expect(widget.get_by_role("status")).to_have_text(f"{said} Try again in 2 seconds.")
    expect(retry_of(widget)).to_be_disabled()
    expect(retry_of(widget)).to_be_enabled()
    expect(message).not_to_contain_text("second")
    api.troubles.clear()
    retry_of(widget).click()
    expect(widget.locator("[part=hit]")).to_have_count(5)
    expect(message).to_have_count(0)
    expect(widget.locator("[part=input]")).to_be_focused()


@pytest.mark.parametrize(
    ("response", "said"),
    [
        (JSONResponse(refusal("No index.", "Run it."), 503), "The search service has a fault. No index. Run it."),
        (PlainTextResponse("Bad gateway", 502), "The search service has a fault. HTTP 502"),
        (JSONResponse({"unexpected": True}), "The search service has a fault."),
        (PlainTextResponse("<!doctype html>"), "The search service has a fault. HTTP 200"),
        (JSONResponse(refusal(), 429), "Too many searches at the moment."),
        (JSONResponse(refusal("No such kind.", "Lesson?"), 400), "This search was refused. No such kind. Lesson?"),
    ],
)
def test_what_is_wrong_is_said_and_can_be_tried_again(
    response: Response, said: str, visit: Any, search: Any, api: Any
) -> None:
    widget = visit()
    search(widget, LATER)
    expect(widget.locator("[part=hit]").first).to_be_visible()
    api.answers(QUERY, response)
    search(widget, QUERY)
    expect(widget.get_by_role("status")).to_have_text(said)
    expect(widget.locator("[part=hit]")).to_have_count(0)  # those of another query would mislead
    api.troubles.clear()
    retry_of(widget).click()
    expect(widget.locator("[part=hit]")).to_have_count(5)


def test_offline_the_search_waits_for_the_connection(visit: Any, search: Any, offline: BrowserContext) -> None:
    widget = visit()
    offline.set_offline(True)
    search(widget, QUERY)
    expect(widget.get_by_role("status")).to_contain_text("You are offline.")
    offline.set_offline(False)
    expect(widget.locator("[part=hit]")).to_have_count(5)


def test_a_service_that_is_not_there_does_not_answer(visit: Any, search: Any) -> None:
    widget = visit('<afterwise-search endpoint="http://127.0.0.1:9/"></afterwise-search>')
    search(widget, QUERY)
    expect(widget.locator("[part=message]")).to_contain_text("The search service does not answer.")
    expect(retry_of(widget)).to_be_enabled()


def test_a_failed_page_keeps_the_hits_before_it(visit: Any, search: Any, api: Any) -> None:
    widget = visit('<afterwise-search page-size="2"></afterwise-search>')
    search(widget, QUERY)
    expect(widget.locator("[part=hit]")).to_have_count(2)
    api.answers(QUERY, PlainTextResponse("", 502))
    widget.get_by_role("button", name="Show more").click()
    expect(widget.locator("[part=message]")).to_contain_text("The search service has a fault.")
    expect(widget.locator("[part=hit]")).to_have_count(2)
    api.troubles.clear()
    retry_of(widget).click()
    expect(widget.locator("[part=hit]")).to_have_count(4)


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ('filters="lesson"', "This widget is set up wrongly: filters “lesson”"),
        ('filters="kind:lesson;limit:100"', "This widget is set up wrongly: filters “limit:100”"),
        ('endpoint="javascript:alert(1)"', "This widget is set up wrongly: endpoint “javascript:alert(1)”"),
        ('endpoint="https://"', "This widget is set up wrongly: endpoint “https://”"),
    ],
)
def test_attributes_that_cannot_be_read_are_quoted_and_search_nothing(
    attributes: str, said: str, visit: Any, search: Any, api: Any
) -> None:
    widget = visit(f"<afterwise-search {attributes}></afterwise-search>")
    search(widget, QUERY)
    expect(widget.get_by_role("status")).to_have_text(said)
    assert ("/v1/search", QUERY) not in api.asked
