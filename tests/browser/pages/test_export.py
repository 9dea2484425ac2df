"""Files of a whole result, as a reader saves them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.request import urlopen

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

NARROWED = "/?q=project&kind=lesson&kind=recommendation&year=2019-&sort=newest"


@pytest.mark.parametrize(("link", "suffix"), [("Excel workbook", "xlsx"), ("Word annex", "docx"), ("BibTeX", "bib")])
def test_a_file_is_saved_under_a_name_of_its_own(
    link: str, suffix: str, page: Page, service: str, complaints: list[str]
) -> None:
    page.goto(service + NARROWED)
    page.get_by_text("Export all").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name=link).click()
    assert saved.value.suggested_filename == f"afterwise-project.{suffix}"
    assert Path(saved.value.path()).stat().st_size > 1_000
    assert page.url == service + NARROWED
    assert complaints == []


def test_what_is_exported_is_what_was_narrowed_to_without_a_new_page(page: Page, service: str) -> None:
    page.goto(f"{service}/?q=project&kind=lesson")
    page.get_by_label("Sort by").select_option("newest")
    page.wait_for_url("**sort=newest")
    page.get_by_text("Export all").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Excel workbook").click()
    content = io.BytesIO(Path(saved.value.path()).read_bytes())
    rows = load_workbook(content)["Records"].iter_rows(values_only=True)
    head = next(rows)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    with urlopen(f"{service}/v1/export?q=project&kind=lesson&sort=newest&format=csv") as response:
        table = io.StringIO(response.read().decode("utf-8-sig"), newline="")
    assert [row["record_id"] for row in found] == [row["record_id"] for row in csv.DictReader(table)]
    assert {row["kind"] for row in found} == {"lesson"}
