"""The pages over the sample: what they show, what they link to, how large they are."""

from __future__ import annotations

import json
import re

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from retrieval.request import SearchRequest
from service.exports import EXPORTS
from service.pages.examples import _KEPT, example_queries


def get(client: TestClient, path: str, status: int = 200, **headers: str) -> LexborHTMLParser:
    """A page, parsed."""
    response = client.get(path, headers=headers)
    assert response.status_code == status
    return LexborHTMLParser(response.text)


def ids(page: LexborHTMLParser) -> list[str]:
    """The passages that a page of results links to, in order."""
    return [re.sub(r"[?#].*", "", one.attributes["href"] or "") for one in page.css(".hit h2 a")]


def test_the_start_page_says_what_is_inside_and_its_examples_are_answered(client: TestClient) -> None:
    page = get(client, "/")
    text = page.css_first("main").text()
    assert "187 passages of 26 evaluations" in text
    assert page.css_first(".numbers li").text().split() == ["71", "lessons"]
    examples = page.css(".examples a")
    assert len(examples) >= 3
    for example in examples:
        assert ids(get(client, example.attributes["href"] or ""))


def test_results_are_those_of_the_api_in_its_order(client: TestClient) -> None:
    page = get(client, "/?q=exit+strategies&kind=lesson&kind=good_practice")
    answer = client.get("/v1/search?q=exit+strategies&kind=lesson&kind=good_practice").json()
    assert ids(page) == [f"/p/{hit['id']}" for hit in answer["hits"]]
    for shown, hit in zip(page.css(".hit"), answer["hits"], strict=True):
        assert shown.css_first(".passage").text() == hit["text"]
        assert [mark.text() for mark in shown.css("mark")] == [
            hit["text"][span["start"] : span["end"]] for span in hit["highlights"]
        ]
        assert shown.css_first("h2").text() == hit["document"]["title"]
        assert shown.css_first(".passage").attributes["lang"] == hit["language"]
        assert hit["citation"] == shown.css_first(".cited").text()


def test_pages_follow_each_other_without_gap_or_repetition(client: TestClient) -> None:
    path, seen = "/?q=project", []
    for number in range(1, 50):
        page = get(client, path)
        seen += ids(page)
        following = page.css_first("a[rel=next]")
        if following is None:
            break
        assert len(ids(page)) == 10
        path = following.attributes["href"] or ""
        assert f"page={number + 1}" in path
    whole = client.get("/v1/search?q=project&limit=100").json()["hits"]
    assert len(seen) > 10
    assert seen == [f"/p/{hit['id']}" for hit in whole]
    past = get(client, "/?q=project&page=900")
    assert "There is no page 900" in past.css_first("h1").text()


def test_sorted_by_year_the_newest_comes_first(client: TestClient) -> None:
    page = get(client, "/?q=exit+strategies&sort=newest")
    answer = client.get("/v1/search?q=exit+strategies&sort=newest").json()
    assert ids(page) == [f"/p/{hit['id']}" for hit in answer["hits"]]
    assert page.css_first("#sort option[selected]").attributes["value"] == "newest"


def test_choices_narrow_combine_and_can_be_taken_back(client: TestClient) -> None:
    page = get(client, "/?q=exit+strategies&kind=lesson")
    checked = [one.attributes["value"] for one in page.css("input[name=kind][checked]")]
    others = [one.attributes["value"] for one in page.css("input[name=kind]:not([checked])")]
    assert checked == ["lesson"]
    assert "recommendation" in others  # what could be added is still there
    chip = page.css_first(".chip")
    assert chip.attributes["href"] == "/?q=exit+strategies"
    assert page.css_first(".clear").attributes["href"] == "/?q=exit+strategies"
    assert all(one.attributes["form"] == "search" for one in page.css(".filters input"))


def test_a_recommendation_shows_what_management_answered(client: TestClient) -> None:
    page = get(client, "/?q=write+an+exit+strategy+before+the+midterm+review&kind=recommendation")
    response = page.css_first(".hit .response")
    assert [one.text() for one in response.css(".status")] == ["Partially Completed", "Partially achieved"]
    assert "hand-over protocols" in response.css_first(".said").text()


def test_no_evidence_says_so_and_what_to_try(client: TestClient) -> None:
    page = get(client, "/?q=asteroid+orbit+radar&country=Malawo")
    assert page.css_first("h1").text() == "No strong evidence in this collection"
    text = page.css_first(".none").text()
    assert "asteroid, orbit, radar" in text
    close = page.css_first(".none a[href*='country=Malawi']")
    assert close.text() == "Malawi"
    assert page.css(".examples a")
    assert not page.css(".hit")


@pytest.mark.parametrize("query", ["exit stratgies", "stratgies"])
def test_a_misspelt_word_is_offered_as_it_is_written(query: str, client: TestClient) -> None:
    suggested = client.get("/v1/search", params={"q": query}).json()["did_you_mean"]
    assert suggested
    link = get(client, f"/?q={query}&kind=lesson").css_first(".understood a")
    assert link.text() == suggested
    assert "kind=lesson" in (link.attributes["href"] or "")
    assert ids(get(client, link.attributes["href"] or ""))


def test_quotation_marks_can_be_left_out(client: TestClient) -> None:
    page = get(client, "/?q=%22exit+strategies+are+purple%22")
    link = page.css_first(".none a[href='/?q=exit+strategies+are+purple']")
    assert ids(get(client, link.attributes["href"] or ""))


