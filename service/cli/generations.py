"""`afterwise generations`"""

from __future__ import annotations

from rich.table import Table

from index.generations import generation_reports
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, print_json


def command(data: Data = DEFAULT_DATA, as_json: AsJson = False) -> None:
    """List the generations on disk, the newest first."""
    found = generation_reports(data)
    if as_json:
        print_json({"generations": [one.model_dump(mode="json") for one in found]})
        return
    table = Table("", "generation", "built (UTC)", "documents", "passages", "MB", box=None, pad_edge=False)
    for one in found:
        state = "pinned" if one.pinned else "published" if one.published else ""
        counts = [one.problem or "", ""] if one.problem else [f"{one.documents:,}", f"{one.passages:,}"]
        table.add_row(state, one.name, f"{one.built:%Y-%m-%d %H:%M:%S}", *counts, f"{one.bytes / 1e6:,.1f}")
    console.print(table)
