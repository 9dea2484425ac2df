"""The pages around the widget: one for frames of other people's pages, one that demonstrates it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from service.headers import OURSELVES, content_policy

_TEMPLATES = Environment(
    loader=PackageLoader("service.widget"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def embed_page(ancestors: Sequence[str], **values: Any) -> HTMLResponse:
    """The widget alone, for frames of pages of the origins `ancestors` and for our own."""
    policy = content_policy(frame_ancestors=(*OURSELVES, *ancestors))
    return _page("embed.html", policy, values)


def demo_page(**values: Any) -> HTMLResponse:
    """Two widgets, a frame, and what to copy."""
    return _page("demo.html", content_policy(frame_src=OURSELVES), values)


def _page(template: str, policy: str, values: Mapping[str, Any]) -> HTMLResponse:
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache", "Vary": "Accept-Language"}
    html = _TEMPLATES.get_template(template).render(values)
    # Half of a surrogate pair cannot be written in UTF-8; a parameter may hold one.
    return HTMLResponse(html.encode(errors="replace"), headers=headers)
