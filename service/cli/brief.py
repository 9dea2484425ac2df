"""`afterwise brief FILE`"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.padding import Padding
from rich.text import Text

from index.progress import Advance
from retrieval.brief.answer import BriefEvent, BriefItem, SectionReady, Started, WarningsReady
from service.brief.errors import UploadError
from service.brief.formats import BRIEF_FORMATS, BriefFormat
from service.brief.labels import BETWEEN
from service.brief.make import making
from service.brief.report import Report, report_of
from service.brief.upload import Upload
from service.brief.whole import whole
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import Bars, console, print_json
from service.runtime import open_searcher
from service.settings import ServiceSettings

_LanguageName = Literal["en", "fr", "es"]


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
    language: Annotated[_LanguageName | None, typer.Option(help="Of labels; the draft's unless given.")] = None,
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


def _missing(path: Path) -> str:
    """That there is no such file, and the one that was probably meant."""
    if path.is_dir():
        return f"{path} is a folder, and a draft is one file."
    folder = path.parent
    names = [one.name for one in folder.iterdir() if one.is_file()] if folder.is_dir() else []
    close = get_close_matches(path.name, names, n=1)
    return f"There is no file {path}." + (f" Did you mean {folder / close[0]}?" if close else "")


def _watched(events: Iterable[BriefEvent]) -> Iterator[BriefEvent]:
    """The events, with their progress on standard error where somebody watches."""
    with Bars() as bars, ExitStack() as stages:
        advance: Advance | None = None
        for event in events:
            if isinstance(event, Started):
                advance = stages.enter_context(bars.stage("brief", len(event.titles) + 1))
            elif advance and isinstance(event, SectionReady | WarningsReady):
                advance(1)
            yield event


def _format_of(file: Path) -> BriefFormat:
    by_suffix = {f".{one.suffix}": one for one in BRIEF_FORMATS.values()}
    if file.suffix.lower() not in by_suffix:
        raise typer.BadParameter(f"{file.name} must end with {', '.join(by_suffix)}", param_hint="--output")
    if not file.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {file.parent}", param_hint="--output")
    return by_suffix[file.suffix.lower()]


def _write(chosen: BriefFormat, report: Report, to: Path) -> None:
    unfinished = to.with_name(f"{to.name}.part")
    try:
        with unfinished.open("wb") as stream:
            stream.writelines(chosen.write(report))
        unfinished.replace(to)
    finally:
        unfinished.unlink(missing_ok=True)


def _print(report: Report) -> None:
    say, brief = report.words.say, report.brief
    for label, value in report.understood(brief.draft):
        console.print(Text.assemble((report.labelled(label, ""), "dim"), value))
    if not report.items:
        console.print(say("brief.none_at_all"))
    for section in brief.sections:
        _head(report.title_of(section), report.topic_of(section))
        if not section.items:
            console.print(report.nothing(section), style="dim")
            continue
        console.print(report.labelled(say("brief.supported"), report.support(section.support)), style="dim")
        _print_items(section.items, report)
    _head(say("brief.check"), "")
    console.print(report.check(len(brief.warnings), brief.checked), style="dim")
    for warning in brief.warnings:
        console.print(f"\n{warning.question}", style="bold")
        _print_items(warning.items, report)


def _head(title: str, topic: str) -> None:
    console.print(Text.assemble("\n", (title, "bold underline"), (f"{BETWEEN}{topic}" if topic else "", "dim")))


def _print_items(items: Iterable[BriefItem], report: Report) -> None:
    for aspect, chosen in report.aspects(items):
        console.print(f"\n{report.words.name('aspect', aspect)}", style="bold")
        for item in chosen:
            _print_item(item, report)


def _print_item(item: BriefItem, report: Report) -> None:
    hit = item.hit
    console.print(Text.assemble((f"{item.number}. ", "bold"), report.facts(hit)))
    console.print(Padding(Text(hit.text), (0, 0, 0, 3)))
    for linked in hit.linked:
        who, said = report.told(linked)
        console.print(Padding(Text(report.labelled(who, said), style="dim"), (0, 0, 0, 5)))
    if also := report.also(hit):
        console.print(Padding(Text(also), (0, 0, 0, 3)))
    console.print(Padding(Text(hit.citation, style="italic"), (0, 0, 0, 3)))
    console.print(Padding(Text(f"{report.why(item.why)}{BETWEEN}{hit.record_id}", style="dim"), (0, 0, 0, 3)))
