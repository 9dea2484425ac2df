"""How the service runs. Every setting is an environment variable AFTERWISE_<NAME>."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from index.configuration import Settings
from service.origins import Origins

UsageName = Literal["off", "counts", "queries"]
LogFormat = Literal["json", "text"]
LogLevel = Literal["debug", "info", "warning", "error"]
MetricsName = Literal["off", "local", "on"]


class ServiceSettings(Settings):
    """Settings of the HTTP service and of the command line."""

    data: Annotated[Path, Field(description="The data folder: catalog, vectors and generations.")] = Path(".afterwise")
    host: Annotated[str, Field(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535, description="Port to listen on.")] = 8080
    largest_request: Annotated[int, Field(ge=1_000, le=100_000_000, description="Most bytes of a request body.")] = (
        1_000_000
    )
    largest_draft: Annotated[
        int, Field(ge=1_000, le=100_000_000, description="Most bytes of a request that brings a draft, or a brief.")
    ] = 10_000_000
    briefs_at_once: Annotated[int, Field(ge=1, le=64, description="Briefs that are made at a time.")] = 2
    brief_timeout: Annotated[int, Field(ge=1, le=3_600, description="Seconds that one brief may take.")] = 120
    allowed_origins: Annotated[
        Origins,
        Field(
            default_factory=tuple,
            description="Origins of pages with the widget: their scripts may call the read endpoints.",
        ),
    ]
    frame_ancestors: Annotated[
        Origins, Field(default_factory=tuple, description="Origins of pages that may show /embed in a frame.")
    ]
    public_url: Annotated[
        str,
        Field(
            pattern=r"^(https?://[^\s/?#]+[^\s?#]*)?$",
            description="Address at which readers reach the service; permalinks in files begin with it.",
        ),
    ] = ""
    export_limit: Annotated[int, Field(ge=1, le=5_000, description="Most records of one exported file.")] = 1_000
    feedback: Annotated[bool, Field(description="Whether readers can say that a hit was useful or not.")] = True
    feedback_limit: Annotated[int, Field(ge=1, le=1_000_000, description="Most votes that are kept.")] = 100_000
    usage: Annotated[
        UsageName,
        Field(description="What is kept of use: nothing, counts by week, or the texts of queries for some days too."),
    ] = "counts"
    usage_days: Annotated[int, Field(ge=1, le=3_650, description="Days that texts of queries are kept.")] = 90
    insight: Annotated[
        bool, Field(description="Whether /insight shows use and coverage to callers with the scope admin.")
    ] = False
    largest_document: Annotated[
        int, Field(ge=1_000, le=200_000_000, description="Most bytes of an uploaded document, records included.")
    ] = 50_000_000
    worker: Annotated[
        bool, Field(description="Whether the service does the jobs of the queue, in a process beside it.")
    ] = True
    workers: Annotated[int, Field(ge=1, le=64, description="Processes that answer, each with the whole index.")] = 1
    warm: Annotated[bool, Field(description="Whether an index is opened and used once before anybody asks.")] = True
    shutdown_timeout: Annotated[
        int, Field(ge=1, le=600, description="Seconds that requests at work get to finish when the service stops.")
    ] = 20
    concurrency: Annotated[int, Field(ge=1, le=256, description="Requests that compute at a time, per process.")] = 8
    queue: Annotated[int, Field(ge=0, le=10_000, description="Requests that wait for a place, per process.")] = 64
    queue_timeout: Annotated[int, Field(ge=1, le=300, description="Seconds that a request waits for a place.")] = 10
    receive_timeout: Annotated[
        int, Field(ge=1, le=600, description="Seconds in which a request's head, and then its body, must arrive.")
    ] = 20
    connections: Annotated[int, Field(ge=10, le=100_000, description="Connections at a time, per process.")] = 1_000
    metrics: Annotated[
        MetricsName, Field(description="Who may read /metrics: nobody, this machine, or all who reach the service.")
    ] = "local"
    log_format: Annotated[LogFormat, Field(description="Log lines as JSON, or as text for a terminal.")] = "json"
    log_level: Annotated[LogLevel, Field(description="Least level that is logged.")] = "info"
    log_texts: Annotated[
        bool, Field(description="Whether tracebacks hold the messages of exceptions, which may quote a query.")
    ] = False
