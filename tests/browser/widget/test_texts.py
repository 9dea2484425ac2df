"""What the module makes of texts, compared with what the service makes of the same ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.facets import FACETS
from retrieval.errors import QueryError
from service.pages.wording import LANGUAGES
from service.widget.filters import parse_filters

# Letters of one and of two UTF-16 units, a zero-width joiner, a variation selector, a bidi control, a combining accent.
LETTERS = st.text(alphabet="ab é́😀👩🏽‍🚒\ufe0f\u202e𐍈<&", max_size=30)


@st.composite
def highlighted(draw: st.DrawFn) -> tuple[str, list[dict[str, int]]]:
    """A text and spans of it in code points, in order, as the service gives them."""
    text = draw(LETTERS)
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = zip(ends[::2], ends[1::2], strict=False)
    return text, [{"start": start, "end": end} for start, end in spans]


def examples(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """Many values of a strategy, to be looked at in the browser all at once."""
    found: list[Any] = []

    @settings(max_examples=count, database=None)
    @given(strategy)
    def collect(value: Any) -> None:
        found.append(value)

    collect()
    return found


def test_highlights_are_cut_by_code_points(module: Any) -> None:
    every = examples(highlighted(), 300)
    assert any(ord(letter) > 0xFFFF for text, spans in every for span in spans for letter in text[: span["start"]])
    for (text, spans), pieces in zip(every, module("cutAtHighlights", every), strict=True):
        assert "".join(piece["text"] for piece in pieces) == text
        marked = [piece["text"] for piece in pieces if piece["marked"]]
        assert marked == [text[span["start"] : span["end"]] for span in spans]


def expected(text: str) -> dict[str, list[str]] | None:
    """What the service reads; None where it refuses."""
    try:
        return parse_filters(text)
    except QueryError:
        return None


def test_filters_are_read_as_the_service_reads_them(module: Any) -> None:
    parts = st.sampled_from(["kind:", "country:", "x", ":", ";", "\\", " ", "Côte d’Ivoire", "😀"])
    every = examples(st.lists(parts, max_size=12).map("".join), 400)
    read = module("parseFilters", [[text] for text in every])
    for text, found in zip(every, read, strict=True):
        wanted = expected(text)
        assert (found == wanted) if wanted is not None else isinstance(found, str), text
    assert sum(isinstance(found, dict) and len(found) > 0 for found in read) > 20


def test_written_filters_are_read_back(module: Any) -> None:
    values = st.text(alphabet="ab;\\: 😀", min_size=1, max_size=8).map(str.strip).filter(bool)
    every = examples(st.dictionaries(st.sampled_from(sorted(FACETS)), st.lists(values, min_size=1, max_size=3)), 200)
    written = module("writeFilters", [[filters] for filters in every])
    assert [parse_filters(text) for text in written] == every


def test_the_fields_are_those_of_the_service(page: Any, module: Any, api: Any) -> None:
    fields = page.evaluate("async (address) => (await import(address)).FIELDS", f"{api.address}/widget.js")
    assert set(fields) == set(FACETS)


def test_every_language_says_everything(page: Any, module: Any, api: Any) -> None:
    words = page.evaluate("async (address) => (await import(address)).WORDS", f"{api.address}/widget.js")
    assert set(words) == set(LANGUAGES)
    shapes = {
        code: {key: sorted(said) if isinstance(said, dict) else "text" for key, said in some.items()}
        for code, some in words.items()
    }
    assert shapes["fr"] == shapes["es"] == shapes["en"]
    for key, said in words["en"].items():
        for code in ("fr", "es"):
            other = words[code][key]
            for form in ("one", "other") if isinstance(said, dict) else (None,):
                one, two = (said, other) if form is None else (said[form], other[form])
                assert {name for name in ("{count}", "{words}", "{problem}") if name in one} == {
                    name for name in ("{count}", "{words}", "{problem}") if name in two
                }, (code, key)


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("https://example.org/#a", "https://example.org/#a"),
        ("http://example.org", "http://example.org/"),
        ("javascript:alert(1)", None),
        (" \tJaVaScRiPt:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,<script>alert(1)</script>", None),
        ("vbscript:x", None),
        ("file:///etc/passwd", None),
        ("blob:https://example.org/x", None),
        ("//", None),
        ("", None),
        (None, None),
    ],
)
def test_links_lead_to_the_web_or_nowhere(value: str | None, address: str | None, module: Any) -> None:
    assert module("webAddress", [[value]]) == [address]


def test_a_time_to_wait_is_read_in_seconds_and_as_a_date(module: Any) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    past = format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True)
    headers = ["0", "12", "999999", past, "soon", "-5", "", None]
    assert module("secondsUntil", [[header] for header in headers]) == [0, 12, 3600, 0, 0, 0, 0, 0]
    assert 60 <= module("secondsUntil", [[soon]])[0] <= 90
