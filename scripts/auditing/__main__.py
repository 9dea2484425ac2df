"""scripts/audit [--only PART] [--borrow]"""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable
from pathlib import Path

from auditing.advisories import NotRun, audit
from auditing.distributions import ROOT, Incomplete, build, builder, check
from auditing.fresh import Fresh

FAULT, NOT_RUN = 1, 3


def main() -> int:
    """0: all was tried and is well. 1: something is wrong. 3: something could not be tried, the rest is well."""
    parser = ArgumentParser(prog="scripts/audit", description=f"{__doc__}\n\n{main.__doc__}")
    parser.formatter_class = RawDescriptionHelpFormatter
    parser.add_argument("--only", choices=("advisories", "packages"), help="this part alone")
    parser.add_argument(
        "--borrow",
        action="store_true",
        help="take what the wheel needs from .venv instead of installing it anew (2 GB)",
    )
    chosen = parser.parse_args()
    parts: dict[str, Callable[[], int]] = {"advisories": _advisories, "packages": lambda: _packages(chosen.borrow)}
    ends = [part() for name, part in parts.items() if chosen.only in (None, name)]
    return FAULT if FAULT in ends else max(ends)


def _advisories() -> int:
    try:
        audited = audit(ROOT / "constraints.txt")
    except NotRun as reason:
        print(f"advisories: not run: {reason}", file=sys.stderr)
        return NOT_RUN
    for one in audited.advisories:
        print(
            f"advisories: {one.package} {one.version}: {one.name}, mended in {', '.join(one.fixed_in) or 'nothing yet'}"
        )
    print(f"advisories: {len(audited.advisories)} known of {audited.packages} packages ({audited.service})")
    return FAULT if audited.advisories else 0


def _packages(borrow: bool) -> int:
    with tempfile.TemporaryDirectory(prefix="afterwise-audit-") as made:
        folder = Path(made)
        try:
            python = builder(folder / "builder")
        except Incomplete as reason:
            print(f"packages: not run: the build backend cannot be installed: {reason}", file=sys.stderr)
            return NOT_RUN
        try:
            built = build(folder / "dist", python)
            files = check(built, folder / "sdist", python)
            print(f"packages: {built.wheel.name}: {files} files, the sdist gives the same")
            (folder / "fresh").mkdir()
            fresh = Fresh(folder / "fresh")
            fresh.install(built.wheel, borrow=borrow)
            for line in fresh.check():
                print(f"packages: {line}")
        except Incomplete as fault:
            print(f"packages: {fault}", file=sys.stderr)
            return FAULT
    return 0


if __name__ == "__main__":
    sys.exit(main())
