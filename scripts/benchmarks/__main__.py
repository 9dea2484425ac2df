"""scripts/bench NAME [options]; `scripts/bench --scale …` is `scripts/bench scale …`."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from subprocess import CalledProcessError

from benchmarks import encoder, indexing, lexical, page, probes, scale, search
from index.errors import AfterwiseError

BENCHMARKS = {
    "indexing": indexing,
    "search": search,
    "lexical": lexical,
    "encoder": encoder,
    "page": page,
    "scale": scale,
    "probes": probes,
}


def main() -> int:
    """Exit code 1 when a target is missed."""
    parser = ArgumentParser(prog="scripts/bench", description="Measure speed, as ratios within one run.")
    verbs = parser.add_subparsers(dest="benchmark", required=True)
    for name, module in BENCHMARKS.items():
        verb = verbs.add_parser(name, help=module.HELP, description=module.__doc__)
        module.options(verb)
        verb.add_argument("--json", action="store_true", help="print JSON for programs")
    given = sys.argv[1:]
    chosen = parser.parse_args([given[0].removeprefix("--"), *given[1:]] if given[:1] == ["--scale"] else given)
    try:
        report = BENCHMARKS[chosen.benchmark].measure(chosen)
    except AfterwiseError as error:
        sys.exit(f"{error.message} {error.hint}")
    except CalledProcessError as error:
        sys.exit(f"The command to be measured failed: {error}")
    if chosen.json:
        print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        report.show()
    return int(report.missed)


sys.exit(main())
