"""`afterwise restore FILE`"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from index.archive import restore
from service.access.keys import KeyStore
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, messages, print_json


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An archive that `afterwise backup` wrote.")],
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
) -> None:
    """Put a backup back into a new data folder, everything checked first. Overwrites nothing."""
    contents = restore(file, data)
    keys = [key.name for key in KeyStore(data).all() if key.is_valid(datetime.now(tz=UTC))]
    if as_json:
        told = {"data": str(data), "generation": contents.generation, "files": len(contents.files), "valid_keys": keys}
        print_json(told)
        return
    console.print(f"{data}: {len(contents.files):,} files restored, generation {contents.generation}")
    if keys:
        messages.print(
            f"Keys are valid again as they were when the backup was made, also those that were revoked since: "
            f"{', '.join(keys)}. To revoke one: afterwise keys revoke NAME --data {data}",
            style="yellow",
            soft_wrap=True,
        )
