"""Whatever a record or a query holds, it is text on a page and nothing else."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>"
PAGES = [
    "/",
    "/?q=exit+strategy",
    "/?q=exit+strategy&country=" + "%3Cscript%3Ealert(1)%3C/script%3E",
    "/p/bad:recommendation:script",
    "/p/bad:recommendation:bidi",
    "/p/bad:management_response:script",
    "/p/%3Cscript%3Ealert(1)%3C/script%3E",
    "/?q=%3Cscript%3Ealert(1)%3C/script%3E",
    "/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&ui=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&kind=%3Cb%3E",
    "/?q=%7B%7B+7+*+7+%7D%7D",
    "/?q=exit&kind=%22%3E%3Cscript%3E",
]


def harmless(html: str) -> LexborHTMLParser:
    """A page, after a look at everything in it that could run or lead astray."""
    page = LexborHTMLParser(html)
    assert [one.attributes.get("src") for one in page.css("script")] == [
        src for one in page.css("script") if (src := one.attributes.get("src")) and src.startswith("/static/")
    ]
    assert len(page.css("script")) == 1
    assert not page.css("img, iframe, object, embed, base, style, svg[onload], body [onerror]")
    for one in page.css("*"):
        assert not [name for name in one.attributes if name.startswith("on") or name == "style"]
        for name in ("href", "action", "src"):
            target = one.attributes.get(name)
            assert target is None or target.startswith(("/", "#", "https://", "http://")), target
    return page


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_a_record_or_an_address_becomes_markup(path: str, hostile: TestClient) -> None:
    response = hostile.get(path)
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    harmless(response.text)
    assert "<script>alert" not in response.text


def test_hostile_text_is_shown_as_it_is(hostile: TestClient) -> None:
    page = harmless(hostile.get("/?q=exit+strategy").text)
    titles = [one.text() for one in page.css(".hit h2 a")]
    assert len(titles) == 4
    assert all(SCRIPT in title for title in titles)
    passages = " ".join(one.text() for one in page.css(".passage"))
    assert "{{ 7 * 7 }}" in passages
    assert SCRIPT in passages
    assert not page.css(".doors a[rel~=external]")  # a javascript: address is no source


def test_highlights_are_whole_words_beside_characters_outside_the_basic_plane(hostile: TestClient) -> None:
    page = harmless(hostile.get("/?q=exit+strategy").text)
    marks = {mark.text() for mark in page.css(".passage mark")}
    assert marks == {"exit", "strategy"}


def test_a_passage_carries_its_language_and_direction(hostile: TestClient) -> None:
    page = harmless(hostile.get("/p/bad:recommendation:arabic").text)
    (passage,) = page.css(".passage")
    assert (passage.attributes["lang"], passage.attributes["dir"]) == ("ar", "rtl")


def test_text_with_controls_of_direction_stands_apart_from_what_is_around_it(hostile: TestClient) -> None:
    page = harmless(hostile.get("/p/bad:management_response:script").text)
    assert all(one.tag == "bdi" for one in page.css(".status"))
    assert page.css_first("h1").attributes["dir"] == "auto"


def test_a_query_that_is_too_long_is_refused_with_a_page(hostile: TestClient) -> None:
    response = hostile.get("/", params={"q": "🌽" + "exit " * 2_001})
    assert response.status_code == 400
    assert "the most is 10,000" in harmless(response.text).css_first(".detail").text()
