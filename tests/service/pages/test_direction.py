"""Which way text runs."""

from __future__ import annotations

import pytest

from service.pages.direction import direction_of


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), (None, "auto")])
def test_text_runs_as_its_language_is_written(language: str | None, direction: str) -> None:
    assert direction_of(language) == direction
