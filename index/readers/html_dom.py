"""The part of an HTML page that is its content: navigation, scripts, forms and hidden elements cut away."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_NEVER = (
    "script, style, noscript, template, nav, footer, aside, form, button, select, svg, canvas, iframe, object, embed,"
    " dialog, audio, video, head, [hidden], [aria-hidden=true], [role=navigation], [role=banner], [role=contentinfo],"
    " [role=search], [role=dialog], [role=alert], [role=menu], [role=toolbar]"
)
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|cookies?|sidebar|share|sharing|social|skip(?:-?link)?"
    r"|pagination|pager|related|newsletter|subscribe|advert(?:isement)?|banner|sr-only|visually-hidden|print-only)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_MAIN = ("main", "[role=main]", "article", "#content", "#main-content", "#main", ".content", ".article-body")
_LEAST_SHARE = 0.4  # of the page's text that a main part must hold to be believed
_KEPT_TAGS = frozenset({"html", "body", "main", "article"})


def content_of(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that holds the page's content, after everything else was taken out of `tree`. None without a body."""
    body = tree.body
    if body is None:
        return None
    _cut_away(tree)
    whole = _length(body)
    for selector in _MAIN:
        largest = max(tree.css(selector), key=_length, default=None)
        if largest is not None and _length(largest) >= _LEAST_SHARE * whole:
            return largest
    return body


def _cut_away(tree: LexborHTMLParser) -> None:
    outside = [node for node in tree.css(_NEVER) if node.tag not in _KEPT_TAGS]
    outside += [node for node in tree.css("[class], [id]") if node.tag not in _KEPT_TAGS and _is_aside(node)]
    outside += [node for node in tree.css("body > header, body > div > header") if not node.css_matches("h1")]
    for node in outside:
        node.remove()  # not freed: one of them may lie in another


def _is_aside(node: LexborNode) -> bool:
    """By its class or id, unless it holds the main part: pages have wrappers with any name."""
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return bool(_ASIDE.search(names)) and not node.css_matches("main, article, h1")


def _length(node: LexborNode) -> int:
    return len(node.text())
