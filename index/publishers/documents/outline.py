"""Where each fragment of a document stands: in which part, in a section that holds what, under which criterion.

Readers give headings and levels as well as the layout shows them; a table cell set in bold may pass for a heading.
Therefore only headings that say something known (a section, a criterion, a part, a label) change the state here, and a
heading that says nothing known ends a section only if its number or its level puts it beside or above that section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from index.model import Criterion
from index.publishers.documents.criteria import criterion_of
from index.publishers.documents.fragments import Fragment
from index.publishers.documents.labels import Label, coded_label_of, label_of
from index.publishers.documents.nesting import OpenHeading
from index.publishers.documents.numbering import Number, split_number, without_number
from index.publishers.documents.responses import response_opening
from index.publishers.documents.sections import KIND_OF, Section, section_of
from index.readers.blocks import Role

_RUN_IN = re.compile(r"[^\W\d_][^.:\t\n]{2,40}:")  # "Relevance:" on a line of its own
_MARKED_NUMBER = re.compile(r"(?:[-–•]\s+)?\**\d{1,3}(?:\.\d{1,3})*\.?\**\s+")
_STATING = set(KIND_OF) - {Section.RESPONSES}
_NAME_OF_SECTION = 4  # words: a longer heading states something
_PAGE_BEHIND = re.compile(r"\s(?:\d{1,3}|[ivxl]{1,6})$")  # an entry of a table of contents
_STICKY = re.compile(r"annex|appendi|anexo|terms? of reference", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fragment stands. `path` holds the headings above it, highest first."""

    part: str | None = None  # "part-1" in a paper that holds several evaluations
    section: Section | None = None
    criterion: Criterion | None = None
    annexed: bool = False  # in an annex: nothing there is a finding of this document
    in_summary: bool = False
    path: tuple[str, ...] = ()
    subheading: str | None = None  # the last heading, where it is neither of a section nor a criterion


@dataclass(frozen=True, slots=True)
class Placed:
    """A fragment, its place, and what it is: a heading, or text with or without a label."""

    fragment: Fragment
    place: Place
    is_heading: bool
    label: Label | None = None
    body: Fragment | None = None  # the text without number and label; None where nothing else is there


@dataclass(frozen=True, slots=True)
class _State:
    """`sections` are the open ones, outermost first, each with its heading."""

    place: Place = Place()
    sections: tuple[tuple[Section, OpenHeading], ...] = ()
    criterion: OpenHeading | None = None
    is_fresh: bool = False  # no text yet below the last section's heading

    def below(self, heading: OpenHeading) -> tuple[tuple[Section, OpenHeading], ...]:
        """The sections that are still open below `heading`."""
        return tuple(takewhile(lambda opened: not opened[1].is_ended_by(heading), self.sections))


def outline(fragments: Iterable[Fragment]) -> Iterator[Placed]:
    """Every fragment with its place. Headings are placed under the headings above them."""
    state = _State()
    for fragment in fragments:
        if fragment.role in {Role.FOOTNOTE, Role.CAPTION}:
            yield Placed(fragment, state.place, is_heading=False)
            continue
        body = _without_paragraph_number(fragment)
        label, body = _label(body, state.place)
        is_heading = fragment.role is Role.HEADING or _is_run_in_heading(fragment.text)
        is_heading = is_heading or (label is not None and not body.text)  # a label on a line of its own
        if is_heading and label is None:
            state = _below(fragment, _with_children(fragment, state))
        elif state.is_fresh:
            state = replace(state, is_fresh=False)
        place = replace(state.place, path=fragment.block.heading_path)
        yield Placed(fragment, place, is_heading, label, body if body.text else None)


def _label(body: Fragment, place: Place) -> tuple[Label | None, Fragment]:
    """The label at the start of a text or in the first cell of a row, and the text behind it."""
    if len(body.cells) > 1:
        first, *rest = [cell for cell in body.cells if cell.text]
        label = label_of(first.text)
        is_alone = label is not None and label.end == len(first.text)
        return (label, rest[0]) if is_alone and rest else (None, body)
    label = label_of(body.text)
    if label is None and place.section in KIND_OF:
        label = coded_label_of(body.text, KIND_OF[place.section])
    return label, body.cut(label.end) if label else body


