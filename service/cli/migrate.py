"""`afterwise migrate`"""

from __future__ import annotations

import time
from contextlib import closing
from typing import Annotated

import typer

from index.backends.load import connect
from index.backends.projection import project
from index.errors import SettingsError
from index.indexer import alone
from index.opened import open_generation
from index.settings import EngineSettings
from service.access.audit import audit, local_user
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import Bars, console, print_json


def command(
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="URI", help="The engine: http(s)://HOST:PORT, or FILE.db; AFTERWISE_ENGINE else."),
    ] = None,
    data: Data = DEFAULT_DATA,
    rewrite: Annotated[bool, typer.Option("--rewrite", help="Write what is there already over again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Copy the published index to a Milvus engine and publish it there. Nothing is encoded again.

    What was stopped goes on where it was. The data folder stays as it is, and stays the truth.
    """
    settings = EngineSettings() if to is None else _settings(to)
    if not settings.engine:
        raise SettingsError("There is no engine to copy to.", hint="Name one with --to, or set AFTERWISE_ENGINE.")
    began = time.perf_counter()
    with alone(data), closing((opened := open_generation(data)).store), Bars() as bars:
        done = project(opened, connect(settings), bars, rewrite=rewrite)
    audit(data, "index copied", local_user(), f"{done.name} to {settings.engine}")
    told = {
        "engine": settings.engine,
        "alias": settings.engine_name,
        "generation": done.name,
        "passages": done.passages,
        "written": done.written,
        "seconds": round(time.perf_counter() - began, 3),
    }
    if as_json:
        print_json(told)
        return
    console.print(
        f"Generation {done.name} is published at {settings.engine} as {settings.engine_name}: {done.passages:,} "
        f"passages, {done.written:,} of them written ({told['seconds']:.1f} s)"
    )
    if EngineSettings().engine != settings.engine:
        console.print(f"Set AFTERWISE_ENGINE={settings.engine} to search there.", soft_wrap=True)


def _settings(uri: str) -> EngineSettings:
    try:
        return EngineSettings(engine=uri)
    except SettingsError as error:
        if "engine" not in error.details.get("settings", {}):
            raise
        raise typer.BadParameter(
            f"{uri!r} is no engine: name a server, http://HOST:19530, or a milvus-lite file, FILE.db", param_hint="--to"
        ) from error
