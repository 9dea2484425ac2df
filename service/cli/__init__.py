"""The command `afterwise`: one verb a file.

Exit codes: 0 done, 1 it failed, 2 wrong use.
"""

from __future__ import annotations

import sys

import click
import typer

from index.errors import AfterwiseError
from retrieval.errors import QueryError
from service.cli import doctor, evaluate, index, search, serve, show, stats
from service.cli.output import print_error

app = typer.Typer(
    name="afterwise",
    help="Search what earlier projects learned: lessons, findings and recommendations of evaluations, with citations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for verb in (index, search, show, stats, evaluate, serve, doctor):
    app.command(name=verb.__name__.rpartition(".")[2])(verb.command)


def main() -> None:
    """Run the command line; every expected error is one message and an exit code."""
    try:
        app()
    except AfterwiseError as error:
        print_error(error, as_json="--json" in sys.argv)
        sys.exit(2 if isinstance(error, QueryError) else 1)
    except (KeyboardInterrupt, click.exceptions.Abort):
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has gone, e.g. `| head`
        sys.stderr.close()
        sys.exit(1)