@pytest.mark.parametrize(
    ("path", "header", "language"),
    [("/?ui=fr", "es", "fr"), ("/", "es-MX,es;q=0.9", "es"), ("/", "ja", "en"), ("/?q=exit&ui=es", "fr", "es")],
)
def test_the_interface_speaks_the_language_of_the_reader(
    path: str, header: str, language: str, client: TestClient
) -> None:
    response = client.get(path, headers={"Accept-Language": header})
    page = LexborHTMLParser(response.text)
    assert page.css_first("html").attributes["lang"] == language
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]
    assert page.css_first(".languages [aria-current]").text() == language.upper()


def test_a_chosen_language_stays_from_page_to_page(client: TestClient) -> None:
    page = get(client, "/?q=exit+strategies&ui=fr")
    links = [one.attributes["href"] or "" for one in page.css(".hit h2 a, .chip, .paging a, .name")]
    assert links
    assert all("ui=fr" in link for link in links)
    assert page.css_first("form input[name=ui]").attributes["value"] == "fr"


def test_a_record_page_shows_everything_that_the_source_says(client: TestClient) -> None:
    record = client.get("/v1/passages/ilo:recommendation:930001").json()
    page = get(client, "/p/ilo:recommendation:930001")
    assert page.css_first("h1").text() == record["document"]["title"]
    assert page.css_first(".passage").text() == record["texts"][0]["text"]
    assert page.css_first("#citation-plain").text() == record["citation"]
    steps = page.css(".timeline li")
    assert [one.css_first(".kind").text() for one in steps] == ["Recommendation", "Management response"]
    assert [one.text() for one in steps[1].css(".status")] == ["Partially Completed", "Partially achieved"]
    assert steps[0].attributes["aria-current"] == "true"
    about = page.css_first(".about").text()
    for value in ("Malawi", "RAF/17/90/BOR", "900101"):
        assert value in about
    source = page.css_first("a[rel~=external]")
    assert source.attributes["href"] == record["document"]["url"]


def test_links_of_a_record_page_lead_somewhere(client: TestClient) -> None:
    page = get(client, "/p/ilo:lesson:910063")
    links = [one.attributes["href"] or "" for one in page.css("main a, footer a, header a, link")]
    assert page.css(".outline a")
    assert page.css(".similar a")
    for link in links:
        if link.startswith("/"):
            assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("format_", ["bibtex", "ris", "csl-json", "apa", "plain"])
def test_a_record_page_holds_every_citation(format_: str, client: TestClient) -> None:
    page = get(client, "/p/ilo:lesson:910063")
    shown = page.css_first(f"#citation-{format_}").text()
    cited = client.get(f"/v1/passages/ilo:lesson:910063/citation?format={format_}").text
    assert shown.split() == cited.strip("[]\n").split()


def test_errors_of_pages_are_pages(client: TestClient, empty_client: TestClient) -> None:
    assert "There is nothing here" in get(client, "/p/ilo:lesson:1", 404).css_first("h1").text()
    assert "Il n’y a rien ici" in get(client, "/p/ilo:lesson:1?ui=fr", 404).css_first("h1").text()
    assert get(client, "/nowhere", 404, Accept="text/html").css_first("form#search")
    wrong = get(client, "/?q=exit&kind=leson", 400)
    assert "Did you mean 'lesson'?" in wrong.css_first(".detail").text()
    assert wrong.css_first("#q").attributes["value"] == "exit"
    assert client.post("/").status_code == 405
    assert client.post("/").headers["Allow"] == "HEAD, GET"
    nothing = get(empty_client, "/", 503)
    assert "afterwise index" in nothing.css_first(".detail").text()


def test_a_page_of_ten_hits_is_small_and_says_how_long_it_took(client: TestClient) -> None:
    response = client.get("/?q=project")
    assert len(ids(LexborHTMLParser(response.text))) == 10
    assert len(response.content) < 60_000
    assert re.search(r"find;dur=\d.*render;dur=\d", response.headers["Server-Timing"])


def test_files_are_kept_as_long_as_their_address_stays(client: TestClient) -> None:
    page = get(client, "/")
    address = page.css_first("link[rel=stylesheet]").attributes["href"] or ""
    assert client.get(address).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(address).headers["Content-Type"] == "text/css; charset=utf-8"
    assert client.get("/static/old/style.css").headers["Cache-Control"] == "no-cache"
    assert client.get("/static/old/style.css").content == client.get(address).content
    assert client.get("/static/old/passwd").status_code == 404
    assert client.get("/static/old/..%2F..%2Fwording.py").status_code == 404


def test_examples_are_the_same_every_time(client: TestClient) -> None:
    searcher = client.app.state.runtime.searcher()  # type: ignore[attr-defined]
    first = example_queries(searcher)
    _KEPT.clear()
    assert example_queries(searcher) == first
    assert all(not searcher.search(SearchRequest(query=one)).abstained for one in first)


def test_the_whole_result_can_be_exported_as_it_is_narrowed(client: TestClient) -> None:
    page = get(client, "/?q=project&kind=lesson&kind=recommendation&from=2019&sort=newest&page=2&ui=fr")
    links = [one.attributes["href"] or "" for one in page.css(".export a")]
    assert [re.sub(r".*format=", "", link) for link in links] == list(EXPORTS)
    searched = client.get("/v1/search?q=project&kind=lesson&kind=recommendation&year=2019-&sort=newest").json()
    for link in links:
        file = client.get(link)
        assert file.status_code == 200
        if link.endswith("jsonl"):
            head = json.loads(file.text.splitlines()[0])
            assert head["query"] == searched["query"]
            assert (head["total"], head["sort"]) == (searched["total"], "newest")


def test_a_page_without_hits_offers_no_export(client: TestClient) -> None:
    assert not get(client, "/?q=tuning+a+violin+for+baroque+music").css(".export")
