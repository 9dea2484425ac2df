"""How a document sets out its statements, told from the document itself.

Some papers list all statements of a section and then discuss them together ("Key finding 1 … Key finding 5 … 4. Demand
remains strong"), others discuss each where it stands. What stands between two statements of one kind shows which.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from index.model import Kind
from index.publishers.documents.outline import Placed
from index.publishers.documents.statements import Statement

_ALWAYS_DISCUSSED = {Kind.RECOMMENDATION, Kind.MANAGEMENT_RESPONSE, Kind.KEY_ACTION}
_SHARE = 0.3  # of the statements that another one follows directly


def labelled_kinds(found: Iterable[Statement | Placed]) -> set[Kind]:
    """The kinds whose statements the document labels: unlabelled text beside those is discussion."""
    counts = Counter(item.kind for item in found if isinstance(item, Statement))
    return {kind for kind, count in counts.items() if count > 1}


def without_joint_discussion(found: Sequence[Statement | Placed]) -> list[Statement | Placed]:
    """The same, with the text behind a list of statements set loose where the document discusses them together."""
    together = _discussed_together(found)
    out: list[Statement | Placed] = []
    for item in found:
        out.append(item)
        if isinstance(item, Statement) and item.kind in together:
            out.extend(item.tail)
            item.tail = []
    return out


def _discussed_together(found: Sequence[Statement | Placed]) -> set[Kind]:
    """Kinds of which most statements run into the next one without a word between them."""
    discussed: dict[Kind, list[bool]] = defaultdict(list)
    statements = [item for item in found if not _is_note(item)]
    for item, after in itertools.pairwise(statements):
        if isinstance(item, Statement) and isinstance(after, Statement) and item.kind is after.kind:
            discussed[item.kind].append(bool(item.tail))
    return {
        kind for kind, seen in discussed.items() if kind not in _ALWAYS_DISCUSSED and sum(seen) < _SHARE * len(seen)
    }


def _is_note(item: Statement | Placed) -> bool:
    return isinstance(item, Placed) and not item.is_heading and item.fragment.role.value in {"footnote", "caption"}
