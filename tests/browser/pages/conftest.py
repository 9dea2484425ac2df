"""The pages of the real service over the sample, and axe-core to look at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

Look = Callable[[Page], list[str]]


@pytest.fixture(scope="session")
def axe() -> Look:
    """What axe-core finds wrong with a page as it stands: rule, and the elements that break it."""
    script = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

    def look(page: Page) -> list[str]:
        page.evaluate(script)
        found = page.evaluate("axe.run()")
        return [
            f"{one['id']}: {one['help']} at {' '.join(str(node['target']) for node in one['nodes'])}"
            for one in found["violations"]
        ]

    return look


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A tab without scripts."""
    with browser.new_context(java_script_enabled=False, locale="en-GB") as context:
        context.set_default_timeout(10_000)
        yield context.new_page()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """The narrowest phone that WCAG 2.2 asks for (1.4.10, reflow): 320 pixels."""
    with browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True, locale="en-GB") as context:
        context.set_default_timeout(10_000)
        yield context
