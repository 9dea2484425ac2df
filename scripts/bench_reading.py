"""How fast and how large the PDF reader is: pages per second as a ratio to bare text extraction, and peak memory.

    python scripts/bench_reading.py FOLDER [--repeats 5] [--json]

Bare extraction is pypdfium2 alone: open, load each page and its text page, take the text. Both sides read the same
files from memory in the same order, in turn; the ratio is that of the medians. The reader runs as it does in
production, in its worker process, whose start is not counted. Peak memory is the worker's, on the largest file.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pypdfium2

from index.readers import pdf

MOST = 4.0  # times the bare extraction
_PEAK = """
import resource, sys
from pathlib import Path
from index.readers import pdf
path = Path(sys.argv[1])
pdf.parse(path.read_bytes(), path.name)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def bare(path: Path) -> int:
    """Extract a file's text with pypdfium2 alone; the number of its pages."""
    document = pypdfium2.PdfDocument(path.read_bytes())
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        text_page.get_text_range()
        text_page.close()
        page.close()
    count = len(document)
    document.close()
    return count


def seconds(read: object, paths: list[Path]) -> float:
    """The time that `read` takes for all of `paths`."""
    start = time.perf_counter()
    for path in paths:
        read(path)  # type: ignore[operator]
    return time.perf_counter() - start


def peak_memory(path: Path) -> int:
    """The most memory that reading one file takes in a process of its own, in bytes."""
    run = subprocess.run([sys.executable, "-c", _PEAK, str(path)], capture_output=True, text=True, check=True)
    return int(run.stdout) * 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="a folder with PDF files")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    paths = sorted(arguments.folder.glob("*.pdf"))
    if not paths:
        parser.error(f"{arguments.folder}: no PDF files here")
    pages = sum(map(bare, paths))
    pdf.read(paths[0])
    times = [(seconds(bare, paths), seconds(pdf.read, paths)) for _ in range(arguments.repeats)]
    bare_time, own_time = (statistics.median(column) for column in zip(*times, strict=True))
    largest = max(paths, key=lambda path: path.stat().st_size)
    result = {
        "files": len(paths),
        "pages": pages,
        "pages_per_second": round(pages / own_time, 1),
        "bare_pages_per_second": round(pages / bare_time, 1),
        "ratio": round(own_time / bare_time, 2),
        "largest_file": largest.name,
        "peak_memory_mb": round(peak_memory(largest) / 1e6, 1),
    }
    print(json.dumps(result, indent=2) if arguments.json else "\n".join(f"{k}: {v}" for k, v in result.items()))
    return 0 if result["ratio"] <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
