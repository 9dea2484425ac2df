"""The command `afterwise`: one verb a file.

Exit codes: 0 done, 1 it failed, 2 wrong use.
"""

from __future__ import annotations

import sqlite3
import sys
from importlib.metadata import version
from io import TextIOWrapper
from typing import Annotated

import click
import typer

from index.errors import AfterwiseError, SettingsError
from retrieval.errors import QueryError
from service.brief.errors import UploadError
from service.cli import (
    audit,
    backup,
    brief,
    delete,
    doctor,
    evaluate,
    export,
    feedback,
    generations,
    index,
    inspect,
    jobs,
    keys,
    restore,
    rollback,
    search,
    serve,
    show,
    stats,
    vacuum,
    work,
)
from service.cli.output import print_error

app = typer.Typer(
    name="afterwise",
    help="Search what earlier projects learned: lessons, findings and recommendations of evaluations, with citations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for verb in (index, inspect, search, brief, export, show, stats, evaluate, serve, doctor, audit):
    app.command(name=verb.__name__.rpartition(".")[2])(verb.command)
for verb in (work, jobs, delete, generations, rollback, backup, restore, vacuum):
    app.command(name=verb.__name__.rpartition(".")[2])(verb.command)
app.add_typer(feedback.app)
app.add_typer(keys.app)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"afterwise {version('afterwise')}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; every expected error is one message and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that cannot show a character is no reason to fail
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except AfterwiseError as error:
        print_error(error, as_json="--json" in sys.argv)
        sys.exit(2 if isinstance(error, QueryError | SettingsError | UploadError) else 1)
    except (KeyboardInterrupt, click.exceptions.Abort):
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has gone, e.g. `| head`
        sys.stderr.close()
        sys.exit(1)
    except (OSError, sqlite3.Error) as error:
        print_error(_of_the_machine(error), as_json="--json" in sys.argv)
        sys.exit(1)


def _of_the_machine(error: Exception) -> AfterwiseError:
    """A full disk, a folder without rights and their like, which can come from anywhere."""
    return AfterwiseError(str(error), hint="Check the path, its permissions and the space on the disk.")
