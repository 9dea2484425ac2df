"""What is counted and measured while requests are answered."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_STAGE_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)


class Measures:
    """The measures of one application, in a registry of its own. Safe to share between threads."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        within = self.registry
        self._requests = Counter(
            "afterwise_requests", "Requests answered.", ["route", "method", "status"], registry=within
        )
        self._seconds = Histogram(
            "afterwise_request_seconds",
            "Seconds until an answer was sent.",
            ["route"],
            registry=within,
            buckets=_SECONDS,
        )
        self._stages = Histogram(
            "afterwise_stage_seconds",
            "Seconds of each stage of a search.",
            ["stage"],
            registry=within,
            buckets=_STAGE_SECONDS,
        )
        self._searches = Counter("afterwise_searches", "Searches, by how they ended.", ["outcome"], registry=within)
        self.rejected = Counter("afterwise_rejected", "Requests turned away, by reason.", ["reason"], registry=within)
        self.in_flight = _gauge("afterwise_requests_in_flight", "Requests that are being answered.", within)
        self.computing = _gauge("afterwise_requests_computing", "Of these, those that hold a place to compute.", within)
        self.waiting = _gauge("afterwise_requests_waiting", "Of these, those that wait for a place.", within)

    def count(
        self, route: str, method: str, status: int, seconds: float, stages: Mapping[str, float], outcome: str | None
    ) -> None:
        """Count one request: `seconds` for all of it, `stages` in milliseconds, `outcome` where it was a search."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        for stage, ms in stages.items():
            self._stages.labels(stage).observe(ms / 1000)
        if outcome is not None:
            self._searches.labels(outcome).inc()


def _gauge(name: str, what: str, registry: CollectorRegistry) -> Gauge:
    """A gauge that several processes add up, without those that have ended."""
    return Gauge(name, what, registry=registry, multiprocess_mode="livesum")
