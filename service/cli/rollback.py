"""`afterwise rollback [NAME]`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.errors import GenerationError
from index.generation import current, go_back, release
from index.generations import generation_reports, shown_again
from index.indexer import alone, index
from index.settings import IndexSettings
from service.access.audit import audit, local_user
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, print_json


def command(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A generation; the one before, if left out.")
    ] = None,
    data: Data = DEFAULT_DATA,
    released: Annotated[bool, typer.Option("--release", help="Publish the newest again, and go on doing so.")] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also where readers then see what they may not see any more.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Go back to an older generation. It stays published, whatever is taken in meanwhile, until --release."""
    if released:
        if name is not None:
            raise typer.BadParameter("--release takes no name", param_hint="NAME")
        with alone(data):
            was = release(data)
        audit(data, "rollback released", local_user(), was or "")
        report = index([], data, IndexSettings())
        told = {"published": report.generation, "pinned": None, "released": was}
    else:
        with alone(data) as catalog:
            wanted = name or _before(data)
            shown = shown_again(data, wanted, catalog)
            if shown and not anyway:
                raise GenerationError(
                    f"{wanted} shows {len(shown):,} documents to readers who may not see them any more, such as "
                    f"{shown[0]}: they were deleted or hidden since it was built.",
                    hint="Mend what is wrong and index again; or go back all the same: --anyway.",
                )
            manifest = go_back(data, wanted)
        audit(
            data, "rollback", local_user(), f"{manifest.name}, showing {len(shown)} again" if shown else manifest.name
        )
        told = {"published": manifest.name, "pinned": manifest.name, "released": None}
    if as_json:
        print_json(told)
    elif told["pinned"]:
        console.print(
            f"Generation {told['published']} is published and stays so: afterwise rollback --release ends that."
        )
    else:
        console.print(f"Generation {told['published']} is published; what runs build is published again.")


def _before(data: Path) -> str:
    """The newest whole generation that was built before the published one."""
    found = generation_reports(data)
    published = next((at for at, one in enumerate(found) if one.published), -1)
    older = [one.name for one in found[published + 1 :] if one.problem is None]
    if not older:
        raise GenerationError(
            f"{data} holds no generation older than {current(data)}.",
            hint="Runs keep AFTERWISE_KEEP_GENERATIONS of them; a backup may have one (afterwise restore).",
        )
    return older[0]
