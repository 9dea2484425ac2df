"""The pages of the real service over the sample."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """The narrowest phone that WCAG 2.2 asks for (1.4.10, reflow): 320 pixels."""
    with browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True, locale="en-GB") as context:
        context.set_default_timeout(10_000)
        yield context
