"""Filters as one text. What widget.js makes of the same texts is compared in tests/browser/widget/test_texts.py."""

from __future__ import annotations

import pytest

from retrieval.errors import QueryError
from service.widget.filters import parse_filters


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("", {}),
        (" ; ;", {}),
        ("kind:lesson", {"kind": ["lesson"]}),
        ("kind:lesson;country:Kenya", {"kind": ["lesson"], "country": ["Kenya"]}),
        ("country:Kenya;country:Nepal;", {"country": ["Kenya", "Nepal"]}),
        (" country : Tanzania, United Republic of ", {"country": ["Tanzania, United Republic of"]}),
        ("theme:Work: the future", {"theme": ["Work: the future"]}),
        (r"theme:one\;two;kind:lesson", {"theme": ["one;two"], "kind": ["lesson"]}),
        (r"theme:back\\;kind:lesson", {"theme": ["back\\"], "kind": ["lesson"]}),
        (r"theme:a\b", {"theme": [r"a\b"]}),
        ("theme:end\\", {"theme": ["end\\"]}),
    ],
)
def test_fields_values_and_escapes(text: str, filters: dict[str, list[str]]) -> None:
    assert parse_filters(text) == filters


@pytest.mark.parametrize(
    "text", ["lesson", "kind", "kind:", "kind: ;", ":lesson", "knd:lesson", "limit:5", r"kind\:lesson"]
)
def test_what_is_no_filter_is_an_error_that_quotes_it(text: str) -> None:
    with pytest.raises(QueryError, match="is not a filter") as caught:
        parse_filters(f"country:Kenya;{text}")
    assert repr(text.strip(" ;")) in caught.value.message
