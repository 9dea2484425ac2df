"""Addresses of sources, with the page where that opens it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.model import Anchor
from retrieval.address import reading_address, source_address


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


LONG = "Plan the hand-over, early & well, with those who stay: service by service."


@pytest.mark.parametrize(
    ("url", "anchor", "text", "expected"),
    [
        ("https://example.org/report.pdf", Anchor(page=4), LONG, "https://example.org/report.pdf#page=4"),
        ("https://example.org/report.pdf", Anchor(), LONG, "https://example.org/report.pdf"),
        (
            "https://example.org/lesson",
            Anchor(),
            LONG,
            "https://example.org/lesson#:~:text=Plan%20the%20hand%2Dover%2C%20early%20%26,who%20stay%3A%20service%20by%20service.",
        ),
        ("https://example.org/lesson", Anchor(), "Plan\n early", "https://example.org/lesson#:~:text=Plan%20early"),
        ("https://example.org/#eval_id=683", Anchor(), LONG, "https://example.org/#eval_id=683"),
        ("https://example.org/lesson", Anchor(), " ", "https://example.org/lesson"),
        ("javascript:alert(1)", Anchor(), LONG, None),
        (None, Anchor(page=4), LONG, None),
    ],
)
def test_a_source_opens_at_the_text(url: str | None, anchor: Anchor, text: str, expected: str | None) -> None:
    assert reading_address(url, anchor, text) == expected
