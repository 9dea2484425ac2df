"""What is refused before the service starts: settings that keep from readers, or show them, what nobody means.

check_settings   settings that do not go together, whatever the data folder holds
check_exposure   what a data folder holds, for who reaches the address that is listened on
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from index.catalog import Catalog
from index.visibility import PUBLIC
from service.access.errors import UnsafeSettings
from service.access.keys import KeyStore
from service.access.settings import AccessSettings

# Headers that browsers and scripts write themselves, or that proxies only add to.
_OF_READERS = {
    "accept", "accept-encoding", "accept-language", "authorization", "connection", "content-length", "content-type",
    "cookie", "forwarded", "from", "host", "origin", "referer", "user-agent", "via", "x-forwarded-for",
    "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "x-request-id", "x-requested-with",
}  # fmt: skip
_LOCAL = {"localhost", "127.0.0.1", "::1"}


def check_settings(settings: AccessSettings) -> None:
    """Raises UnsafeSettings."""
    provider = {
        "AFTERWISE_OIDC_ISSUER": settings.oidc_issuer,
        "AFTERWISE_OIDC_AUDIENCE": settings.oidc_audience,
        "AFTERWISE_OIDC_JWKS_URL": settings.oidc_jwks_url,
    }
    if any(provider.values()) and not all(provider.values()):
        missing = ", ".join(name for name, value in provider.items() if not value)
        raise UnsafeSettings(
            f"Tokens of an identity provider are to be taken, and {missing} is not set.",
            hint="Without all three, a token that was made for another service would open this one.",
        )
    url = urlsplit(settings.oidc_jwks_url)
    if url.scheme == "http" and url.hostname not in _LOCAL:
        raise UnsafeSettings(
            "AFTERWISE_OIDC_JWKS_URL is not https: whoever is on the way could put their own keys there.",
            hint="Use the https address that the provider names as jwks_uri.",
        )
    if settings.proxy_user_header and not settings.trusted_proxies:
        raise UnsafeSettings(
            "AFTERWISE_PROXY_USER_HEADER is set, and AFTERWISE_TRUSTED_PROXIES names no proxy.",
            hint="Name the address of the proxy: a header from anywhere else says nothing.",
        )
    for name, header in (
        ("AFTERWISE_PROXY_USER_HEADER", settings.proxy_user_header),
        ("AFTERWISE_PROXY_GROUPS_HEADER", settings.proxy_groups_header),
    ):
        if header.lower() in _OF_READERS:
            raise UnsafeSettings(
                f"{name} is {header}, which readers' own programs send: anybody could say who they are.",
                hint="Have the proxy write a header that means nothing else, such as X-Remote-User, and strip it from "
                "what comes from outside.",
            )
    if settings.proxy_user_header and settings.proxy_user_header.lower() == settings.proxy_groups_header.lower():
        raise UnsafeSettings(
            "AFTERWISE_PROXY_USER_HEADER and AFTERWISE_PROXY_GROUPS_HEADER name one header: somebody's name would be a "
            "group that they are in.",
            hint="Have the proxy write two headers.",
        )
    if settings.proxy_groups_header and not settings.proxy_user_header:
        raise UnsafeSettings(
            "AFTERWISE_PROXY_GROUPS_HEADER is set without AFTERWISE_PROXY_USER_HEADER.",
            hint="Set both: groups are somebody's.",
        )


def check_exposure(settings: AccessSettings, data: Path, host: str) -> None:
    """Raises UnsafeSettings, and CatalogError or AccessFileError where a file cannot be read."""
    if settings.oidc_jwks_url or settings.proxy_user_header or count_valid_keys(data):
        return
    if settings.anonymous == "off":
        raise UnsafeSettings(
            "AFTERWISE_ANONYMOUS is off, and nobody can sign in: there is no API key, provider or proxy.",
            hint=f"Make a key: afterwise keys create NAME --data {data}",
        )
    if not _is_local(host) and (hidden := _hidden(data)):
        raise UnsafeSettings(
            f"{hidden:,} documents are not public, and nobody can sign in to see them, while the service listens on "
            f"{host} for others.",
            hint=f"Make a key (afterwise keys create NAME --data {data}), or listen on 127.0.0.1.",
        )


def count_valid_keys(data: Path) -> int:
    """How many keys open something today. Raises AccessFileError."""
    at = datetime.now(tz=UTC)
    return sum(key.is_valid(at) for key in KeyStore(data).all())


def _hidden(data: Path) -> int:
    """How many documents of the catalog are not public."""
    file = data / "catalog.sqlite"
    if not file.exists():
        return 0
    with closing(Catalog(file)) as catalog:
        return sum(document.visibility != PUBLIC for document in catalog.documents())


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
