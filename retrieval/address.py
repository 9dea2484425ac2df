"""Where a reader opens a source at the place that is cited."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

# What RFC 3986 allows in an address, and "%" for what is encoded already.
_ALLOWED = "%:/?#[]@!$&'()*+,;=-._~"


def source_address(url: str | None, page: int | None) -> str | None:
    """The document's address; where it is a PDF and the page is known, with the page (RFC 8118).

    What an address may not hold is percent-encoded, so that it stays one word in every format. None for anything
    that is not HTTP: nobody else could open a `file:`, and nobody should a `javascript:`.
    """
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        return None
    if page is not None and not parts.fragment and parts.path.lower().endswith(".pdf"):
        parts = parts._replace(fragment=f"page={page}")
    return quote(parts.geturl(), safe=_ALLOWED)
