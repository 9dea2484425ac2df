"""Where a request comes from: the address at the other end of the connection, or what a trusted proxy says.

A header of a request says nothing by itself, for anybody can write it. X-Forwarded-For is read from the right, where
the proxies that we trust have written, up to the first address that is none of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode
from starlette.requests import HTTPConnection

Network = IPv4Network | IPv6Network
_WIDEST = {4: 8, 6: 32}  # bits: whoever trusts more than that trusts everybody
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_SUBSCRIBER = 64  # bits of an IPv6 address that one subscriber has


def _listed(value: object) -> object:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _checked(networks: tuple[Network, ...]) -> tuple[Network, ...]:
    for one in networks:
        if one.prefixlen < _WIDEST[one.version]:
            raise ValueError(f"{one} is wider than any proxy needs: name the proxy's own address")
    return networks


Networks = Annotated[
    tuple[Annotated[Network, BeforeValidator(lambda value: ip_network(value))], ...],
    NoDecode,  # a list with spaces is easier to write in an environment variable than JSON
    BeforeValidator(_listed),
    AfterValidator(_checked),
]


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


class Addresses:
    """Tells addresses of requests, trusting some proxies."""

    def __init__(self, proxies: Sequence[Network]) -> None:
        self._proxies = proxies

    def is_from_proxy(self, request: HTTPConnection) -> bool:
        """Whether a trusted proxy is at the other end of the connection."""
        return request.client is not None and self._is_proxy(_parsed(request.client.host))

    def _is_proxy(self, address: IPv4Address | IPv6Address | None) -> bool:
        return address is not None and any(address in network for network in self._proxies)

    def of(self, request: HTTPConnection) -> str | None:
        """What requests from one place are counted under; None for this machine, and for what has no address.

        A proxy on this machine that nobody named as trusted is not this machine itself: those who come through it
        are one address, until it is named.
        """
        address = _parsed(request.client.host) if request.client else None
        if self._is_proxy(address):
            told = ",".join(request.headers.getlist("X-Forwarded-For")).split(",")
            for hop in reversed([_parsed(one) for one in told if one.strip()]):
                if hop is None:
                    break
                address = hop
                if not self._is_proxy(hop):
                    break
        if address is None:
            return request.client.host if request.client else None
        if address.is_loopback and not any(name in request.headers for name in _FORWARDED):
            return None
        if isinstance(address, IPv6Address):
            return str(ip_network((address.packed, _SUBSCRIBER), strict=False))
        return str(address)
