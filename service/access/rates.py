"""How much one may ask: requests of a caller, requests of an address, failed sign-ins of an address.

Counted in memory with a sliding window (`limits`), in each worker process by itself: with four processes one may send
up to four times as much, if requests happen to be spread evenly.
"""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from service.access.errors import TooMany
from service.access.settings import AccessSettings


class Rates:
    """Counts requests. Every method raises TooMany where there were too many; safe to share between threads."""

    def __init__(self, settings: AccessSettings) -> None:
        self._counter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._caller, self._address, self._failures = (
            parse(rate) if rate else None
            for rate in (settings.rate_per_caller, settings.rate_per_address, settings.rate_of_failures)
        )

    def from_caller(self, who: str) -> None:
        """A request of somebody who has signed in."""
        self._hit(self._caller, "caller", who, f"{who} sends too many requests")

    def from_address(self, address: str | None) -> None:
        """A request from an address."""
        if address is not None:
            self._hit(self._address, "address", address, "Too many requests come from your address")

    def failed(self, address: str | None) -> None:
        """A key or token was not valid. One that is valid is never kept out by those of others at the same address."""
        place = address or "this machine"
        self._hit(self._failures, "failure", place, "Too many sign-ins from your address have failed")

    def _hit(self, rate: RateLimitItem | None, what: str, name: str, message: str) -> None:
        if rate and not self._counter.hit(rate, what, name):
            raise self._too_many(rate, what, name, message)

    def _too_many(self, rate: RateLimitItem, what: str, name: str, message: str) -> TooMany:
        reset, _ = self._counter.get_window_stats(rate, what, name)
        wait = max(1, min(rate.get_expiry(), math.ceil(reset - time.time())))
        return TooMany(f"{message}: at most {rate} are answered.", wait)
