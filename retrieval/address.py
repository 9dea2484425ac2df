"""Where a reader opens a source at the place that is cited."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from index.model import Anchor

# What RFC 3986 allows in an address, and "%" for what is encoded already.
_ALLOWED = "%:/?#[]@!$&'()*+,;=-._~"
_WORDS = 5  # of each end of a text: enough to find it


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


def reading_address(url: str | None, anchor: Anchor, text: str) -> str | None:
    """Where a browser opens the source at the very text: the page of a PDF, or a text fragment on a web page.

    A text fragment (https://wicg.github.io/scroll-to-text-fragment/) names the first and the last words. An address
    with a fragment of its own stays as it is: the site's own scripts read it.
    """
    address = source_address(url, anchor.page)
    if address is None or urlsplit(address).fragment or urlsplit(address).path.lower().endswith(".pdf"):
        return address
    words = text.split()
    ends = [words] if len(words) <= 2 * _WORDS else [words[:_WORDS], words[-_WORDS:]]
    # "-" has a meaning of its own in a text fragment, and quote() never encodes it.
    named = ",".join(quote(" ".join(end), safe="").replace("-", "%2D") for end in ends)
    return f"{address}#:~:text={named}" if words else address
