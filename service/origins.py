"""Web origins as settings name them: exactly what a browser sends, so that comparing two is comparing strings."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\]")


def _listed(value: object) -> object:
    """The origins in a text, which stand between white space or commas."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _checked(values: tuple[str, ...]) -> tuple[str, ...]:
    """The origins as given. Raises ValueError for what no browser would ever send as one."""
    for value in values:
        meant = _canonical(value)
        if meant != value:
            raise ValueError(f"{value!r} is not an origin: write {meant!r}")
    return values


def _canonical(value: str) -> str:
    """Scheme, host and port (RFC 6454, section 6.2) of an address. Raises ValueError where one is missing or open."""
    if "*" in value:
        raise ValueError(f"{value!r} is a pattern: list every origin by itself, as https://intranet.example.org")
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ValueError(f"{value!r} is not an origin: {error}") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise ValueError(f"{value!r} is not an origin: it must begin with https:// or http://")
    name = f"[{host}]" if ":" in host else host
    if not _HOST.fullmatch(name):
        raise ValueError(f"{value!r} is not an origin: {host!r} is no host name (write names in their xn-- form)")
    return f"{parts.scheme}://{name}" + ("" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}")


Origins = Annotated[
    tuple[str, ...],
    NoDecode,  # a list with spaces is easier to write in an environment variable than JSON
    BeforeValidator(_listed),
    AfterValidator(_checked),
]
