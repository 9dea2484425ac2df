"""Where other evaluations tell of the opposite: passages of the other polarity that read most like a hit.

A pointer for somebody who wants to look further, no verdict: of 60 such pairs that were read, 6 told of opposite
outcomes on the same point and 5 more might have (docs/quality.md). That is why only `explain` shows them.
"""

from __future__ import annotations

import numpy as np

from index.model import Polarity
from index.opened import Opened
from index.vectors import Rows
from retrieval.answer import Opposed
from retrieval.citation import cite, permalink
from retrieval.records import document_of

LEAST = 0.60  # comparable cosine; nothing below was worth reading
SHOWN = 3
_OTHER = {Polarity.SUCCESS: Polarity.CHALLENGE, Polarity.CHALLENGE: Polarity.SUCCESS}


def opposed(opened: Opened, row: int, rows: Rows) -> list[Opposed]:
    """Of `rows`, the nearest of the other polarity than `row`: one an evaluation, nearest first, at most `SHOWN`."""
    polarity = opened.facets["polarity"]
    documents = opened.layout.documents
    own = polarity.of(row)
    if not own:
        return []
    others = polarity.mask(polarity.find(_OTHER[Polarity(own[0])]))
    others &= documents != documents[row]
    rows = rows[others[rows]]
    cosines = opened.vectors.cosines(opened.vectors.of(np.array([row]))[0], rows)
    close = opened.manifest.calibration.comparable(cosines) >= LEAST
    rows, cosines = rows[close], cosines[close]
    order = np.lexsort((rows, -cosines))
    _, first = np.unique(documents[rows[order]], return_index=True)
    nearest = order[np.sort(first)][:SHOWN]
    return [_shown(opened, int(rows[at]), float(cosines[at])) for at in nearest]


def _shown(opened: Opened, row: int, cosine: float) -> Opposed:
    (passage,) = opened.store.passages([row])
    record = passage.record
    return Opposed(
        record_id=record.id,
        text=passage.text,
        cosine=round(cosine, 6),
        citation=cite(record, document_of(opened, record), record.parts[passage.part].anchor),
        permalink=permalink(record.id),
    )
