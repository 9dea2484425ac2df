"""`afterwise feedback export --to FOLDER`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.opened import open_generation
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, print_json
from service.feedback.judgments import judge, write_set
from service.feedback.store import FeedbackStore
from service.settings import ServiceSettings

app = typer.Typer(name="feedback", help="Work with what readers said of hits.", rich_markup_mode=None)


@app.command("export")
def export(
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Where to write.", file_okay=False)],
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
) -> None:
    """Write the votes as a judged set: `afterwise evaluate --set FOLDER` measures the ranking with it."""
    votes = FeedbackStore(data, ServiceSettings().feedback_limit).votes()
    judgments = judge(votes, open_generation(data))
    write_set(judgments, to)
    counts = {
        "votes": judgments.votes,
        "queries": len(judgments.grades),
        "judgments": judgments.judged,
        "undecided": judgments.undecided,
        "gone": judgments.gone,
    }
    if as_json:
        print_json({"folder": str(to), **counts})
        return
    console.print(f"{to}: {judgments.judged:,} judgments on {len(judgments.grades):,} queries of {len(votes):,} votes")
    if judgments.undecided:
        console.print(f"{judgments.undecided:,} left out: as many found the record useful as did not")
    if judgments.gone:
        console.print(f"{judgments.gone:,} votes left out: their records are not in the collection any more")
