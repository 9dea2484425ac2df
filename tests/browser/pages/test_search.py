"""Searching in a browser: by mouse, by keyboard, back and forth, without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

ASKED = "/?q=exit+strategies"


def titles(page: Page) -> list[str]:
    """The passages that the page links to, in order."""
    links = page.locator(".hit h2 a").all()
    return [link.get_attribute("href") or "" for link in links]


def test_search_refine_page_open_and_back(page: Page, service: str, complaints: list[str]) -> None:
    page.goto(service)
    page.get_by_role("combobox", name="Question or keywords").fill("project")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".hit")).to_have_count(10)
    expect(page).to_have_title("project – Afterwise")
    first = titles(page)
    page.evaluate("document.body.dataset.seen = 'yes'")  # a new page would forget it

    page.get_by_role("checkbox", name=re.compile("^Lesson")).check()
    expect(page).to_have_url(f"{service}/?q=project&kind=lesson")
    expect(page.locator(".hit .facts .kind").filter(has_not_text="Lesson")).to_have_count(0)
    expect(page.get_by_role("checkbox", name=re.compile("^Lesson"))).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("match")

    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(f"{service}/?q=project&kind=lesson&page=2")
    expect(page.locator("#results-title")).to_be_focused()
    assert page.locator("body").get_attribute("data-seen") == "yes"

    page.locator(".hit h2 a").first.click()
    expect(page.locator(".record .passage").first).to_be_visible()
    page.go_back()
    expect(page).to_have_url(f"{service}/?q=project&kind=lesson&page=2")
    page.go_back()
    page.go_back()
    expect(page).to_have_url(f"{service}/?q=project")
    expect(page.get_by_role("checkbox", name=re.compile("^Lesson"))).not_to_be_checked()
    assert titles(page) == first
    assert complaints == []


def test_every_change_stands_in_the_address_and_can_be_mailed(page: Page, service: str) -> None:
    page.goto(service + ASKED)
    page.get_by_label("Sort by").select_option("newest")
    expect(page).to_have_url(re.compile("sort=newest"))
    page.get_by_role("spinbutton", name="From").fill("2019")
    page.get_by_role("spinbutton", name="From").blur()
    expect(page).to_have_url(f"{service}/?q=exit+strategies&year=2019-&sort=newest")
    shown = titles(page)
    other = page.context.new_page()
    other.goto(page.url)
    assert titles(other) == shown
    assert other.get_by_role("spinbutton", name="From").input_value() == "2019"
    other.get_by_role("link", name="Clear all").click()
    expect(other).to_have_url(f"{service}/?q=exit+strategies&sort=newest")


def test_a_newer_question_calls_off_an_older_one(page: Page, service: str) -> None:
    page.goto(service + ASKED)
    waiting: list[Route] = []
    page.route("**/*kind=lesson", lambda route: waiting.append(route))  # never answered
    page.get_by_role("checkbox", name=re.compile("^Lesson")).check()
    expect(page.locator("#answer")).to_have_attribute("aria-busy", "true")
    page.get_by_role("checkbox", name=re.compile("^Recommendation")).check()
    expect(page).to_have_url(f"{service}/?q=exit+strategies&kind=lesson&kind=recommendation")
    expect(page.locator("#answer")).not_to_have_attribute("aria-busy", "true")
    assert len(waiting) == 1


def test_a_wrong_filter_shows_the_page_that_explains_it(page: Page, service: str) -> None:
    page.goto(service + ASKED)
    page.evaluate("document.querySelector('input[name=kind]').value = 'leson'")
    page.locator("input[name=kind]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This search cannot be run")


def test_by_keyboard_alone_from_question_to_citation(page: Page, service: str, complaints: list[str]) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=service)
    page.goto(service)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the results")).to_be_focused()
    box = page.get_by_role("combobox")
    for _ in range(12):
        page.keyboard.press("Tab")
        if box.evaluate("one => one === document.activeElement"):
            break
    expect(box).to_be_focused()
    page.keyboard.type("cooperat")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    chosen = options.first.get_attribute("data-text") or ""
    expect(box).to_have_value(chosen)
    page.keyboard.press("Enter")
    expect(page.locator(".hit").first).to_be_visible()
    expect(page.locator("#q")).to_have_value(chosen)

    link = page.locator(".hit h2 a").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".record")).to_be_visible()
    button = page.get_by_role("button", name="Copy (Plain text)")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#citation-plain").inner_text()
    assert "ILO, “" in copied
    assert complaints == []


def test_suggestions_can_be_left_and_chosen_by_hand(page: Page, service: str) -> None:
    page.goto(service)
    box = page.get_by_role("combobox")
    box.press_sequentially("exit")
    listbox = page.get_by_role("listbox")
    expect(listbox).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(listbox).to_be_hidden()
    expect(box).to_have_value("exit")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially(" str")
    option = page.get_by_role("option").first
    text = option.get_attribute("data-text")
    option.click()
    expect(page).to_have_title(f"{text} – Afterwise")


def test_without_suggestions_the_box_is_a_box(page: Page, service: str) -> None:
    page.route("**/v1/suggest*", lambda route: route.abort())
    page.goto(service)
    page.get_by_role("combobox").press_sequentially("exit strategies")
    page.keyboard.press("Enter")
    expect(page.locator(".hit").first).to_be_visible()


def test_without_scripts_everything_is_there(plain: Page, service: str) -> None:
    plain.goto(service)
    plain.get_by_label("Question or keywords").fill("project")
    plain.keyboard.press("Enter")
    expect(plain.locator(".hit")).to_have_count(10)
    plain.get_by_role("checkbox", name=re.compile("^Lesson")).check()
    plain.get_by_role("spinbutton", name="From").fill("2015")
    plain.get_by_role("button", name="Apply filters").click()
    assert "kind=lesson" in plain.url
    expect(plain.locator(".chip")).to_have_count(2)
    plain.get_by_role("link", name="Next").click()
    assert "page=2" in plain.url
    plain.get_by_role("link", name="FR", exact=True).click()
    expect(plain.locator("html")).to_have_attribute("lang", "fr")
    plain.locator(".hit h2 a").first.click()
    expect(plain.get_by_text("BibTeX").first).to_be_attached()
    expect(plain.get_by_role("button", name="Copier")).to_have_count(0)


@pytest.mark.parametrize(
    ("locale", "heading", "button"),
    [
        ("en-GB", "What did earlier projects learn?", "Search"),
        ("fr-CA", "Qu’ont appris les projets passés ?", "Rechercher"),
        ("es-MX", "¿Qué aprendieron los proyectos anteriores?", "Buscar"),
    ],
)
def test_the_page_speaks_the_language_of_the_browser(
    locale: str, heading: str, button: str, page: Page, service: str
) -> None:
    with page.context.browser.new_context(locale=locale) as context:  # type: ignore[union-attr]
        tab = context.new_page()
        tab.goto(service)
        expect(tab.get_by_role("heading", level=1)).to_have_text(heading)
        expect(tab.get_by_role("button", name=button)).to_be_visible()


def test_a_result_is_taken_along_as_a_file(page: Page, service: str) -> None:
    page.goto(f"{service}{ASKED}&kind=lesson")
    page.get_by_text("Export all").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV table").click()
    text = download.value.path().read_text("utf-8-sig")
    assert "exit strategies" in text
    assert "kind" in text


def test_a_word_on_a_hit_is_said_without_leaving_the_page(page: Page, service: str, complaints: list[str]) -> None:
    page.goto(service + ASKED)
    hit = page.locator(".hit").nth(1)
    hit.get_by_text("Was this useful?").click()
    hit.get_by_label("Why? (if you like)").fill("It names who takes over.")
    hit.get_by_role("button", name="Useful", exact=True).click()
    expect(hit.get_by_text("Thank you for your word.")).to_be_visible()
    expect(page.locator("form.vote")).to_have_count(9)
    expect(page).to_have_url(service + ASKED)
    assert complaints == []


def test_a_word_that_could_not_be_kept_can_be_said_again(page: Page, service: str) -> None:
    page.route("**/feedback?*", lambda route: route.abort())
    page.goto(service + ASKED)
    hit = page.locator(".hit").first
    hit.get_by_text("Was this useful?").click()
    hit.get_by_role("button", name="Not useful").click()
    expect(page.get_by_role("status")).to_have_text("That could not be kept. Please try again later.")
    expect(hit.get_by_role("button", name="Not useful")).to_be_enabled()
