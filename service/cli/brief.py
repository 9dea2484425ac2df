"""`afterwise brief FILE`"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.padding import Padding
from rich.status import Status
from rich.text import Text

from index.errors import AfterwiseError
from retrieval.brief.answer import BriefEvent, BriefItem, BriefSection, SectionReady, Started, WarningsReady
from service.brief.errors import UploadError
from service.brief.formats import BRIEF_FORMATS, BriefFormat
from service.brief.labels import BETWEEN, Labels
from service.brief.make import making
from service.brief.report import Report, report_of
from service.brief.upload import Upload
from service.brief.whole import whole
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, messages, print_json
from service.runtime import open_searcher
from service.settings import ServiceSettings

_BESIDE = Literal["en", "fr", "es"]


def command(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="The draft: DOCX, PDF, HTML or text; - reads text from standard input."),
    ],
    data: Data = DEFAULT_DATA,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Write the brief; its ending says the format.", dir_okay=False),
    ] = None,
    language: Annotated[_BESIDE | None, typer.Option(help="Of labels and headings; the draft's unless given.")] = None,
    as_json: AsJson = False,
) -> None:
    """Find the lessons that bear on each part of a draft. The draft is read in memory and kept nowhere."""
    chosen = _format_of(output) if output else None
    settings = ServiceSettings()
    upload = _read(file, settings.largest_draft)
    searcher = open_searcher(data)
    brief = whole(_watched(making(searcher, upload)(lambda: False)))
    report = report_of(brief, datetime.now(tz=UTC).date(), settings.public_url, language)
    if chosen and output:
        _write(chosen, report, output)
    if as_json:
        print_json(brief)
    elif output:
        console.print(f"{output}: {report.words.say('brief.ready', count=len(report.items))}")
    else:
        _print(report)


def _read(file: str, largest: int) -> Upload:
    """The draft from a file or from standard input. Raises UploadError."""
    if file == "-":
        text = sys.stdin.buffer.read(largest + 1)
        name, data = "standard input", text
    else:
        path = Path(file)
        if not path.is_file():
            raise UploadError(_missing(path), hint="Name a DOCX, PDF, HTML or text file, or - for standard input.")
        with path.open("rb") as stream:
            name, data = path.name, stream.read(largest + 1)
    if len(data) > largest:
        raise UploadError(
            f"{name} is larger than {largest:,} bytes.", hint="Send a part of it, or raise AFTERWISE_LARGEST_DRAFT."
        )
    if not data.strip():
        raise UploadError(f"{name} is empty.", hint="A draft needs at least a few sentences.")
    return Upload(data=data, name=name) if file != "-" else Upload(text=data.decode("utf-8", "replace"))
