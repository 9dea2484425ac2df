"""Origins in settings are exactly what browsers send; all else is refused at start, with what was meant."""

from __future__ import annotations

import pytest

from index.errors import SettingsError
from service.settings import ServiceSettings


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("", ()),
        ("https://intranet.example.org", ("https://intranet.example.org",)),
        ("https://a.example:8443, http://10.0.0.7\nhttp://[::1]:81", ("https://a.example:8443", "http://10.0.0.7", "http://[::1]:81")),
        ("http://localhost:3000", ("http://localhost:3000",)),
        ("https://xn--bcher-kva.example", ("https://xn--bcher-kva.example",)),
    ],
)  # fmt: skip
def test_origins_are_read_from_the_environment(
    text: str, origins: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_ALLOWED_ORIGINS", text)
    monkeypatch.setenv("AFTERWISE_FRAME_ANCESTORS", text)
    settings = ServiceSettings()
    assert settings.allowed_origins == settings.frame_ancestors == origins


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("*", "pattern"),
        ("https://*.example.org", "pattern"),
        ("https://intranet.example.org/", "write 'https://intranet.example.org'"),
        ("https://intranet.example.org/news?x=1", "write 'https://intranet.example.org'"),
        ("https://Intranet.Example.org", "write 'https://intranet.example.org'"),
        ("https://intranet.example.org:443", "write 'https://intranet.example.org'"),
        ("http://intranet.example.org:80", "write 'http://intranet.example.org'"),
        ("https://user@intranet.example.org", "write 'https://intranet.example.org'"),
        ("intranet.example.org", "must begin with https:// or http://"),
        ("null", "must begin with https:// or http://"),
        ("file:///tmp", "must begin with https:// or http://"),
        ("https://", "'' is no host name"),
        ("https://bücher.example", "xn-- form"),
        ("https://a.example:99999", "Port out of range"),
        ("https://'none'", "no host name"),
        ("https://a.example;script-src", "no host name"),
    ],
)
def test_what_no_browser_sends_is_an_error_that_names_the_variable(
    text: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_FRAME_ANCESTORS", f"https://good.example {text}")
    with pytest.raises(SettingsError, match="AFTERWISE_FRAME_ANCESTORS: ") as caught:
        ServiceSettings()
    assert says in caught.value.message
