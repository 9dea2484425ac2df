"""scripts/reproduce [--only NAME] [--quick] [--write]"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from rich.console import Console

from reproduction.checking import Checker, Seen, Skipped
from reproduction.commands import ROOT, Places
from reproduction.expected import Expected, load
from reproduction.rewriting import rewritten
from reproduction.table import table_of


def main() -> int:
    """Exit code 1 when a value is not as expected."""
    chosen = _arguments()
    expected = load(chosen.file)
    checker = Checker(expected, Places(chosen.shared.resolve(), chosen.work.resolve()))
    seen: list[Seen] = []
    skipped: dict[str, str] = {}
    for name in _wanted(expected, chosen):
        print(f"{name} …", file=sys.stderr)
        try:
            seen += checker.check(name)
        except Skipped as reason:
            skipped[name] = str(reason)
    Console(highlight=False).print(table_of(seen, skipped))
    if chosen.write:
        chosen.file.write_text(rewritten(chosen.file.read_text("utf-8"), seen), encoding="utf-8")
    return int(not all(one.ok for one in seen))


def _wanted(expected: Expected, chosen: Namespace) -> list[str]:
    if unknown := [name for name in chosen.only if name not in expected.figures]:
        raise SystemExit(f"There is no {', '.join(unknown)}; there are: {', '.join(expected.figures)}")
    return [
        name
        for name, figure in expected.figures.items()
        if (not chosen.only or name in chosen.only) and (figure.quick or not chosen.quick)
    ]


def _arguments() -> Namespace:
    parser = ArgumentParser(
        prog="scripts/reproduce", description="Check the figures of eval_sets/expected.yaml by running their commands."
    )
    shared = Path(os.environ.get("AFTERWISE_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="this figure; again for more")
    parser.add_argument("--quick", action="store_true", help="only those that take seconds and need no other data")
    parser.add_argument("--write", action="store_true", help="put the values seen into the file, bounds excepted")
    parser.add_argument("--file", type=Path, default=ROOT / "eval_sets" / "expected.yaml", help="another file")
    parser.add_argument("--shared", type=Path, default=shared, help="the folder with real data ($AFTERWISE_SHARED)")
    parser.add_argument("--work", type=Path, default=ROOT / ".afterwise" / "reproduce", help="kept between runs")
    return parser.parse_args()


sys.exit(main())
