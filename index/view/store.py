"""A store whose every query is answered from visible documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from index.forms import Form
from index.model import Record
from index.store import Store


class StoreView(Store):
    """The same file through names of this connection that show some documents alone (store.sql)."""

    def __init__(self, whole: Store, documents: Iterable[str]) -> None:
        super().__init__(whole.file)
        self._db.executescript(files("index.view").joinpath("store.sql").read_text("utf-8"))
        self._db.executemany("INSERT INTO temp.visible VALUES (?)", ((id_,) for id_ in documents))
        self._db.commit()
        numbers = {number for (number,) in self._db.execute("SELECT number FROM passages")}
        kept = np.fromiter((number in numbers for number in self.numbers.tolist()), np.bool_, len(self.numbers))
        self.rows: NDArray[np.int64] = np.flatnonzero(kept)  # what is row 0, 1 … here, in the whole
        self.numbers = self.numbers[kept]
        self._keep_ready()

    def complete(self, relinked: Iterable[Record], heads: Mapping[str, str], forms: Iterable[Form]) -> None:
        """Put in what is otherwise where only these documents are there: links, the records of hits, forms of words."""
        for record in relinked:
            body = record.model_dump_json(exclude_defaults=True)
            self._db.execute("INSERT INTO temp.relinked VALUES (?, ?)", (record.id, body))
            links = ((link.target, link.relation, record.id) for link in record.links)
            self._db.executemany("INSERT OR IGNORE INTO temp.relinks VALUES (?, ?, ?)", links)
        self._db.executemany("INSERT INTO temp.heads VALUES (?, ?)", heads.items())
        self._db.executemany("INSERT INTO temp.forms VALUES (?, ?, ?)", forms)
        self._db.commit()
        self._keep_ready()
