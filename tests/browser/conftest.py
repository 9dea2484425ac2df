"""A real browser before the real service: Chromium of the operating system and Playwright, with axe-core to look on."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from starlette.types import ASGIApp

from service.app import create_app
from service.settings import ServiceSettings

Serve = Callable[[ASGIApp], AbstractContextManager[str]]
Look = Callable[[Page], list[str]]

# No sandbox: tests may run as root in a container. The rest keeps the browser off the network.
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


expect.set_options(timeout=15_000)  # milliseconds: other tests may keep the machine busy


def _chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found:
        return found
    missing = "no Chromium: apt-get install chromium, or name yours in CHROMIUM=/path/to/chrome"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="module")  # not longer: while Playwright is at work, nothing else can run an event loop
def browser() -> Iterator[Browser]:
    """One browser for the tests of a file. Skips with a reason where there is none; fails where CI=true."""
    chromium = _chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile, so that no test sees what another left. Its window is 1200 × 900 pixels."""
    with browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB") as context:
        context.set_default_timeout(15_000)  # milliseconds
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty tab."""
    return context.new_page()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A tab without scripts."""
    with browser.new_context(java_script_enabled=False, locale="en-GB") as context:
        context.set_default_timeout(15_000)  # milliseconds
        yield context.new_page()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the page wrote to the console as an error (broken policies among it) and threw, as it happens."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@contextmanager
def _serve(app: ASGIApp) -> Iterator[str]:
    """An application on a free port of 127.0.0.1, in a thread: its address, without a slash at the end."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Serves any application on a port, so on an origin, of its own."""
    return _serve


@pytest.fixture(scope="session")
def service(served_data: Path) -> Iterator[str]:
    """The address of the real service over the sample, with default settings."""
    with _serve(create_app(served_data, ServiceSettings())) as address:
        yield address


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
