"""What would not be safe does not start, and says what to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from index.indexer import index
from index.settings import IndexSettings
from service.access.caller import Scope
from service.access.errors import UnsafeSettings
from service.access.keys import KeyStore
from service.access.settings import AccessSettings
from service.access.startup import check_exposure, check_settings
from service.app import create_app
from service.settings import ServiceSettings

PROVIDER = {
    "oidc_issuer": "https://login.example.org/",
    "oidc_audience": "afterwise",
    "oidc_jwks_url": "https://login.example.org/keys",
}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({**PROVIDER, "oidc_audience": ""}, "OIDC_AUDIENCE is not set"),
        ({**PROVIDER, "oidc_issuer": ""}, "OIDC_ISSUER is not set"),
        ({"oidc_audience": "afterwise"}, "OIDC_ISSUER, AFTERWISE_OIDC_JWKS_URL is not set"),
        ({**PROVIDER, "oidc_jwks_url": "http://login.example.org/keys"}, "is not https"),
        ({"proxy_user_header": "X-User"}, "names no proxy"),
        ({"proxy_user_header": "X-Forwarded-For", "trusted_proxies": "10.0.0.5"}, "readers' own programs send"),
        ({"proxy_user_header": "cookie", "trusted_proxies": "10.0.0.5"}, "USER_HEADER is cookie"),
        (
            {"proxy_user_header": "X-User", "proxy_groups_header": "User-Agent", "trusted_proxies": "10.0.0.5"},
            "GROUPS_HEADER is User-Agent",
        ),
        (
            {"proxy_user_header": "X-User", "proxy_groups_header": "x-user", "trusted_proxies": "10.0.0.5"},
            "name one header",
        ),
        ({"proxy_groups_header": "X-Groups", "trusted_proxies": "10.0.0.5"}, "without AFTERWISE_PROXY_USER_HEADER"),
    ],
)
def test_settings_that_do_not_go_together(settings: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeSettings, match=message) as refused:
        create_app(tmp_path, ServiceSettings(), AccessSettings(**settings))
    assert refused.value.hint


def test_settings_that_do() -> None:
    check_settings(AccessSettings())
    check_settings(AccessSettings(**PROVIDER))
    check_settings(AccessSettings(**{**PROVIDER, "oidc_jwks_url": "http://127.0.0.1:9000/keys"}))


def test_nobody_could_ever_sign_in(tmp_path: Path) -> None:
    off = AccessSettings(anonymous="off")
    with pytest.raises(UnsafeSettings, match="nobody can sign in"):
        check_exposure(off, tmp_path, "127.0.0.1")
    store = KeyStore(tmp_path)
    store.create("old", [Scope.SEARCH], expires=datetime.now(tz=UTC) - timedelta(days=1))
    store.create("gone", [Scope.SEARCH])
    store.revoke("gone")
    with pytest.raises(UnsafeSettings, match="nobody can sign in"):
        check_exposure(off, tmp_path, "127.0.0.1")
    store.create("new", [Scope.SEARCH])
    check_exposure(off, tmp_path, "0.0.0.0")
    check_exposure(AccessSettings(anonymous="off", **PROVIDER), tmp_path / "other", "0.0.0.0")


def test_hidden_documents_on_a_network_where_nobody_can_sign_in(
    tmp_path: Path, sample: Path, settings: IndexSettings
) -> None:
    index([sample / "lessons_learned.csv"], tmp_path, settings, visibility="internal")
    for host in ("127.0.0.1", "::1", "localhost"):
        check_exposure(AccessSettings(), tmp_path, host)
    for host in ("0.0.0.0", "::", "192.0.2.1", "intranet.example.org"):
        with pytest.raises(UnsafeSettings, match=f"documents are not public.*{host}"):
            check_exposure(AccessSettings(), tmp_path, host)
    index([sample / "lessons_learned.csv"], tmp_path, settings, visibility="public")
    check_exposure(AccessSettings(), tmp_path, "0.0.0.0")
