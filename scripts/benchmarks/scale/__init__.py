"""Collections of any size, made by chance: what a search takes, finds and holds in memory, and how soon it begins.

made.py      the data folder of a collection, built once and kept
stream.py    how a large one is written
asker.py     a process that searches, so that its start and its memory can be told from the benchmark's
recall.py    the vector index against exact search
serving.py   the HTTP API under many connections against the searcher in process
renewal.py   from sending one record to the service until a search finds it
process.py   what memory a process holds, its own and mapped from files, and its processor time
measure.py   all of it for one size
"""

from benchmarks.scale.measure import HELP, measure, options

__all__ = ["HELP", "measure", "options"]
