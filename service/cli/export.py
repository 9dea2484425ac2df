"""`afterwise export QUERY --to FILE`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from retrieval.filters import parse_filters
from retrieval.request import SearchRequest, SortName
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, print_json
from service.exports import EXPORTS
from service.exports.base import ExportFormat
from service.exports.result import find_all
from service.runtime import open_searcher
from service.settings import ServiceSettings


def command(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="A question or keywords; quoted phrases match exactly.")
    ],
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE", help="Where to write; its ending says the format.", dir_okay=False)
    ],
    data: Data = DEFAULT_DATA,
    filters: Annotated[
        list[str] | None,
        typer.Option("--filter", metavar="FIELD=VALUE", help="Narrow the search, e.g. kind=lesson, year=2015-2019."),
    ] = None,
    sort: Annotated[SortName, typer.Option(help="What comes first.")] = "relevance",
    per_evaluation: Annotated[
        int, typer.Option(min=0, max=100, help="Most hits of one evaluation; 0 means no limit.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Write everything that a search finds into a file: .csv, .xlsx, .docx, .bib, .ris or .jsonl."""
    chosen = _format_of(to)
    settings = ServiceSettings()
    request = SearchRequest(query=query, filters=parse_filters(filters or []), sort=sort, per_evaluation=per_evaluation)
    result = find_all(open_searcher(data), request, settings.export_limit, settings.public_url)
    unfinished = to.with_name(f"{to.name}.part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(chosen.write(result))
        unfinished.replace(to)
    finally:
        unfinished.unlink(missing_ok=True)
    if as_json:
        print_json({"file": str(to), "cut": result.cut, "hits": len(result.answer.hits), **result.facts})
    else:
        console.print(f"{to}: {result.count}")


def _format_of(file: Path) -> ExportFormat:
    by_suffix = {f".{one.suffix}": one for one in EXPORTS.values()}
    if file.suffix.lower() not in by_suffix:
        raise typer.BadParameter(f"{file.name} must end with {', '.join(by_suffix)}", param_hint="--to")
    return by_suffix[file.suffix.lower()]
