"""`afterwise restore FILE`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.archive import restore
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, print_json


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An archive that `afterwise backup` wrote.")],
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
) -> None:
    """Put a backup back into a new data folder, everything checked first. Overwrites nothing."""
    contents = restore(file, data)
    if as_json:
        print_json({"data": str(data), "generation": contents.generation, "files": len(contents.files)})
    else:
        console.print(f"{data}: {len(contents.files):,} files restored, generation {contents.generation}")
