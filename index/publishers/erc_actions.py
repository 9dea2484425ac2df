"""Key actions on a page of the UNDP Evaluation Resource Centre: table rows, or the lines that such rows became."""

from __future__ import annotations

import re

from index.model import Kind
from index.publishers.documents.columns import Column, header
from index.publishers.documents.fragments import Fragment
from index.publishers.documents.outline import Place, Placed
from index.publishers.documents.statements import Statement

_BAR = r"\s*\|?\s*"  # between cells, where a page was saved with them
_HEADER = re.compile(
    rf"Key Action{_BAR}Responsible{_BAR}Due ?Date{_BAR}Status{_BAR}Comments(?:{_BAR}Documents)?{_BAR}", re.IGNORECASE
)
_RULE = re.compile(r"[|\s-]+")
_NUMBER = re.compile(r"(\d{1,2}\.\d{1,2})\.?\s+")
_STAMP = re.compile(rf"\s*\[(Added|Last Updated)\s*:\s*([\d/]+)\]{_BAR}")
_STATUS = (
    r"Completed|Initiated|Not[ -]?Initiated|No Longer Applicable|Overdue(?:-(?:Initiated|Not Initiated))?|Cancelled|"
    r"Pending|Ongoing"
)
_ANSWER = re.compile(
    rf"(?P<responsible>.*?){_BAR}(?P<due>(?:19|20)\d\d/\d\d(?:/\d\d)?){_BAR}(?P<status>{_STATUS})\b{_BAR}"
    r"(?P<comments>.*?)(?:\s*\|?\s*\bHistory)?[\s|]*",
    re.IGNORECASE | re.DOTALL,
)
_HISTORY = re.compile(r"\s*\bHistory$")  # a button of the page


def is_action_header(fragment: Fragment) -> bool:
    """Whether the fragment is the header row of a table of key actions."""
    columns = header(fragment.values) if fragment.cells else None
    return bool(_HEADER.fullmatch(fragment.text)) or (columns is not None and Column.ACTION in columns)


class ActionRows:
    """Reads what stands below one header. `answers` is the recommendation that the actions are about."""

    def __init__(self, place: Place, answers: str | None) -> None:
        self._place, self._answers = place, answers
        self._open: Statement | None = None

    def read(self, fragment: Fragment) -> list[Statement]:
        """The statements that begin with this fragment: one, or none where it goes on with the one before."""
        if len(fragment.cells) > 2:
            return [self._row(fragment)]
        if _RULE.fullmatch(fragment.text):
            return []
        answer = _ANSWER.fullmatch(fragment.text)
        if self._open is not None and answer:
            self._answer(self._open, answer.groupdict())
            self._open = None
            return []
        stamps = _STAMP.findall(fragment.text)
        text = _before_stamps(fragment)
        begun = []
        if text.text and self._open is None:
            self._open = self._begin(text)
            begun = [self._open]
        elif text.text and self._open is not None:
            self._open.body.append(Placed(text, self._place, is_heading=False, body=text))
        self._stamp(stamps)
        return begun

    def _begin(self, text: Fragment) -> Statement:
        number = _NUMBER.match(text.text)
        stated = text.cut(number.end()) if number else text
        title = f"Key action {number.group(1)}" if number else "Key action"
        action = Statement(
            Kind.KEY_ACTION, self._place, title, number.group(1) if number else None, answers=self._answers
        )
        action.first = stated
        action.body.append(Placed(text, self._place, is_heading=False, body=stated))
        return action

    def _row(self, fragment: Fragment) -> Statement:
        cell, responsible, *rest = fragment.cells
        self._open = action = self._begin(_before_stamps(cell))
        self._stamp(_STAMP.findall(cell.text))
        due, status, comments = (part.text for part in (*rest, *[Fragment("", 0, 0, cell.block)] * 3)[:3])
        self._answer(action, {"responsible": responsible.text, "due": due, "status": status, "comments": comments})
        self._open = None
        return action

    def _answer(self, action: Statement, said: dict[str, str]) -> None:
        action.stance = said["status"] or None
        details = {
            Column.RESPONSIBLE: said["responsible"],
            Column.DUE: said["due"],
            Column.COMMENTS: _HISTORY.sub("", said["comments"]),
        }
        action.details.update({column: value for column, value in details.items() if value})

    def _stamp(self, stamps: list[tuple[str, str]]) -> None:
        if self._open is not None:
            columns = {"added": Column.ADDED, "last updated": Column.UPDATED}
            self._open.details.update({columns[name.lower()]: day for name, day in stamps})


def _before_stamps(fragment: Fragment) -> Fragment:
    stamp = _STAMP.search(fragment.text)
    return fragment.upto(stamp.start()) if stamp else fragment
