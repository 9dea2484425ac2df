"""A setting → a backend. Nothing of an engine's client is imported before a setting asks for it."""

from __future__ import annotations

import importlib.util
import logging
from functools import lru_cache
from urllib.parse import urlsplit

from index.backends.base import Backend
from index.errors import EngineError
from index.settings import EngineSettings

_INSTALL = "Install it: pip install 'afterwise[milvus]'"
_CHECK = "Check AFTERWISE_ENGINE and AFTERWISE_ENGINE_TOKEN, and that the engine runs."
_ONE_PROCESS = "A .db file is open in one process at a time. Stop the other one, or run a Milvus server."
_INSTALL_LITE = "A .db file needs milvus-lite, which is for trying things out: pip install milvus-lite"


@lru_cache(maxsize=4)
def connect(settings: EngineSettings) -> Backend:
    """The engine that the settings name; one connection for the whole process. Raises EngineError."""
    if importlib.util.find_spec("pymilvus") is None:
        raise EngineError("The engine needs pymilvus, which is not installed.", hint=_INSTALL)
    if settings.engine.endswith(".db") and importlib.util.find_spec("milvus_lite") is None:
        raise EngineError(f"{settings.engine} cannot be opened: milvus-lite is not installed.", hint=_INSTALL_LITE)
    from pymilvus import MilvusClient
    from pymilvus.exceptions import MilvusException

    from index.backends.milvus import MilvusBackend, Server

    # They log each failed call with its filter; what failed is raised, and said once.
    for name in ("pymilvus", "milvus_lite"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    token = settings.engine_token.get_secret_value() if settings.engine_token else ""
    try:
        client = MilvusClient(
            uri=settings.engine, token=token, timeout=settings.engine_timeout, grpc_options=_options(settings.engine)
        )
    except MilvusException as error:
        raise EngineError(
            f"The engine at {settings.engine} cannot be reached: {error.message}",
            hint=_ONE_PROCESS if settings.engine.endswith(".db") else _CHECK,
        ) from error
    return MilvusBackend(
        Server(client, settings.engine, settings.engine_timeout, settings.engine_name, settings.engine_index)
    )


def _options(uri: str) -> dict[str, int]:
    """How the connection is kept: pings while nothing is asked keep it open on the way to another machine.

    On this one they are of no use, and milvus-lite ends connections that ping it.
    """
    near = uri.endswith(".db") or urlsplit(uri).hostname in {"127.0.0.1", "localhost", "::1"}
    return {"grpc.keepalive_permit_without_calls": 0} if near else {}


def engine_of(settings: EngineSettings) -> Backend | None:
    """The engine that the settings name, or None where a generation is searched in its own files."""
    return connect(settings) if settings.engine else None
