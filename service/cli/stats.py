"""`afterwise stats`"""

from __future__ import annotations

from rich.table import Table

from index.opened import open_generation
from retrieval.stats import stats
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, print_json


def command(data: Data = DEFAULT_DATA, as_json: AsJson = False) -> None:
    """Count what the index holds."""
    counted = stats(open_generation(data))
    if as_json:
        print_json(counted)
        return
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in counted.model_dump().items():
        if isinstance(value, dict):
            for key, count in value.items():
                table.add_row(f"{name}: {key.replace('_', ' ')}", f"{count:,}")
        else:
            table.add_row(name, f"{value:,}" if isinstance(value, int) else str(value))
    console.print(table)
