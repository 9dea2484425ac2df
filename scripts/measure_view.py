"""What views cost that are as large as the whole index, the dearest there are: python scripts/measure_view.py DIR"""

from __future__ import annotations

import json
import sys
import time
from itertools import pairwise
from pathlib import Path

from index.opened import open_generation
from index.view import view


def resident() -> int:
    """Memory of this process that is not shared with others, in MiB (Linux)."""
    fields = dict(line.split(":") for line in Path("/proc/self/status").read_text("utf-8").splitlines())
    return int(fields["RssAnon"].split()[0]) // 1024


def main(data: Path) -> None:
    """Print seconds of one core, and by how much the process grows with each of three views."""
    opened = open_generation(data)
    seen = frozenset(opened.store.visibilities().values())
    views, seconds, memory = [], [], [resident()]
    for _ in range(3):
        began = time.process_time()
        views.append(view(opened, seen))
        seconds.append(time.process_time() - began)
        memory.append(resident())
    passages = views[0].manifest.passages
    told = {
        "passages": passages,
        "seconds": [round(one, 2) for one in seconds],
        "milliseconds_a_passage": round(1000 * min(seconds) / passages, 2),
        "more_memory_mib": [after - before for before, after in pairwise(memory)],
    }
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
