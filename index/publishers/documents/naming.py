"""Names of records inside their document, from labels, printed numbers and texts; never from the order of things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from index.publishers.documents.identity import fingerprint
from index.publishers.documents.statements import Statement


def names(statements: Sequence[Statement]) -> list[str]:
    """One name each: "part-1-finding-3", "paragraph-37", "text-0a1b2c3d4e5f".

    Where two would have the same name (a numbering that starts anew), each also has a fingerprint of all that it is.
    """
    plain = [_name(statement) for statement in statements]
    counts = Counter(plain)
    return [
        name if counts[name] == 1 else f"{name}-{_fingerprint_of_all(statement)}"
        for name, statement in zip(plain, statements, strict=True)
    ]


def _fingerprint_of_all(statement: Statement) -> str:
    return fingerprint(f"{statement.place.part} {statement.kind} {statement.answers} {statement.text()}")


def _name(statement: Statement) -> str:
    part = f"{statement.place.part}-" if statement.place.part else ""
    if statement.number is not None:
        return f"{part}{statement.kind.value}-{statement.number}"
    if statement.answers is not None:
        return f"{part}{statement.kind.value}-{statement.answers}-{fingerprint(statement.text())}"
    paragraph = statement.body[0].fragment.block.paragraph if statement.body else None
    if paragraph is not None:
        return f"{'annex-' if statement.place.annexed else ''}paragraph-{paragraph}"
    return f"text-{fingerprint(statement.text())}"
