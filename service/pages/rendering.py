"""Templates → HTML responses with the headers of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from retrieval.address import source_address
from retrieval.answer import Span
from service.headers import content_policy
from service.pages.assets import asset
from service.pages.direction import direction_of
from service.pages.marking import pieces
from service.pages.state import SearchState
from service.pages.wording import LANGUAGES, Wording

HEADERS = {"Cache-Control": "no-cache", "Vary": "Accept-Language", "Content-Security-Policy": content_policy()}


def _span(span: Span) -> tuple[int, int]:
    return span.start, span.end


_TEMPLATES = Environment(
    loader=PackageLoader("service.pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_TEMPLATES.globals |= {
    "asset": asset,
    "pieces": pieces,
    "source_address": source_address,
    "direction_of": direction_of,
    "zip": zip,
}
_TEMPLATES.filters |= {"span": _span}


def fragment(template: str, wording: Wording, **values: Any) -> Markup:
    """A part of a page, made like the whole."""
    return Markup(_TEMPLATES.get_template(template).render(wording=wording, t=wording.say, **values))  # noqa: S704


def page(
    template: str,
    wording: Wording,
    state: SearchState,
    *,
    status: int = 200,
    language_links: Sequence[tuple[str, str]] | None = None,
    **values: Any,
) -> HTMLResponse:
    """A page in the reader's language.

    `state` is the search that its form holds; `language_links` lead to the page in each language, where its address is
    not that of the search. `values` are what the template names; a missing one is an error.
    """
    html = _TEMPLATES.get_template(template).render(
        wording=wording,
        t=wording.say,
        state=state,
        home=SearchState(ui=state.ui).address,
        language_links=language_links or [(code, state.in_language(code).address) for code in LANGUAGES],
        **values,
    )
    # Half of a surrogate pair cannot be written in UTF-8; an error message may quote one.
    return HTMLResponse(html.encode(errors="replace"), status, HEADERS | {"Content-Language": wording.code})
