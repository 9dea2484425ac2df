"""Requests that are refused for who sent them.

AfterwiseError (index.errors)
└── AccessError
    ├── NotSignedIn    401: nobody is signed in, or what they showed is not valid
    ├── NotAllowed     403: it is known who it is, and they may not do this
    ├── TooMany        429: more requests than one may send
    └── UnsafeSettings the service would not be safe as it is set up: it does not start
"""

from __future__ import annotations

from collections.abc import Mapping

from index.errors import AfterwiseError, SettingsError

ASK_BROWSER = 'Basic realm="Afterwise: any name, and an API key as the password", charset="UTF-8"'


class AccessError(AfterwiseError):
    """`headers` go with the response."""

    code = "access_error"
    headers: Mapping[str, str] = {}


class NotSignedIn(AccessError):
    code = "not_signed_in"
    headers = {"WWW-Authenticate": 'Bearer realm="afterwise"'}  # noqa: RUF012


class NotAllowed(AccessError):
    code = "not_allowed"


class TooMany(AccessError):
    """`seconds` is when to try again."""

    code = "too_many_requests"

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message, hint=f"Try again in {seconds} s.")
        self.headers = {"Retry-After": str(seconds)}


class AddressTooLong(AccessError):
    code = "address_too_long"

    def __init__(self, longest: int) -> None:
        super().__init__(
            f"The address of the request is longer than {longest:,} bytes.",
            hint="Send long queries to POST /v1/search.",
        )


class ProviderDown(AccessError):
    code = "provider_down"
    headers = {"Retry-After": "30"}  # noqa: RUF012


class UnsafeSettings(SettingsError):
    code = "unsafe_settings"
