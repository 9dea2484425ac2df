from __future__ import annotations

import pytest

from index.model import Criterion
from index.publishers.documents.criteria import criterion_of
from index.publishers.documents.numbering import Number, split_number
from index.publishers.documents.sections import Section, section_of


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("II. Key findings", Section.FINDINGS),
        ("Summary of findings", Section.FINDINGS),
        ("What the inspectors found", Section.FINDINGS),
        ("Conclusions and lessons learned", Section.CONCLUSIONS),
        ("4.2. Lessons learned", Section.LESSONS),
        ("B. Special report: Key lessons from earlier work", Section.LESSONS),
        ("5. Emerging good practices", Section.GOOD_PRACTICES),
        ("IV. Recommendations and Evaluation Office response", Section.RECOMMENDATIONS),
        ("Annex. Key recommendations and management response", Section.RECOMMENDATIONS),
        ("Office response", Section.RESPONSES),
        ("Challenges", Section.CHALLENGES),
        ("What is working well?", Section.SUCCESSES),
        ("Annex 2. Terms of reference", Section.CONTEXT),
        ("Annex 4: List of evaluation respondents", Section.PEOPLE),
        ("Evaluation team members:", Section.PEOPLE),
        ("Table of contents", Section.CONTENTS),
        ("Bibliography", Section.REFERENCES),
        ("► Draft decision", Section.BODY),
        ("1.3 Evaluation limitations", Section.BODY),
        ("Recommandations", Section.RECOMMENDATIONS),
        ("Lecciones aprendidas", Section.LESSONS),
    ],
)
def test_a_heading_says_what_its_section_holds(heading: str, section: Section) -> None:
    assert section_of(heading) is section


@pytest.mark.parametrize(
    "heading",
    [
        "B. Implementation of evaluation recommendations",
        "Annex\nOverview of actions to be taken on the recommendations",
        "Strengthening data protection at all levels",
        "Lesson plans",
        "Response to the pandemic",
    ],
)
def test_a_heading_about_something_else_names_no_statements(heading: str) -> None:
    assert section_of(heading) in {None, Section.CONTEXT}


@pytest.mark.parametrize(
    ("heading", "criterion"),
    [
        ("A. Relevance", Criterion.RELEVANCE),
        ("C Effectiveness", Criterion.EFFECTIVENESS),
        ("B. Coherence and validity of design", Criterion.COHERENCE),
        ("E. Likelihood of impact and sustainability", Criterion.IMPACT),
        ("3.6 Durabilité", Criterion.SUSTAINABILITY),
        ("Relevance:", Criterion.RELEVANCE),
        ("Impact evaluations", None),
        ("Effects of the crisis with regard to the impact", None),
        ("Impact-driven growth", None),
    ],
)
def test_a_heading_names_its_criterion_first(heading: str, criterion: Criterion | None) -> None:
    assert criterion_of(heading) is criterion


@pytest.mark.parametrize(
    ("heading", "number", "rest"),
    [
        ("► Part II. Research", Number("part", "2"), "Research"),
        ("IV. Recommendations", Number("roman", "4"), "Recommendations"),
        ("5.0 Conclusions", Number("decimal", "5"), "Conclusions"),
        ("4.Findings", Number("decimal", "4"), "Findings"),
        ("3.1.2 Needs", Number("decimal", "3.1.2"), "Needs"),
        ("C Effectiveness", Number("letter", "c"), "Effectiveness"),
        ("Introduction", None, "Introduction"),
        ("2020 in review", None, "2020 in review"),
    ],
)
def test_a_heading_is_split_from_its_number(heading: str, number: Number | None, rest: str) -> None:
    assert split_number(heading) == (number, rest)
