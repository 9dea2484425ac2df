"""What memory a process holds and what time it takes, as Linux tells it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

_GIB = 1024 * 1024  # kilobytes


class Memory(NamedTuple):
    """In GiB. `resident` counts every page once, `private` those of the process alone, `mapped` its share of files."""

    resident: float
    private: float
    mapped: float


def memory_of(process: int) -> Memory:
    """What a process holds now (proc(5), smaps_rollup). Raises OSError on systems that do not tell."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    told = {name: int(rest.split()[0]) / _GIB for name, _, rest in (line.partition(":") for line in lines)}
    return Memory(told["Rss"], told["Pss_Anon"], told["Pss_File"])


def processor_seconds(process: int) -> float:
    """Processor time that a process has taken, by all its threads (proc(5), stat)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
