"""`afterwise vacuum`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.backends.follow import Follower
from index.backends.load import engine_of
from index.indexer import alone
from index.settings import EngineSettings
from index.vacuum import Freed, vacuum
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, print_json


def command(
    data: Data = DEFAULT_DATA,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be freed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Free the space of older generations, of uploaded files that are taken in, and of deleted rows."""
    freed = [*vacuum(data, dry_run=dry_run), *_in_the_engine(data, dry_run)]
    total = sum(one.bytes for one in freed)
    if as_json:
        print_json({"dry_run": dry_run, "bytes": total, "freed": [one.model_dump() for one in freed]})
        return
    for one in freed:
        console.print(f"{one.bytes / 1e6:>10,.1f} MB  {one.what}")
    console.print(f"{total / 1e6:>10,.1f} MB  {'would be freed' if dry_run else 'freed'}")


def _in_the_engine(data: Path, dry_run: bool) -> list[Freed]:
    """Generations that only the engine holds any more. How much room they take there is not known."""
    follower = Follower(data, engine_of(EngineSettings()))
    with alone(data):
        names = follower.surplus()
        if not dry_run:
            follower.drop(names)
    return [Freed(what=f"generation {name} in the engine", bytes=0) for name in names]
