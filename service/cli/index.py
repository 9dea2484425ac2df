"""`afterwise index PATH… --data DIR`"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from index.errors import IndexingError
from index.indexer import index
from index.publishers.mapping import load_mapping
from index.report import FileReport, RunReport
from index.settings import IndexSettings
from service.access.audit import audit, local_user
from service.cli.options import DEFAULT_DATA, AsJson, Data, parsed_visibility
from service.cli.output import Bars, console, messages, print_json

_SHOWN = 10  # problems a file before the rest is only counted


def command(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH…", help="Files and folders to take in.")] = None,
    data: Data = DEFAULT_DATA,
    mapping: Annotated[
        Path | None, typer.Option(help="How the columns of a table become fields (TOML; see docs/mapping.md).")
    ] = None,
    visibility: Annotated[
        str | None,
        typer.Option(help="For whom: public, internal, group:NAME; left out, as before or as the files say."),
    ] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build the index again from the catalog.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read files and folders, and publish an index of them beside all that was read before.

    Rows and files that cannot be used are reported and never stop the rest.
    """
    if not paths and not rebuild:
        raise typer.BadParameter("name at least one file or folder, or give --rebuild", param_hint="PATH…")
    chosen = load_mapping(mapping) if mapping else None
    readers = parsed_visibility(visibility) if visibility else None
    if readers:
        audit(data, "visibility set", local_user(), f"{readers}: {', '.join(map(str, paths or []))}")
    try:
        with Bars() as bars:
            report = index(
                paths or [],
                data,
                IndexSettings(),
                mapping=chosen,
                visibility=readers,
                rebuild=rebuild,
                progress=bars,
            )
    except IndexingError as error:
        if not as_json:
            _print_problems([FileReport.model_validate(file) for file in error.details.get("files", [])])
        raise
    if as_json:
        print_json(report)
    else:
        _print(report, data)
    if report.files and all(file.status == "failed" for file in report.files):
        messages.print("Error: none of the files could be used; the report above says why for each.", style="red")
        raise typer.Exit(1)


def _print(report: RunReport, data: Path) -> None:
    table = Table("", "records", "problems", "file", box=None, pad_edge=False)
    for file in report.files:
        table.add_row(file.status, f"{sum(file.records.values()):,}", f"{len(file.problems):,}", file.path)
    console.print(table)
    _print_problems(report.files)
    kinds = ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in report.records.items())
    console.print(f"\n{report.documents:,} documents, {report.passages:,} passages: {kinds}")
    state = "published" if report.built else "was up to date"
    if report.pinned:
        state = f"waits: {report.pinned} is pinned (afterwise rollback --release publishes the newest)"
    console.print(f"Generation {report.generation} {state} in {data} ({report.seconds:.1f} s)")


def _print_problems(files: Sequence[FileReport]) -> None:
    for file in files:
        for problem in file.problems[:_SHOWN]:
            place = ", ".join(filter(None, [problem.file, problem.where, problem.record_id]))
            reason = problem.reason.removeprefix(f"{problem.file}: ")  # a whole file's reason names it already
            messages.print(" ".join(filter(None, [f"{place}: {reason}", problem.hint])), style="yellow")
        if len(file.problems) > _SHOWN:
            messages.print(f"… and {len(file.problems) - _SHOWN:,} more in this file; --json lists all.")
