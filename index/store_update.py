"""The store of a changed collection: a copy of the one before, with what changed put in its place.

Passages that stay keep their number in the file, wherever their rows move; fresh ones are numbered after the last.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from index.arrays import save_array
from index.changes import Changes
from index.chunking import Passage
from index.content import Content
from index.forms import Form
from index.rows import RowPlan
from index.store import Store, insert_passages, insert_values, numbers_of


def update_store(
    before: Path,
    file: Path,
    store: Store,
    changes: Changes,
    content: Content,
    rows: RowPlan,
    passages: Sequence[Passage],
    heads: Sequence[str],
    forms: tuple[Iterable[Form], Iterable[Form]],
) -> None:
    """Write the store at `file`. `store` is the one at `before`; `forms` are those that went and those that came."""
    shutil.copyfile(before, file)
    first = int(store.numbers.max(initial=-1)) + 1
    db = sqlite3.connect(file, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = OFF")  # a store that is not finished is thrown away
        db.execute("PRAGMA synchronous = OFF")  # the generation syncs its files before it is published
        db.execute("BEGIN")
        for id_ in sorted(changes.gone):
            if (record := store.record(id_)) is not None:
                links = ((link.target, link.relation, id_) for link in record.links)
                db.executemany("DELETE FROM links WHERE target = ? AND relation = ? AND source = ?", links)
                db.execute("DELETE FROM records WHERE id = ?", (id_,))
                db.execute("DELETE FROM passages WHERE record = ?", (id_,))
        leaving = [(id_,) for id_ in sorted(changes.dropped | changes.changed)]
        db.executemany("DELETE FROM documents WHERE id = ?", leaving)
        documents = [one for id_, one in changes.documents.items() if id_ in changes.changed]
        insert_values(db, documents, changes.records.values(), content)
        insert_passages(db, passages, heads, first)
        for sign, some in zip((-1, 1), forms, strict=True):
            counted = ((term, word, sign * frequency) for term, word, frequency in some)
            db.executemany(
                "INSERT INTO forms VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count", counted
            )
        db.execute("DELETE FROM forms WHERE count = 0")
        db.execute("DELETE FROM withdrawn")
        db.executemany("INSERT INTO withdrawn VALUES (?)", ((id_,) for id_ in content.withdrawn))
        db.execute("COMMIT")
    finally:
        db.close()
    fresh = np.arange(first, first + len(passages), dtype=np.int32)
    save_array(numbers_of(file), rows.gather(store.numbers, fresh))
