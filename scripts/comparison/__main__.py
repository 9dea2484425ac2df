"""scripts/compare_txtai FOLDER… [options]"""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from comparison.measuring import Pair, measure
from comparison.report import report, sets, show
from index.errors import AfterwiseError

ROOT = Path(__file__).parents[2]
USUAL = [ROOT.parent / "shared" / "eval" / "ir" / name for name in ("cacm", "cisi", "dref", "scifact")]
_VERSION = "from importlib.metadata import version; print(version('txtai'))"


def main() -> int:
    """Exit code 1 when ours is not better in what it is to be better in."""
    chosen = _arguments()
    try:
        if chosen.work:
            pairs = [_measure(folder, chosen.work, chosen) for folder in chosen.folders]
        else:
            with TemporaryDirectory() as work:
                pairs = [_measure(folder, Path(work), chosen) for folder in chosen.folders]
    except AfterwiseError as error:
        sys.exit(f"{error.message} {error.hint}")
    version = subprocess.run([chosen.txtai_python, "-c", _VERSION], capture_output=True, text=True, check=True).stdout
    found = report(pairs, version.strip())
    if chosen.json:
        print(json.dumps(found.as_dict() | {"sets": sets(pairs)}, indent=2))
    else:
        show(pairs)
        found.show()
    return int(found.missed)


def _measure(folder: Path, work: Path, chosen: Namespace) -> Pair:
    name = folder.resolve().name
    print(f"{name} …", file=sys.stderr)
    vectors = chosen.vectors / name / "vectors.sqlite" if chosen.vectors else None
    return measure(folder, work / name, chosen.txtai_python, chosen.repeat, vectors)


def _arguments() -> Namespace:
    parser = ArgumentParser(
        prog="scripts/compare_txtai",
        description="Quality, speed and memory of Afterwise beside txtai's hybrid search with its defaults. "
        "Each engine is a process of its own; memory is the most that it ever held, mapped files included.",
    )
    parser.add_argument("folders", type=Path, nargs="*", default=USUAL, help="sets in BEIR's layout (default: four)")
    parser.add_argument("--repeat", type=int, default=3, help="how often every query is timed")
    parser.add_argument("--work", type=Path, help="keep both indexes here, and use those that are here")
    parser.add_argument(
        "--vectors", type=Path, metavar="DIR", help="take our vectors from DIR/NAME/vectors.sqlite instead of encoding"
    )
    parser.add_argument("--json", action="store_true", help="print JSON for programs")
    parser.add_argument("--txtai-python", type=Path, required=True, help="Python of an environment that has txtai")
    return parser.parse_args()


sys.exit(main())
