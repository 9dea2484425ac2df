"""`afterwise backup FILE`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.archive import backup
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, print_json


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive to write (tar).")],
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
) -> None:
    """Write the whole data folder into one file, also while searches and runs go on."""
    contents = backup(data, file)
    size = sum(entry.size for entry in contents.files)
    if as_json:
        print_json({"file": str(file), "generation": contents.generation, "files": len(contents.files), "bytes": size})
    else:
        console.print(f"{file}: {len(contents.files):,} files, {size / 1e6:,.1f} MB, generation {contents.generation}")
