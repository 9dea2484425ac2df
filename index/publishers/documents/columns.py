"""Header rows of the tables that stand below recommendations: who is responsible, until when, what is done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum


class Column(StrEnum):
    """What a column of such a table holds; the values name the record's details."""

    NUMBER = "number"
    ACTION = "action"
    RECOMMENDATION = "recommendation"
    RESPONSIBLE = "responsible_unit"
    PRIORITY = "priority"
    TIME = "time_implication"
    RESOURCES = "resource_implication"
    DUE = "due_date"
    STATUS = "status"
    COMMENTS = "comments"
    ADDED = "added"
    UPDATED = "last_updated"
    OTHER = "other"


_NAMES = (
    (Column.NUMBER, r"no\.?|n[°º]\.?|#|number|ref\.?"),
    (Column.RECOMMENDATION, r"(?:key |main |evaluation )?recommend(?:ations?|ed actions?)"),
    (Column.ACTION, r"(?:key |planned |proposed |management )?actions?(?:\(s\))?(?: planned| to be taken)?"),
    (Column.RESPONSIBLE, r"responsible(?: (?:units?|sections?|party|parties|office|entity)(?:\(s\))?)?|responsibility"),
    (Column.PRIORITY, r"priority"),
    (Column.TIME, r"time implications?|timing implications?"),
    (Column.RESOURCES, r"resource implications?|resources?(?: required)?"),
    (
        Column.DUE,
        (
            r"time ?-?frame|due ?date|deadline|(?:expected |planned )?completion(?: date)?|target date|"
            r"(?:anticipated |expected )?time(?:frame|line)|timing"
        ),
    ),
    (
        Column.STATUS,
        r"(?:tracking(?: comments)?(?: status)?|(?:implementation )?status|actions taken and .*)",
    ),
    (Column.COMMENTS, r"comments?"),
    (Column.OTHER, r"supporting documents|documents|tracking\*?|history|links"),
)
_COLUMNS = tuple((column, re.compile(names, re.IGNORECASE | re.DOTALL)) for column, names in _NAMES)
_RUN_TOGETHER = re.compile(
    r"responsible unit priority time implication resource implication", re.IGNORECASE
)  # a header whose cells lost their borders
_RUN_TOGETHER_ROW = re.compile(
    r"(?P<unit>.+?)\s+(?P<priority>(?:very )?high|medium|low)(?:\s+to\s+\w+)?\s+"
    r"(?P<time>(?:current|next) biennium|(?:short|medium|long)[- –](?:to medium-?|to long-?)?\s?term|immediate|ongoing|"
    r"\d{4}(?:\s?[–-]\s?\d{2,4})?|[\w–-]+)\s+"
    r"(?P<resources>(?:very )?low(?:[ -](?:to )?medium)?|moderate|medium|high|none|within existing resources|.{1,40})",
    re.IGNORECASE,
)


def column_of(cell: str) -> Column | None:
    """What a column with this header holds, or None where the cell is no header of such a table."""
    text = " ".join(cell.replace("*", "").split())
    return next((column for column, name in _COLUMNS if name.fullmatch(text)), None)


def header(cells: Sequence[str]) -> tuple[Column, ...] | None:
    """The columns of a header row, or None where the row is not one: all its cells must be known, two at least."""
    columns = [column_of(cell) for cell in cells]
    if sum(column is not None for column in columns) < 2:
        return None
    if any(column is None and cell.strip() for column, cell in zip(columns, cells, strict=True)):
        return None
    return tuple(column or Column.OTHER for column in columns)


def is_run_together_header(text: str) -> bool:
    """Whether `text` is the header of a responsibility table whose cells were lost in extraction."""
    return bool(_RUN_TOGETHER.fullmatch(" ".join(text.split())))


def run_together_row(text: str) -> dict[Column, str] | None:
    """The cells of a responsibility table's row that lost its borders, or None while the row is not complete."""
    match = _RUN_TOGETHER_ROW.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    return {
        Column.RESPONSIBLE: match["unit"],
        Column.PRIORITY: match["priority"],
        Column.TIME: match["time"],
        Column.RESOURCES: match["resources"],
    }
