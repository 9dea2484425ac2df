"""Named checks of the installation and of a data folder, each with a remedy."""

from __future__ import annotations

import difflib
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from pydantic import BaseModel

from index.configuration import PREFIX, Settings
from index.encoders.models import locate
from index.errors import AfterwiseError, CatalogError
from index.generation import current, folder_of, verify
from index.jobs.queue import JobQueue
from index.settings import IndexSettings
from retrieval.rerank.base import Pair
from retrieval.settings import SearchSettings
from service.access.settings import AccessSettings
from service.access.startup import check_exposure, check_settings, count_valid_keys
from service.runtime import encoder_of, reranker_of
from service.settings import ServiceSettings

SETTINGS: tuple[type[Settings], ...] = (IndexSettings, SearchSettings, ServiceSettings, AccessSettings)
_LEAST_FREE = 1 << 30  # bytes
_LONGEST_WAIT = timedelta(minutes=15)  # of a job that is due, before something is wrong
_PATIENCE = 60  # seconds; more than any deadline that can be set


class Finding(BaseModel):
    """What a check found; `remedy` is empty where all is well."""

    check: str
    ok: bool
    found: str
    remedy: str = ""


def examine(data: Path) -> list[Finding]:
    """Run every check. A check that itself fails is a finding, never an exception."""
    return [_run(name, check, data) for name, check in CHECKS.items()]


def _run(name: str, check: Callable[[Path], str], data: Path) -> Finding:
    try:
        return Finding(check=name, ok=True, found=check(data))
    except AfterwiseError as error:
        return Finding(check=name, ok=False, found=error.message, remedy=error.hint)
    except (OSError, sqlite3.Error) as error:
        return Finding(check=name, ok=False, found=str(error), remedy="Check the folder and its permissions.")


def _settings(_: Path) -> str:
    known = {f"{PREFIX}{name.upper()}" for settings in SETTINGS for name in settings.model_fields}
    given = sorted(name.upper() for name in os.environ if name.upper().startswith(PREFIX))
    if unknown := [name for name in given if name not in known]:
        close = [match for name in unknown for match in difflib.get_close_matches(name, known, n=1)]
        raise AfterwiseError(
            f"there is no setting {', '.join(unknown)}.",
            hint=f"Did you mean {', '.join(close)}?"
            if close
            else "See docs/configuration.md for those that there are.",
        )
    for settings in SETTINGS:
        settings()
    return ", ".join(given) or "all defaults"


def _data_folder(data: Path) -> str:
    if not data.is_dir():
        raise AfterwiseError(f"{data} is not a folder.", hint=f"Build an index: afterwise index PATH… --data {data}")
    if not os.access(data, os.W_OK):
        raise AfterwiseError(f"{data} cannot be written to.", hint="Searching works; indexing needs write access.")
    return str(data.resolve())


def _free_space(data: Path) -> str:
    free = shutil.disk_usage(data if data.exists() else Path.cwd()).free
    if free < _LEAST_FREE:
        raise AfterwiseError(f"{free >> 20:,} MiB are free.", hint="Free some space: a new generation needs room.")
    return f"{free >> 30:,} GiB free"


def _catalog(data: Path) -> str:
    file = data / "catalog.sqlite"
    if not file.is_file():
        raise AfterwiseError(f"{file} is missing.", hint=f"Build an index: afterwise index PATH… --data {data}")
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as db:
        (state,) = db.execute("PRAGMA quick_check").fetchone()
    if state != "ok":
        raise AfterwiseError(
            f"{file} is damaged: {state}", hint="Restore it from a backup, or index the sources again."
        )
    return "whole"


def _generation(data: Path) -> str:
    name = current(data)
    if name is None:
        raise AfterwiseError("none is published.", hint=f"Build one: afterwise index PATH… --data {data}")
    manifest = verify(folder_of(data, name), data)
    return f"{name}: {len(manifest.files)} files, all checksums right"


def _queue(data: Path) -> str:
    queue = JobQueue(data)
    try:
        counts = queue.counts()
    except CatalogError:
        return "not known: see the catalog"  # one fault, one finding
    if counts["dead"]:
        raise AfterwiseError(
            f"{counts['dead']} jobs were given up, the last one: {queue.jobs('dead', 1)[0].task.name}.",
            hint=f"afterwise jobs --state dead --data {data} says why; --retry takes them up again.",
        )
    waiting = counts["queued"] + counts["failed"] + counts["running"]
    oldest = min((job.accepted for job in queue.due()), default=None)
    if oldest is not None and (waited := datetime.now(UTC) - oldest) > _LONGEST_WAIT:
        raise AfterwiseError(
            f"{waiting} jobs wait, the oldest for {waited.total_seconds() / 60:,.0f} minutes.",
            hint=f"Let a worker do them: afterwise work --data {data}, or AFTERWISE_WORKER=true for the service.",
        )
    return f"{waiting} jobs wait" if waiting else "nothing waits"


def _model(_: Path) -> str:
    files = locate(IndexSettings().model)
    return f"{files.name}, weights {files.weights_sha256[:8]}…"


def _encoding(data: Path) -> str:
    name = current(data)
    if name is None:
        raise AfterwiseError("nothing to compare with.", hint="Build an index first.")
    manifest = verify(folder_of(data, name), data)
    encoder = encoder_of(manifest, IndexSettings(), threads=1)
    vector = encoder.encode(["a short test"])[0]
    length = float(np.linalg.norm(vector))
    if abs(length - 1) > 1e-3:
        raise AfterwiseError(f"a vector has length {length:.4f}, not 1.", hint="Delete the cache of exported models.")
    unrelated, related = manifest.calibration
    if not manifest.calibration.tells_apart:
        raise AfterwiseError(
            f"{encoder.identity.model} cannot tell an answer (mean cosine {related}) from other text ({unrelated}).",
            hint="Name a model that was trained for search in AFTERWISE_MODEL, and index again.",
        )
    return (
        f"{encoder.identity.model} gives {len(vector)} dimensions, as the index has; "
        f"its cosines lie about {related} for an answer and {unrelated} for other text"
    )


def _reranking(_: Path) -> str:
    index, search = IndexSettings(), SearchSettings()
    reranker = reranker_of(index, search)
    if reranker is None:
        return "no cross-encoder is set"
    began = time.monotonic()
    reranker.score([Pair("a short test", "a passage of a few words")] * search.rerank_head, began + _PATIENCE)
    needed = round((time.monotonic() - began) * 1000)
    return f"{search.rerank_model} reads {search.rerank_head} short passages in {needed:,} ms"


def _access(data: Path) -> str:
    settings, host = AccessSettings(), ServiceSettings().host
    check_settings(settings)
    check_exposure(settings, data, host)
    ways = [f"{count} keys"] if (count := count_valid_keys(data)) else []
    ways += ["an identity provider"] if settings.oidc_jwks_url else []
    ways += ["a proxy"] if settings.proxy_user_header else []
    others = "nothing" if settings.anonymous == "off" else "what is public"
    return f"on {host}; others see {others}; known by {' and '.join(ways) or 'nothing: nobody can sign in'}"


CHECKS: dict[str, Callable[[Path], str]] = {
    "settings": _settings,
    "data folder": _data_folder,
    "free space": _free_space,
    "catalog": _catalog,
    "generation": _generation,
    "queue": _queue,
    "access": _access,
    "model": _model,
    "encoding": _encoding,
    "reranking": _reranking,
}
