"""How long the stages of a search took → the header Server-Timing."""

from __future__ import annotations

from retrieval.stopwatch import Stopwatch


def server_timing(watch: Stopwatch) -> str:
    """The header's value (W3C Server Timing): name and milliseconds of each stage."""
    return ", ".join(f"{name};dur={ms:.2f}" for name, ms in watch.stages.items())
