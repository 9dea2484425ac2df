"""The widget on pages of another origin, under a strict policy, before a service that can be slow or broken."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from service.app import create_app
from service.settings import ServiceSettings


@dataclass
class Trouble:
    """What a troubled service does with one query: answers late, or something else than it would, or both."""

    seconds: float = 0.0
    response: Response | None = None


@dataclass
class TroubledService:
    """The real service, but for the paths and queries in `troubles`. Remembers what it was asked and who hung up."""

    app: ASGIApp
    address: str = ""
    troubles: dict[tuple[str, str], Trouble] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    deserted: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = QueryParams(scope.get("query_string", b"")).get("q", "")
        if query:
            self.asked.append((scope["path"], query))
        trouble = self.troubles.get((scope["path"], query))
        if trouble and trouble.seconds and await self._left(receive, trouble.seconds):
            self.deserted.append(query)
            return
        if trouble and trouble.response:
            trouble.response.headers["Access-Control-Allow-Origin"] = Request(scope).headers.get("Origin", "")
            trouble.response.headers["Access-Control-Expose-Headers"] = "Retry-After"
            await trouble.response(scope, receive, send)
            return
        await self.app(scope, receive, send)

    async def _left(self, receive: Receive, seconds: float) -> bool:
        """Wait; whether the browser hung up meanwhile."""
        try:
            async with asyncio.timeout(seconds):
                while (await receive())["type"] != "http.disconnect":
                    pass
        except TimeoutError:
            return False
        return True

    def answers(
        self, query: str, response: Response | None = None, *, after: float = 0.0, path: str = "/v1/search"
    ) -> None:
        """Answer a query with `response`, or as the real service does, `after` some seconds."""
        self.troubles[path, query] = Trouble(after, response)

    def suggests(self, *texts: str, to: str, after: float = 0.0) -> None:
        """Suggest these to what was typed."""
        some = [{"text": text, "kind": "word", "detail": None, "count": 3} for text in texts]
        self.answers(to, JSONResponse({"query": to, "suggestions": some}), after=after, path="/v1/suggest")

    def hears(self, path: str, query: str) -> None:
        """Wait until it was asked this."""
        self._wait(lambda: (path, query) in self.asked)

    def is_deserted(self, query: str) -> None:
        """Wait until the browser hung up on this query."""
        self._wait(lambda: query in self.deserted)

    def _wait(self, happened: Callable[[], bool]) -> None:
        patience = time.monotonic() + 15
        while not happened():
            assert time.monotonic() < patience, (self.asked, self.deserted)
            time.sleep(0.02)


@dataclass
class Intranet:
    """A site that somebody else runs: its pages allow scripts and requests of the service, and nothing else."""

    address: str = ""
    policy: str = ""
    body: str = ""
    language: str = "en"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        html = f'<!doctype html><html lang="{self.language}"><title>Intranet</title><body>{self.body}</body></html>'
        await HTMLResponse(html, headers={"Content-Security-Policy": self.policy})(scope, receive, send)


@pytest.fixture(scope="session")
def _intranet(serve: Any) -> Iterator[Intranet]:
    intranet = Intranet()
    with serve(intranet) as intranet.address:
        yield intranet


@pytest.fixture(scope="session")
def _troubled(serve: Any, _intranet: Intranet, served_data: Path) -> Iterator[TroubledService]:
    origins = (_intranet.address,)
    app = create_app(served_data, ServiceSettings(allowed_origins=origins, frame_ancestors=origins))
    app.state.runtime.searcher()  # opened now, so that no test waits for the encoder
    troubled = TroubledService(app)
    with serve(troubled) as troubled.address:
        yield troubled


@pytest.fixture
def api(_troubled: TroubledService) -> TroubledService:
    """The service, without troubles until a test makes some."""
    _troubled.troubles.clear()
    _troubled.asked.clear()
    _troubled.deserted.clear()
    return _troubled


@pytest.fixture
def intranet(_intranet: Intranet, api: TroubledService) -> Intranet:
    """The site. Its policy is the one that docs/widget.md names."""
    _intranet.policy = f"default-src 'none'; script-src {api.address}; connect-src {api.address}"
    _intranet.language = "en"
    return _intranet


Visit = Callable[..., Locator]


@pytest.fixture
def visit(page: Page, intranet: Intranet, api: TroubledService) -> Visit:
    """Opens a page with the given HTML around `<script>`; gives back the widgets on it."""

    def visit(body: str = "<afterwise-search></afterwise-search>", language: str = "en") -> Locator:
        intranet.body = f'{body}<script type="module" src="{api.address}/widget.js"></script>'
        intranet.language = language
        page.goto(intranet.address)
        page.wait_for_function("() => Boolean(customElements.get('afterwise-search'))")
        return page.locator("afterwise-search")

    return visit


def search(widget: Locator, query: str) -> None:
    """Type a query and press Enter."""
    widget.locator("[part=input]").fill(query)
    widget.locator("[part=input]").press("Enter")


@pytest.fixture(name="search")
def search_fixture() -> Callable[[Locator, str], None]:
    """Types a query into a widget and presses Enter."""
    return search


@pytest.fixture
def module(page: Page, visit: Visit, api: TroubledService) -> Callable[[str, Any], Any]:
    """Calls a function of the widget's module, in the browser, with each of a list of arguments."""
    visit()

    def call(name: str, every: list[list[Any]]) -> list[Any]:
        run = """async ([address, name, every]) => {
            const { [name]: called } = await import(address);
            return every.map((one) => { try { return called(...one) } catch (error) { return error.message } });
        }"""
        found: list[Any] = page.evaluate(run, [f"{api.address}/widget.js", name, every])
        return found

    return call


@pytest.fixture
def offline(context: BrowserContext) -> Iterator[BrowserContext]:
    """The browser's context, to be cut off; back on the network afterwards."""
    yield context
    context.set_offline(False)
