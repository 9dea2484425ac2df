"""The statements on a page of the UNDP Evaluation Resource Centre, read from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.model import Kind
from index.publishers.documents.columns import Column
from index.publishers.documents.criteria import criterion_of
from index.publishers.documents.fragments import Fragment
from index.publishers.documents.labels import label_of
from index.publishers.documents.outline import Place, Placed
from index.publishers.documents.sections import KIND_OF, Section, section_of
from index.publishers.documents.statements import Statement
from index.publishers.erc_actions import ActionRows, is_action_header
from index.readers.blocks import Role

_BARE_NUMBER = re.compile(r"(\d{1,3})\.?")
_NUMBERED = re.compile(r"(\d{1,3})\.?\s+(?=[^\W\d_])")
_RECOMMENDATION = re.compile(r"(\d{1,3})\.?\s*Recommendation\s*:\s*", re.IGNORECASE)
_RESPONSE = re.compile(r"Management Response\s*:\s*", re.IGNORECASE)
_ACTIONS = re.compile(r"Key Actions\s*:\s*", re.IGNORECASE)
_STAMP = re.compile(r"\[(Added|Last Updated)\s*:\s*([\d/]+)\]\s*")
_NOTE = re.compile(r"\[\d+\]\s")
_END = re.compile(r"(?:latest evaluations|contact us)$", re.IGNORECASE)
_STATED = {Section.LESSONS, Section.FINDINGS, Section.CONCLUSIONS, Section.RECOMMENDATIONS}


class _Page:
    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self._section: Section | None = None
        self._place = Place()
        self._open: Statement | None = None
        self._recommendation: str | None = None
        self._actions: ActionRows | None = None

    def read(self, fragment: Fragment) -> None:
        text = fragment.text
        section = section_of(text) if fragment.role is Role.HEADING else None
        response = _RESPONSE.match(text) if self._recommendation is not None else None
        recommendation = _recommendation(text)
        if section in _STATED:
            self._enter(section, fragment)
        elif recommendation:
            number, end = recommendation
            self._begin_recommendation(number, fragment.cut(end))
        elif self._section is None or _NOTE.match(text):
            return
        elif response:
            self._begin_response(fragment.cut(response.end()))
        elif _ACTIONS.fullmatch(text) or is_action_header(fragment):
            self._actions = ActionRows(self._place, self._recommendation)
        elif self._actions is not None:
            self.statements += self._actions.read(fragment)
        else:
            self._read_text(fragment)

    def _enter(self, section: Section, fragment: Fragment) -> None:
        self._section, self._open, self._actions = section, None, None
        self._place = Place(section=section, path=(fragment.text,))

    def _begin_recommendation(self, number: str, rest: Fragment) -> None:
        if self._section is not Section.RECOMMENDATIONS:  # a page of management responses has no other section
            self._section, self._place = Section.RECOMMENDATIONS, Place(section=Section.RECOMMENDATIONS)
        self._actions, self._recommendation = None, number
        title = f"Recommendation {number}"
        self._open = Statement(Kind.RECOMMENDATION, self._place, title=title, number=number)
        self.statements.append(self._open)
        self._take(rest)

    def _begin_response(self, rest: Fragment) -> None:
        number = self._recommendation
        self._open = Statement(
            Kind.MANAGEMENT_RESPONSE, self._place, title="Management response", number=number, answers=number
        )
        self.statements.append(self._open)
        self._take(rest)

    def _read_text(self, fragment: Fragment) -> None:
        number = _BARE_NUMBER.fullmatch(fragment.text) or self._next_in_list(fragment.text)
        criterion = criterion_of(fragment.text)
        if number and self._section is Section.RECOMMENDATIONS:
            self._begin_recommendation(number.group(1), fragment.cut(number.end()))
        elif number or criterion:
            self._place = Place(section=self._section, criterion=criterion, path=self._place.path[:1])
            if criterion:
                self._place = Place(self._place.part, self._section, criterion, path=(*self._place.path, fragment.text))
            self._open = None
        else:
            self._take(fragment)

    def _next_in_list(self, text: str) -> re.Match[str] | None:
        """ "2 The project should …": older pages print the number and its recommendation on one line."""
        number = _NUMBERED.match(text) if self._section is Section.RECOMMENDATIONS else None
        expected = 1 if self._recommendation is None else int(self._recommendation) + 1
        return number if number is not None and int(number.group(1)) == expected else None

    def _take(self, fragment: Fragment) -> None:
        while stamp := _STAMP.match(fragment.text):
            column = Column.ADDED if stamp.group(1) == "Added" else Column.UPDATED
            if self._open is not None:
                self._open.details[column] = stamp.group(2)
            fragment = fragment.cut(stamp.end())
        if not fragment.text or self._section is None:
            return
        if self._open is None or self._section is Section.LESSONS:
            self._open = Statement(KIND_OF[self._section], self._place)
            self.statements.append(self._open)
        placed = Placed(fragment, self._place, is_heading=False, body=fragment)
        self._open.body.append(placed)


def _recommendation(text: str) -> tuple[str, int] | None:
    """The number of "1. Recommendation:" or "Evaluation recommendation 1." and where the recommendation begins."""
    match = _RECOMMENDATION.match(text)
    if match:
        return match.group(1), match.end()
    label = label_of(text)
    return (label.number, label.end) if label is not None and label.kind is Kind.RECOMMENDATION else None


def erc_statements(fragments: Iterable[Fragment]) -> list[Statement]:
    """Lessons, one a paragraph; findings, one a criterion; recommendations with answers and key actions."""
    page = _Page()
    for fragment in fragments:
        if _END.fullmatch(fragment.text.strip()):
            break
        page.read(fragment)
    return page.statements
