"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.visibility import EVERYBODY, EVERYTHING, Audience, canonical

Data = Annotated[
    Path,
    typer.Option("--data", help="The data folder.", envvar="AFTERWISE_DATA", file_okay=False, metavar="DIR"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
DEFAULT_DATA = Path(".afterwise")
AsGroup = Annotated[
    list[str] | None,
    typer.Option("--as-group", metavar="GROUP", help="Show what members of this group see, to try it out."),
]
AsPublic = Annotated[bool, typer.Option("--public", help="Show what everybody sees, to try it out.")]


def parsed_visibility(value: str) -> str:
    """A visibility as somebody typed it. Raises typer.BadParameter."""
    try:
        return canonical(value)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--visibility") from error


def chosen_audience(groups: list[str] | None, public: bool) -> Audience:
    """Whose view to show: whoever types here can read the whole folder, and sees everything unless they say."""
    if public:
        return EVERYBODY
    return Audience(signed_in=True, groups=frozenset(groups)) if groups else EVERYTHING
