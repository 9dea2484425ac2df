"""`afterwise audit`"""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from service.access.audit import entries
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, print_json


def command(
    data: Data = DEFAULT_DATA,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="Entries to show, the latest ones.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Show who changed what: keys, documents, generations."""
    found = entries(data, limit)
    if as_json:
        print_json({"entries": [entry._asdict() for entry in found]})
        return
    table = Table("at", "who", "action", "what", box=None, pad_edge=False)
    for entry in found:
        table.add_row(*entry)
    console.print(table)
