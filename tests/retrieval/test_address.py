"""Addresses of sources, with the page where that opens it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.address import source_address


@pytest.mark.parametrize(
    ("url", "page", "expected"),
    [
        ("https://example.org/report.pdf", 4, "https://example.org/report.pdf#page=4"),
        ("https://example.org/Report.PDF?v=2", 4, "https://example.org/Report.PDF?v=2#page=4"),
        ("https://example.org/report.pdf", None, "https://example.org/report.pdf"),
        ("https://example.org/report.pdf#annex", 4, "https://example.org/report.pdf#annex"),
        ("https://example.org/report", 4, "https://example.org/report"),
        ("https://example.org/#eval_id=683", 4, "https://example.org/#eval_id=683"),
        (" http://example.org/a b{c}.pdf ", 1, "http://example.org/a%20b%7Bc%7D.pdf#page=1"),
        ("https://example.org/évaluation%20finale.pdf", None, "https://example.org/%C3%A9valuation%20finale.pdf"),
        ("javascript:alert(1)", 4, None),
        ("JavaScript://example.org/%0aalert(1)", None, None),
        ("data:text/html,<script>", None, None),
        ("file:///etc/passwd", None, None),
        ("http://[half", None, None),
        ("//example.org/report.pdf", None, None),
        ("report.pdf", 4, None),
        ("", 4, None),
        (None, 4, None),
    ],
)
def test_an_address_leads_to_the_page_or_is_none(url: str | None, page: int | None, expected: str | None) -> None:
    assert source_address(url, page) == expected


@given(st.text(max_size=100).map("https://example.org/{}".format), st.none() | st.integers(1, 999))
def test_an_address_is_one_word_of_ascii_without_braces(url: str, page: int | None) -> None:
    address = source_address(url, page)
    assert address is not None
    assert re.fullmatch(r"https://example\.org/[!#-;=?-\[\]_a-z~]*", address)
