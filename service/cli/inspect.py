"""`afterwise inspect FILE`"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from index.intake import extract
from index.model import Anchor, Extraction, Record
from index.publishers.linking import resolve_links
from index.publishers.mapping import load_mapping
from service.cli.options import AsJson
from service.cli.output import console, messages, print_json


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A document or table.")],
    mapping: Annotated[Path | None, typer.Option(help="How the columns of a table become fields.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a file would give: records, where they stand, how they are linked. Indexes nothing."""
    extraction = extract(file, mapping=load_mapping(mapping) if mapping else None)
    resolved = {record.id: record for record in resolve_links(extraction.documents, extraction.records)}
    records = tuple(resolved.get(record.id, record) for record in extraction.records)
    extraction = extraction.model_copy(update={"records": records})
    if as_json:
        print_json(extraction)
    else:
        _print(extraction)


def _print(extraction: Extraction) -> None:
    for document in extraction.documents[:1]:
        facts = [document.publisher, document.number, str(document.year or ""), ", ".join(document.facets.countries)]
        console.print(document.title, style="bold")
        console.print(" · ".join(filter(None, facts)) + f"\n{document.id}\n")
    if len(extraction.documents) > 1:
        console.print(f"… and {len(extraction.documents) - 1:,} more documents\n")
    table = Table(box=None, pad_edge=False, expand=True)
    for name, width in (("kind", 19), ("place", 12), ("record", 24), ("text", None), ("links to", 24)):
        table.add_column(name, no_wrap=True, overflow="ellipsis", width=width, ratio=None if width else 1)
    for record in sorted(extraction.records, key=_position):
        place = _place(record.parts[0].anchor) if record.parts else ""
        links = ", ".join(link.target.rpartition(":")[2] for link in record.links)
        text = " ".join((record.parts[0].text if record.parts else record.title or "").split())
        table.add_row(record.kind.value, place, record.id.rpartition(":")[2], text, links)
    console.print(table)
    kinds = Counter(record.kind.value for record in extraction.records)
    console.print("\n" + ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items())))
    for problem in extraction.problems:
        place = ", ".join(filter(None, [problem.file, problem.where]))
        messages.print(f"{place}: {problem.reason}", style="yellow")


def _position(record: Record) -> tuple[int, int, str]:
    """Reading order: by page, then by place in the text."""
    anchor = record.parts[0].anchor if record.parts else Anchor()
    return (anchor.page or 0, anchor.start or 0, record.id)


def _place(anchor: Anchor) -> str:
    words = [f"p. {anchor.page}" if anchor.page else "", f"¶ {anchor.paragraph}" if anchor.paragraph else ""]
    return " ".join(filter(None, [*words, f"row {anchor.row}" if anchor.row else ""]))
