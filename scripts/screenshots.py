"""Pictures of the pages, taken in Chromium over the fictional sample: docs/images/*.png.

    .venv/bin/python scripts/screenshots.py              all of them
    .venv/bin/python scripts/screenshots.py search dark  some of them

Needs what the tests need (scripts/test installs it). Letters look as the fonts of the machine make them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from index.indexer import index
from index.settings import IndexSettings
from service.app import create_app

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
LARGEST = 200_000  # bytes of a picture
PORT = 8099  # always the same: it can be read in a picture
DRAFT = """Context

Young people in the lake districts of Malawi look for work. Fish processing employs many of them, mostly women without a
contract, and training centres teach trades in which nobody hires.

Outputs and activities

The project trains two hundred apprentices with fish processors and helps three cooperatives to keep their books.

Sustainability and exit strategy

The project will hand its services over to the district councils and other national partners before it closes. An exit
strategy will be agreed with them at the midterm review.

Monitoring and evaluation

Indicators are taken from the results framework and reported on every quarter.
"""
QUESTION = "what+worked+for+exit+strategies"


class Picture(NamedTuple):
    """What is to be seen: an address, a window in pixels, light or dark; what is asked, or the draft that is sent."""

    address: str
    width: int = 1200
    height: int = 800
    dark: bool = False
    asked: str = ""
    draft: str = ""


PICTURES = {
    "search": Picture(f"/?q={QUESTION}&year=2020-"),
    "dark": Picture("/p/ilo:recommendation:930001", dark=True),
    "phone": Picture(f"/?q={QUESTION}&kind=lesson", width=390, height=800),
    "start": Picture("/", height=720),
    "no_evidence": Picture("/?q=asteroid+orbit+radar&country=Malawo", height=640),
    "brief": Picture("/brief", height=1000, draft=DRAFT),
    "widget": Picture("/demo/widget", height=900, asked="exit strategies"),
}


@contextmanager
def _service() -> Iterator[str]:
    """The address of the service over the sample."""
    with tempfile.TemporaryDirectory() as folder:
        index([ROOT / "eval_sets" / "sample"], Path(folder), IndexSettings())
        listening = socket.create_server(("127.0.0.1", PORT))
        server = uvicorn.Server(uvicorn.Config(create_app(Path(folder)), log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{PORT}"
        finally:
            server.should_exit = True
            thread.join()


def _take(browser: Browser, service: str, name: str, picture: Picture) -> int:
    """Take one picture. Its size in bytes."""
    size = {"width": picture.width, "height": picture.height}
    scheme = "dark" if picture.dark else "light"
    file = IMAGES / f"{name}.png"
    with browser.new_context(viewport=size, color_scheme=scheme, locale="en-GB") as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(service + picture.address, wait_until="networkidle")
        if picture.asked:
            page.get_by_role("combobox").first.fill(picture.asked)
            with page.expect_response(lambda response: "/v1/search" in response.url):
                page.keyboard.press("Enter")
            page.wait_for_timeout(500)  # milliseconds: until the hits stand there
        if picture.draft:
            page.get_by_role("textbox").fill(picture.draft)
            page.get_by_role("button", name="Find lessons").click()
            page.locator("#save").wait_for()
        page.screenshot(path=file)
    return file.stat().st_size


def main(arguments: Sequence[str]) -> int:
    """Take the pictures that are named, or all. 1 where one is too large for a repository."""
    parser = argparse.ArgumentParser(description="Take pictures of the pages for the documentation.")
    parser.add_argument("pictures", nargs="*", choices=[*PICTURES, []], help="which; all where none is named")
    chosen = parser.parse_args(arguments).pictures or list(PICTURES)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        print("No Chromium: apt-get install chromium, or name yours in CHROMIUM=/path/to/chrome", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with _service() as service, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        sizes = {name: _take(browser, service, name, PICTURES[name]) for name in chosen}
        browser.close()
    for name, size in sizes.items():
        print(f"docs/images/{name}.png {size:,} bytes{' IS TOO LARGE' if size > LARGEST else ''}")
    return int(max(sizes.values()) > LARGEST)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
