"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path,
    typer.Option("--data", help="The data folder.", envvar="AFTERWISE_DATA", file_okay=False, metavar="DIR"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
DEFAULT_DATA = Path(".afterwise")
