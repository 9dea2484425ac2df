"""Checks of the engine that searches, where one is set: it answers, its alias is right, nothing is missing there."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from index.backends.base import Backend
from index.backends.book import book_of
from index.backends.expressions import All
from index.backends.load import engine_of
from index.errors import AfterwiseError, EngineError
from index.generation import current, folder_of, read_manifest
from index.opened import open_named
from index.settings import EngineSettings

_NONE = "none is set: the index is searched in its own files"
_UNKNOWN = "not known: see the engine"  # one fault, one finding


def engine(_: Path) -> str:
    """Whether the engine can be reached, and lets us in."""
    settings = EngineSettings()
    backend = engine_of(settings)
    if backend is None:
        return _NONE
    names = backend.names()
    return f"{settings.engine} answers and has {len(names)} generations of {settings.engine_name}"


def alias(data: Path) -> str:
    """Whether the engine's alias names the generation that the data folder publishes."""
    backend, name = _reached(), current(data)
    if backend is None:
        return _NONE if not EngineSettings().engine else _UNKNOWN
    published = backend.published()
    copied = f"Copy the index there: afterwise migrate --data {data}"
    if published is None:
        raise AfterwiseError(f"the engine has no alias {EngineSettings().engine_name}.", hint=copied)
    if published != name:
        raise AfterwiseError(
            f"the engine is behind: its alias names generation {published}, the data folder {name}.", hint=copied
        )
    return f"names generation {published}, as the data folder does"


def collection(data: Path) -> str:
    """Whether the engine has every passage of the generation that the data folder publishes."""
    backend, name = _reached(), current(data)
    if backend is None:
        return _NONE if not EngineSettings().engine else _UNKNOWN
    if name is None:
        raise AfterwiseError("nothing to compare with.", hint=f"Build an index: afterwise index PATH… --data {data}")
    wanted = read_manifest(folder_of(data, name), f"Run afterwise index --rebuild --data {data}").passages
    opened = open_named(data, name)
    with closing(opened.store):
        book = book_of(opened.manifest, opened.store, opened.lexical, opened.facets)
    found = backend.open(name, book).count(All())
    if found != wanted:
        raise AfterwiseError(
            f"generation {name} has {wanted:,} passages, and the engine {found:,} of them.",
            hint=f"Write them again: afterwise migrate --rewrite --data {data}",
        )
    return f"all {found:,} passages of generation {name}"


def _reached() -> Backend | None:
    """The engine, or None where none is set or it does not answer."""
    try:
        backend = engine_of(EngineSettings())
        if backend is not None:
            backend.names()
    except EngineError:
        return None
    return backend


CHECKS = {"engine": engine, "engine alias": alias, "engine collection": collection}
