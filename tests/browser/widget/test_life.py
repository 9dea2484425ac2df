"""The element comes late, twice, moves and goes: nothing breaks, nothing is left behind."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

QUERY = "what worked for exit strategies"


def test_an_element_is_upgraded_late_with_its_early_properties(visit: Any, page: Page, api: Any, intranet: Any) -> None:
    intranet.body = '<afterwise-search label="Late"></afterwise-search>'
    page.goto(intranet.address)
    page.evaluate(
        """() => {
            const widget = document.querySelector("afterwise-search");
            widget.pageSize = 2;
            widget.filters = { kind: ["lesson"], theme: ["one;two"] };
        }"""
    )
    page.evaluate("(address) => import(address)", f"{api.address}/widget.js")
    widget = page.locator("afterwise-search")
    expect(page.get_by_role("search", name="Late")).to_be_visible()
    assert widget.get_attribute("page-size") == "2"
    assert widget.get_attribute("filters") == r"kind:lesson;theme:one\;two"
    assert widget.evaluate("(widget) => Object.hasOwn(widget, 'pageSize')") is False


def test_the_script_may_come_twice(visit: Any, page: Page, api: Any, search: Any, complaints: list[str]) -> None:
    widget = visit()
    page.evaluate("(address) => import(address)", f"{api.address}/widget.js?again")
    search(widget, QUERY)
    expect(widget.locator("[part=hit]")).to_have_count(5)
    assert complaints == []


def test_a_removed_widget_stops_asking(visit: Any, page: Page, api: Any, search: Any) -> None:
    told: list[str] = []
    page.expose_function("told", lambda what: told.append(what))
    widget = visit()
    page.evaluate("document.addEventListener('afterwise:results', () => told('results'))")
    api.answers(QUERY, after=2.0)
    search(widget, QUERY)
    api.hears("/v1/search", QUERY)
    page.evaluate("window.removed = document.querySelector('afterwise-search'); removed.remove()")
    api.is_deserted(QUERY)
    assert told == []


def test_a_removed_widget_leaves_no_listener_behind(visit: Any, page: Page) -> None:
    page.add_init_script(
        """window.listening = [];
        const add = EventTarget.prototype.addEventListener;
        EventTarget.prototype.addEventListener = function (name, listener, options) {
            add.call(this, name, listener, options);
            if (this !== window && this !== document) return;
            window.listening.push(name);
            options?.signal?.addEventListener("abort", () => window.listening.splice(listening.indexOf(name), 1));
        };"""
    )
    visit("")
    before = page.evaluate("window.listening.length")
    page.evaluate("document.body.append(...[1, 2].map(() => document.createElement('afterwise-search')))")
    assert page.evaluate("(before) => window.listening.slice(before)", before) == ["online", "online"]
    page.evaluate("document.querySelectorAll('afterwise-search').forEach((widget) => widget.remove())")
    assert page.evaluate("window.listening.length") == before


def test_a_moved_widget_goes_on_with_its_search(visit: Any, page: Page, api: Any, search: Any) -> None:
    widget = visit('<afterwise-search page-size="2"></afterwise-search><main></main>')
    api.answers(QUERY, after=0.5)
    search(widget, QUERY)
    api.hears("/v1/search", QUERY)
    page.evaluate("document.querySelector('main').append(document.querySelector('afterwise-search'))")
    expect(page.locator("main afterwise-search [part=hit]")).to_have_count(2)


def test_a_moved_widget_keeps_its_results(visit: Any, page: Page, api: Any, search: Any) -> None:
    widget = visit('<afterwise-search page-size="2"></afterwise-search><main></main>')
    search(widget, QUERY)
    expect(widget.locator("[part=hit]")).to_have_count(2)
    api.asked.clear()
    page.evaluate("document.querySelector('main').append(document.querySelector('afterwise-search'))")
    expect(page.locator("main afterwise-search [part=hit]")).to_have_count(2)
    assert api.asked == []
    assert page.evaluate("document.querySelectorAll('[slot=status]').length") == 1


def test_a_copy_is_a_widget_of_its_own(visit: Any, page: Page, search: Any) -> None:
    visit('<afterwise-search filters="kind:lesson" page-size="1"></afterwise-search>')
    page.evaluate("document.body.append(document.querySelector('afterwise-search').cloneNode(true))")
    copy = page.locator("afterwise-search").nth(1)
    search(copy, QUERY)
    expect(copy.locator("[part=hit]")).to_have_count(1)
    expect(page.locator("afterwise-search").nth(0).locator("[part=hit]")).to_have_count(0)
    assert page.evaluate("document.querySelectorAll('[slot=status]').length") == 2


def test_a_widget_works_inside_another_shadow_tree(visit: Any, page: Page, search: Any) -> None:
    visit('<div lang="fr" id="host"></div>')
    page.evaluate(
        """() => {
            const root = document.querySelector("#host").attachShadow({ mode: "open" });
            root.append(document.createElement("afterwise-search"));
        }"""
    )
    widget = page.locator("afterwise-search")
    expect(widget.locator("[part=button]")).to_have_text("Rechercher")
    search(widget, QUERY)
    expect(widget.locator("[part=hit]")).to_have_count(5)


def test_a_widget_moves_into_a_frame_with_its_looks(visit: Any, page: Page) -> None:
    visit("<iframe></iframe><afterwise-search></afterwise-search>")
    colours = page.evaluate(
        """() => {
            const widget = document.querySelector("afterwise-search");
            const colour = () => {
                const button = widget.shadowRoot.querySelector("[part=button]");
                return widget.ownerDocument.defaultView.getComputedStyle(button).backgroundColor;
            };
            const before = colour();
            document.querySelector("iframe").contentDocument.body.append(widget);
            return [before, colour(), widget.ownerDocument === document];
        }"""
    )
    assert colours == ["rgb(11, 90, 98)", "rgb(11, 90, 98)", False]


def test_new_attributes_search_again_and_new_words_do_not(visit: Any, api: Any, search: Any) -> None:
    widget = visit()
    search(widget, QUERY)
    expect(widget.locator("[part=hit]")).to_have_count(5)
    widget.evaluate("(widget) => { widget.filters = { kind: ['recommendation'] }; }")
    expect(widget.locator("[part=summary]")).to_have_text("4 records match · 4 shown")
    widget.evaluate("(widget) => { widget.lang = 'fr'; }")
    expect(widget.locator("[part=summary]")).to_have_text("4 fiches correspondent · 4 affichées")
    expect(widget.locator("[part=kind]").first).to_have_text("Recommandation")
    widget.evaluate("(widget) => { widget.placeholder = 'Mots'; widget.label = 'Trouver'; }")
    expect(widget.get_by_placeholder("Mots")).to_be_visible()
    expect(widget.locator("[part=label]")).to_have_text("Trouver")
    assert [query for path, query in api.asked if path == "/v1/search"] == [QUERY, QUERY]


def test_filters_that_become_unreadable_hide_the_hits_of_others(visit: Any, search: Any) -> None:
    widget = visit()
    search(widget, QUERY)
    expect(widget.locator("[part=hit]")).to_have_count(5)
    widget.evaluate("(widget) => widget.setAttribute('filters', 'nothing')")
    expect(widget.locator("[part=message]")).to_contain_text("“nothing”")
    expect(widget.locator("[part=hit]")).to_have_count(0)


def test_a_page_searches_and_clears_by_methods(visit: Any) -> None:
    widget = visit('<afterwise-search page-size="2"></afterwise-search>')
    found = widget.evaluate(
        "async (widget) => { await widget.search('exit strategies'); return [widget.query, widget.hits.length] }"
    )
    assert found == ["exit strategies", 2]
    cleared = widget.evaluate("(widget) => { widget.clear(); return [widget.query, widget.value, widget.hits] }")
    assert cleared == ["", "", []]
    expect(widget.locator("[part=hit], [part=summary]")).to_have_count(0)


def test_events_leave_every_shadow_tree_and_a_selection_can_be_stopped(
    visit: Any, page: Page, search: Any, intranet: Any, api: Any
) -> None:
    widget = visit('<afterwise-search page-size="2"></afterwise-search>')
    page.evaluate(
        """() => {
            window.told = [];
            for (const name of ["afterwise:results", "afterwise:select"]) {
                document.addEventListener(name, (event) => {
                    const { hits, hit, facets, ...rest } = event.detail;
                    told.push([name, { ...rest, hits: hits?.length, hit: hit?.record_id, facets: Boolean(facets) }]);
                    if (window.stop) event.preventDefault();
                });
            }
        }"""
    )
    search(widget, "exit strategies")
    expect(widget.locator("[part=hit]")).to_have_count(2)
    page.evaluate("window.stop = true")
    widget.locator("[part=title]").nth(1).click()
    assert page.url == f"{intranet.address}/"
    results, selected = page.evaluate("window.told")
    assert results[0] == "afterwise:results"
    assert {name: results[1][name] for name in ("query", "offset", "total", "totalIsExact", "abstained", "hits")} == {
        "query": "exit strategies", "offset": 0, "total": 13, "totalIsExact": True, "abstained": False, "hits": 2,
    }  # fmt: skip
    assert len(results[1]["generation"]) == 16
    assert results[1]["facets"] is True
    assert selected[0] == "afterwise:select"
    assert selected[1]["query"] == "exit strategies"
    assert selected[1]["position"] == 2
    assert selected[1]["hit"] == "ilo:recommendation:930001"
    page.evaluate("window.stop = false")
    widget.locator("[part=title]").nth(1).press("Enter")
    page.wait_for_url(f"{api.address}/p/*")


@pytest.mark.parametrize("target", ["_blank", "results"])
def test_hits_open_where_the_page_says(target: str, visit: Any, page: Page, search: Any, api: Any) -> None:
    widget = visit(f'<afterwise-search target="{target}" page-size="1"></afterwise-search>')
    search(widget, QUERY)
    link = widget.locator("[part=title]")
    if target == "_blank":
        expect(link).to_have_accessible_name(
            "Leaving Well: how projects end - Thematic evaluation (opens in a new tab)"
        )
    with page.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_url(f"{api.address}/p/*")
    assert opened.value.evaluate("window.opener") is None
