"""Expected beside seen, for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from reproduction.checking import Seen


def table_of(seen: Sequence[Seen], skipped: dict[str, str]) -> Table:
    """One row a value, and one a figure that was skipped, with the reason."""
    table = Table("figure", "value")
    for name in ("expected", "seen"):
        table.add_column(name, justify="right")
    table.add_column("ok")
    for one in seen:
        value = one.trouble if one.value is None else f"{one.value:.4f}"
        verdict = Text("yes") if one.ok else Text("NO", style="bold red")
        table.add_row(one.figure, Text(one.path), str(one.expected), Text(value), verdict)
    for name, reason in skipped.items():
        table.add_row(name, "", "", Text(reason), "skipped")
    return table
