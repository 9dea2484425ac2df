"""The widget finds and shows what the service answers, on a page of another origin with a strict policy."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, expect

QUERY = "what worked for exit strategies"


def answer_of(api: Any, **parameters: Any) -> dict[str, Any]:
    """What the service answers a program."""
    found: dict[str, Any] = httpx2.get(f"{api.address}/v1/search", params=parameters, timeout=60).json()
    return found


def test_the_hits_are_those_of_the_service_word_for_word(
    visit: Any, search: Any, api: Any, complaints: list[str]
) -> None:
    widget = visit()
    search(widget, QUERY)
    hits = answer_of(api, q=QUERY, limit=5)["hits"]
    expect(widget.locator("[part=hit]")).to_have_count(5)
    assert widget.locator("[part=passage]").all_text_contents() == [hit["text"] for hit in hits]
    assert widget.locator("[part=title]").all_text_contents() == [hit["document"]["title"] for hit in hits]
    assert widget.locator("[part=mark]").all_text_contents() == [
        hit["text"][span["start"] : span["end"]] for hit in hits for span in hit["highlights"]
    ]
    assert complaints == []


def test_a_hit_says_what_it_is_and_where_it_is_from(visit: Any, search: Any, api: Any) -> None:
    widget = visit('<afterwise-search filters="kind:recommendation"></afterwise-search>')
    search(widget, QUERY)
    hit = widget.locator("[part=hit]").filter(has_text="Lake Towns at Work")
    expect(hit.locator("[part=kind]")).to_have_text("Recommendation")
    expect(hit.locator("[part=facts]")).to_have_text("Recommendation 2021 Malawi, United Republic of Tanzania, Zambia")
    assert hit.locator("[part=status]").all_text_contents() == ["Partially Completed", "Partially achieved"]
    link = hit.locator("[part=title]")
    assert link.get_attribute("href") == f"{api.address}/p/ilo%3Arecommendation%3A930001%3Atext-1?ui=en#asked"
    assert link.get_attribute("rel") == "noopener"
    source = hit.get_by_role("link", name="Source")
    assert source.get_attribute("href") == "https://example.org/ievaldiscovery/#eval_id=900101"


def test_filters_narrow_fields_and_widen_within_one(visit: Any, search: Any, api: Any) -> None:
    widget = visit('<afterwise-search filters="kind:lesson; kind:good_practice; year:2020-"></afterwise-search>')
    search(widget, QUERY)
    expect(widget.locator("[part=hit]")).to_have_count(5)
    total = answer_of(api, q=QUERY, kind=["lesson", "good_practice"], year="2020-")["total"]
    expect(widget.locator("[part=summary]")).to_have_text(f"{total} records match · 5 shown")
    expect(widget.locator("[part=all]")).to_have_attribute(
        "href", f"{api.address}/?q=what+worked+for+exit+strategies&ui=en&kind=lesson&kind=good_practice&year=2020-"
    )


def test_more_hits_come_below_and_take_the_focus(visit: Any, search: Any, api: Any) -> None:
    widget = visit('<afterwise-search page-size="3"></afterwise-search>')
    search(widget, QUERY)
    widget.get_by_role("button", name="Show more").click()
    expect(widget.locator("[part=hit]")).to_have_count(6)
    expect(widget.locator("[part=title]").nth(3)).to_be_focused()
    texts = [hit["text"] for hit in answer_of(api, q=QUERY, limit=6)["hits"]]
    assert widget.locator("[part=passage]").all_text_contents() == texts


def test_the_last_page_offers_no_more(visit: Any, search: Any, api: Any) -> None:
    widget = visit('<afterwise-search page-size="50"></afterwise-search>')
    search(widget, QUERY)
    expect(widget.locator("[part=hit]")).to_have_count(len(answer_of(api, q=QUERY, limit=50)["hits"]))
    expect(widget.get_by_role("button", name="Show more")).to_have_count(0)


def test_no_answer_is_said_in_words_with_a_way_on(visit: Any, search: Any, api: Any) -> None:
    widget = visit('<afterwise-search filters="kind:lesson"></afterwise-search>')
    search(widget, "asteroid orbit radar")
    message = widget.locator("[part=message]")
    expect(message).to_contain_text("No strong evidence in this collection")
    expect(message).to_contain_text("No passage holds the words asteroid, orbit, radar.")
    whole = message.get_by_role("link", name="Search the whole collection")
    assert whole.get_attribute("href") == f"{api.address}/?q=asteroid+orbit+radar&ui=en"
    expect(widget.locator("[part=hit]")).to_have_count(0)


@pytest.mark.parametrize(
    ("page_language", "attribute", "button", "summary"),
    [
        ("en", "", "Search", "matches"),
        ("fr-CA", "", "Rechercher", "correspond"),
        ("es", 'lang="auto"', "Buscar", "coincide"),
        ("en", 'lang="fr"', "Rechercher", "correspond"),
        ("de", "", "Search", "matches"),
        ("fr", 'lang="xx"', "Rechercher", "correspond"),
    ],
)
def test_it_speaks_the_language_of_its_attribute_or_page(
    page_language: str, attribute: str, button: str, summary: str, visit: Any, search: Any
) -> None:
    widget = visit(
        f'<afterwise-search filters="evaluation:900101;kind:lesson" {attribute}></afterwise-search>', page_language
    )
    expect(widget.locator("[part=button]")).to_have_text(button)
    search(widget, "district councils")
    expect(widget.locator("[part=summary]")).to_contain_text(summary)


def test_two_widgets_on_a_page_do_not_mix(visit: Any, search: Any, api: Any, page: Page) -> None:
    widgets = visit(
        '<afterwise-search filters="kind:lesson" label="Lessons"></afterwise-search>'
        '<afterwise-search filters="kind:recommendation" lang="es" label="Recomendaciones"></afterwise-search>'
    )
    lessons, recommendations = widgets.nth(0), widgets.nth(1)
    search(lessons, QUERY)
    search(recommendations, "district councils")
    expect(lessons.locator("[part=kind]").first).to_have_text("Lesson")
    expect(recommendations.locator("[part=kind]").first).to_have_text("Recomendación")
    assert set(lessons.locator("[part=kind]").all_text_contents()) == {"Lesson"}
    assert set(recommendations.locator("[part=kind]").all_text_contents()) == {"Recomendación"}
    assert lessons.evaluate("(widget) => widget.query") == QUERY
    expect(page.get_by_role("search", name="Lessons")).to_have_count(1)
    expect(page.get_by_role("search", name="Recomendaciones")).to_have_count(1)


def test_nothing_is_stored_and_nobody_else_is_asked(visit: Any, search: Any, api: Any, page: Page) -> None:
    hosts: list[str] = []
    page.on("request", lambda request: hosts.append(request.url.split("?")[0]))
    widget = visit()
    search(widget, QUERY)
    expect(widget.locator("[part=hit]")).to_have_count(5)
    assert {host.removeprefix(api.address) for host in hosts if not host.startswith(page.url)} == {
        "/widget.js", "/v1/search",
    }  # fmt: skip
    state = page.context.storage_state(indexed_db=True)
    assert state == {"cookies": [], "origins": []}


def test_a_query_in_the_attribute_is_searched_at_once(visit: Any) -> None:
    widget = visit(f'<afterwise-search query="{QUERY}" page-size="1"></afterwise-search>')
    expect(widget.locator("[part=hit]")).to_have_count(1)
    expect(widget.locator("[part=input]")).to_have_value(QUERY)


def test_an_empty_box_asks_nothing(visit: Any, search: Any, api: Any) -> None:
    widget = visit()
    search(widget, "   ")
    assert api.asked == []
    expect(widget.locator("[part=hit]")).to_have_count(0)