def _without_paragraph_number(fragment: Fragment) -> Fragment:
    if fragment.block.paragraph is None or fragment.start != fragment.block.start:
        return fragment
    number = _MARKED_NUMBER.match(fragment.text)
    return fragment.cut(number.end()) if number else fragment


def _is_run_in_heading(text: str) -> bool:
    return bool(_RUN_IN.fullmatch(text)) and (criterion_of(text) or section_of(text)) is not None


def _with_children(fragment: Fragment, state: _State) -> _State:
    """A heading "1. …" right below "Findings" is a part of it, and so are "2. …" and "3. …", whatever their level."""
    number, _ = split_number(fragment.text)
    if not state.is_fresh or number is None or number.value != "1" or not state.sections:
        return state
    section, opened = state.sections[-1]
    if opened.number is not None or section not in _STATING or section_of(fragment.text) is not None:
        return state
    return replace(state, sections=(*state.sections[:-1], (section, replace(opened, children=number.scheme))))


def _below(fragment: Fragment, state: _State) -> _State:
    """The state below an unlabelled heading."""
    text, place = fragment.text, state.place
    if response_opening(text):
        return state  # "Management response: Accepted" answers, it opens no section
    if place.section is Section.CONTENTS and _PAGE_BEHIND.search(text):
        return state
    number, _ = split_number(text)
    above = state.sections[-1][1].level if state.sections else 0
    here = OpenHeading(number, fragment.block.level or above + 1)
    section, criterion = section_of(text), criterion_of(text)
    if number is not None and number.scheme == "part" and not place.annexed:
        return _State(Place(part=f"part-{number.value}", section=section), ((section, here),) if section else ())
    if section is not None and not _is_subheading(section, text, here, state):
        return _in_section(section, text, here, state)
    if criterion is not None:
        return _under_criterion(criterion, here, state)
    if place.section is Section.PEOPLE and number is None:
        return state  # "IEO TEAM", "Partners": more names
    return _under_unknown(text, here, state)


def _is_subheading(section: Section, text: str, here: OpenHeading, state: _State) -> bool:
    """Whether a heading inside a section of statements is one of them: "4.5 Challenges with systems for refugees"."""
    sections = state.below(here)
    if section not in _STATING or not sections or sections[-1][0] not in _STATING:
        return False
    return sections[-1][1].is_above(here) and len(without_number(text).split()) > _NAME_OF_SECTION


def _in_section(section: Section, heading: str, here: OpenHeading, state: _State) -> _State:
    place = state.place
    annexed = place.annexed or (section is Section.CONTEXT and bool(_STICKY.search(heading)))
    if place.annexed and section is not Section.PEOPLE:
        section = Section.CONTEXT  # an annexed paper has findings of its own, which are not this document's
    inside = replace(
        place,
        section=section,
        criterion=criterion_of(heading),
        annexed=annexed,
        in_summary=section is Section.SUMMARY or _still_in_summary(place, here.number),
        subheading=None,
    )
    return _State(inside, (*state.below(here), (section, here)), is_fresh=True)


def _under_criterion(criterion: Criterion, here: OpenHeading, state: _State) -> _State:
    """Below "3.1 Relevance". A chapter that no heading calls anything else holds findings on the criterion."""
    place = replace(state.place, criterion=criterion, subheading=None)
    if place.section in {None, Section.BODY} and not place.annexed:
        return _State(replace(place, section=Section.FINDINGS), ((Section.FINDINGS, here),), here)
    return _State(place, state.sections, here)


def _under_unknown(heading: str, here: OpenHeading, state: _State) -> _State:
    """Below a heading that says nothing known: the sections that it stands beside or above have ended."""
    place, sections = replace(state.place, subheading=heading), state.below(here)
    if len(sections) < len(state.sections):
        section = sections[-1][0] if sections else (Section.CONTEXT if place.annexed else None)
        in_summary = _still_in_summary(place, here.number)
        return _State(replace(place, section=section, criterion=None, in_summary=in_summary), sections)
    if state.criterion is not None and state.criterion.is_ended_by(here):
        return replace(state, place=replace(place, criterion=None))
    return replace(state, place=place)


def _still_in_summary(place: Place, number: Number | None) -> bool:
    return place.in_summary and (number is None or number.scheme not in {"decimal", "chapter"})
