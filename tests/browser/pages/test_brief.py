"""A brief in a browser: from the upload to the Word file, by keyboard, called off, without scripts, for everybody."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

Look = Callable[[Page], list[str]]
DRAFT = """Background

Young people around the lakes look for work. Fish processing employs many of them, mostly women without a contract, and
training centres teach trades in which nobody hires.

Sustainability and exit strategy

The project will hand its services over to the district councils and other national partners before it closes. An exit
strategy will be agreed with them at the midterm review.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The draft as a Word file."""
    document = docx.Document()
    for block in DRAFT.strip().split("\n\n"):
        if len(block) < 60:
            document.add_heading(block, 1)
        else:
            document.add_paragraph(" ".join(block.split()))
    path = tmp_path / "concept note.docx"
    document.save(str(path))
    return path


def ready(page: Page) -> None:
    """Wait until the brief is whole."""
    expect(page.locator("#brief-status")).to_contain_text("The brief is ready")


def test_from_upload_to_word(page: Page, service: str, file: Path, complaints: list[str]) -> None:
    page.goto(service)
    page.get_by_role("link", name="Writing a proposal?").click()
    page.get_by_label("Or a file").set_input_files(file)
    page.get_by_role("button", name="Find lessons").click()
    ready(page)
    quoted = page.locator(".item .passage").all_text_contents()
    assert quoted
    expect(page.locator("#draft")).to_be_hidden()
    expect(page.get_by_role("status")).to_contain_text("The brief is ready")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Word document").click()
    assert re.fullmatch(r"afterwise-brief-\d{4}-\d\d-\d\d\.docx", saved.value.suggested_filename)
    content = Path(saved.value.path()).read_bytes()
    texts = {one.text for one in docx.Document(io.BytesIO(content)).paragraphs}
    assert all(line in texts for text in quoted for line in text.split("\n") if line.strip())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        notes = package.read("word/_rels/footnotes.xml.rels").decode()
    assert f"{service}/p/" in notes
    assert page.url == f"{service}/brief"
    assert complaints == []


def test_parts_have_entries_that_lead_to_them(page: Page, service: str) -> None:
    page.goto(f"{service}/brief")
    page.get_by_label("Text of the draft").fill(DRAFT)
    page.get_by_role("button", name="Find lessons").click()
    ready(page)
    entries = page.locator(".contents a")
    expect(entries).to_have_count(page.locator(".part").count())
    entries.last.click()
    expect(page.get_by_role("heading", name="Design check")).to_be_in_viewport()


def test_by_keyboard_alone(page: Page, service: str) -> None:
    page.goto(f"{service}/brief")
    page.get_by_label("Text of the draft").focus()
    page.keyboard.insert_text(DRAFT)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Or a file")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    ready(page)
    expect(page.locator("#brief-status")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Word document")).to_be_focused()
    with page.expect_download():
        page.keyboard.press("Enter")


def test_the_work_can_be_called_off(page: Page, service: str) -> None:
    waiting: list[Route] = []
    page.route("**/brief", lambda route: waiting.append(route) if route.request.method == "POST" else route.continue_())
    page.goto(f"{service}/brief")
    page.get_by_label("Text of the draft").fill(DRAFT)
    page.get_by_role("button", name="Find lessons").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_label("Text of the draft")).to_be_focused()
    expect(page.get_by_label("Text of the draft")).to_have_value(DRAFT)
    assert len(waiting) == 1
    page.unroute("**/brief")
    page.get_by_role("button", name="Find lessons").click()
    ready(page)


def test_another_draft_begins_with_the_text_as_it_was(page: Page, service: str) -> None:
    page.goto(f"{service}/brief")
    page.get_by_label("Text of the draft").fill(DRAFT)
    page.get_by_role("button", name="Find lessons").click()
    ready(page)
    page.get_by_role("link", name="Another draft").click()
    expect(page.get_by_label("Text of the draft")).to_have_value(DRAFT)
    expect(page.locator("#brief")).to_be_hidden()


def test_a_file_can_be_dropped(page: Page, service: str) -> None:
    page.goto(f"{service}/brief")
    dropped = page.evaluate_handle(
        """text => {
            const held = new DataTransfer();
            held.items.add(new File([text], "draft.txt", { type: "text/plain" }));
            return held;
        }""",
        DRAFT,
    )
    page.dispatch_event("#draft", "drop", {"dataTransfer": dropped})
    assert page.evaluate("document.getElementById('draft-file').files[0].name") == "draft.txt"
    page.get_by_role("button", name="Find lessons").click()
    ready(page)


def test_nothing_given_and_broken_files_are_told_in_place(page: Page, service: str, tmp_path: Path) -> None:
    page.goto(f"{service}/brief")
    page.get_by_role("button", name="Find lessons").click()
    expect(page.get_by_role("alert")).to_have_text("Paste a text or choose a file first.")
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 broken beyond repair")
    page.get_by_label("Or a file").set_input_files(broken)
    page.get_by_role("button", name="Find lessons").click()
    expect(page.get_by_role("alert")).to_contain_text("broken.docx")
    expect(page.get_by_label("Text of the draft")).to_be_visible()


def test_a_stream_that_breaks_off_is_told(page: Page, service: str) -> None:
    page.route(
        "**/brief",
        lambda route: (
            route.fulfill(status=200, body='{"event": "started", "total": 2, "html": ""}\n')
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    page.goto(f"{service}/brief")
    page.get_by_label("Text of the draft").fill(DRAFT)
    page.get_by_role("button", name="Find lessons").click()
    expect(page.locator("#brief-trouble")).to_contain_text("That did not work")


def test_a_quotation_is_copied_with_its_citation(page: Page, service: str, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{service}/brief")
    page.get_by_label("Text of the draft").fill(DRAFT)
    page.get_by_role("button", name="Find lessons").click()
    ready(page)
    page.locator(".item .copy").first.click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(page.locator(".item .passage").first.text_content() or "-")
    assert copied.endswith(page.locator(".item .cited").first.text_content() or "-")


def test_without_scripts_a_form_answers_with_the_whole_brief(plain: Page, service: str) -> None:
    plain.goto(f"{service}/brief")
    plain.get_by_label("Text of the draft").fill(DRAFT)
    plain.get_by_role("button", name="Find lessons").click()
    ready(plain)
    expect(plain.locator(".item").first).to_be_visible()
    with plain.expect_download() as saved:
        plain.get_by_role("button", name="Word document").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"PK")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: Any, page: Page, service: str, axe: Look) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{service}/brief")
    assert axe(page) == []
    page.get_by_label("Text of the draft").fill(DRAFT)
    page.get_by_role("button", name="Find lessons").click()
    ready(page)
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true }")
    assert axe(page) == []


def test_a_narrow_screen_needs_no_scrolling_sideways(phone: BrowserContext, service: str) -> None:
    page = phone.new_page()
    page.goto(f"{service}/brief?ui=fr")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator("#draft-text").fill(DRAFT)
    page.locator("#draft button").tap()
    expect(page.locator("#save")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_hostile_records_run_nothing(page: Page, serve: Any, hostile_data: Path, complaints: list[str]) -> None:
    from service.app import create_app

    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    with serve(create_app(hostile_data)) as address:
        page.goto(f"{address}/brief")
        page.get_by_label("Text of the draft").fill(f"{DRAFT}\n\n<img src=x onerror=alert(1)>\n")
        page.get_by_role("button", name="Find lessons").click()
        expect(page.locator("#brief-again")).to_be_visible()
        assert page.locator("#brief img, #brief script, #brief svg").count() == 0
    assert dialogs == []
    assert complaints == []
