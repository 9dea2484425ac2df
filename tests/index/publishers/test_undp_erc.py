from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from index.model import Criterion, Extraction, Kind
from index.publishers import undp_erc
from index.readers.blocks import ReadDocument, Role
from index.readers.drafts import Draft, assemble

PAGE = """Lighthouses of the Northern Sea

Evaluation Plan:
2018-2021
Evaluation Type:
Final Project
Planned End Date:
09/2018
Completion Date:
11/2018

Atlas Project Number: 00012345
Evaluation Team members:
Name Title Email Nationality
Ada Example Evaluator ada@example.org
GEF Evaluation: No
Countries: NIGERNIGERIAGUINEA-BISSAU
Lessons
1.

Lamps that fishers can mend themselves are still alight after two years.

A keeper who is paid by the village comes to work in bad weather, too.


Findings
1.

Relevance
The lamps stand where ships ran aground in the past.

The project asked pilots, but not the fishers, where lamps were needed.

Efficiency
Each lamp cost a third of what the ministry had paid before.


Recommendations
1

Keep a stock of spare lamps in each harbour, so that no lamp stays dark for more than a day.

2

Pay the keepers every month and not once a year, as they have told the evaluation more than once.

1. Recommendation:

Keep a stock of spare lamps in each harbour, so that no lamp stays dark for more than a day.

Management Response: [Added: 2018/11/23]

The management accepts the recommendation and will buy lamps in spring.

Key Actions:

Key Action Responsible DueDate Status Comments Documents
1.1. Order spare lamps for all harbours of the coast before the season of storms begins
[Added: 2018/11/23] [Last Updated: 2019/05/17]
Harbour Office, Pilots 2019/09 Initiated The order was sent to two makers. History
1.2. Build a shed in each harbour
[Added: 2018/11/23]
Works Department 2018/12 Completed
2. Recommendation:

Pay the keepers every month and not once a year, as they have told the evaluation more than once.

Management Response: [Added: 2018/12/17]

The management partially agrees with the recommendation.

Key Actions:

Key Action Responsible DueDate Status Comments Documents
Talk to the bank about monthly payments for people who live on the islands
[Added: 2018/12/17]
Finance Unit 2020/12 No Longer Applicable The bank has closed.

Latest Evaluations

Contact us

Harbour Street 1
info@example.org
"""


@pytest.fixture(scope="module")
def page(written: Callable[[str], ReadDocument]) -> Extraction:
    return undp_erc.publish(written(PAGE))


def test_the_page_is_known_by_its_keys(written: Callable[[str], ReadDocument]) -> None:
    assert undp_erc.confidence(written(PAGE)) > 0.9
    assert undp_erc.confidence(written("Evaluation Type: none of these pages has more than one key.")) < 0.3


def test_the_evaluation_has_its_countries_and_its_number(page: Extraction) -> None:
    (document,) = page.documents
    assert document.id == "undp:lighthouses-of-the-northern-sea-11-2018"
    assert document.facets.countries == ("Guinea-Bissau", "Niger", "Nigeria")
    assert document.facets.symbols == ("00012345",)
    assert (document.year, document.evaluation_type) == (2018, "Final Project")


def test_lessons_are_told_apart_and_findings_gathered_by_criterion(page: Extraction) -> None:
    kinds = Counter(record.kind for record in page.records)
    assert (kinds[Kind.LESSON], kinds[Kind.FINDING]) == (2, 2)
    found = {record.criterion: record.parts[0].text for record in page.records if record.kind is Kind.FINDING}
    assert found[Criterion.RELEVANCE].endswith("where lamps were needed.")
    assert found[Criterion.EFFICIENCY].startswith("Each lamp")


def test_a_recommendation_printed_twice_is_one_record_at_two_places(page: Extraction) -> None:
    recommendations = [record for record in page.records if record.kind is Kind.RECOMMENDATION]
    assert [len(record.parts[0].also_at) for record in recommendations] == [1, 1]


def test_key_actions_say_who_until_when_and_how_far(page: Extraction) -> None:
    records = {record.id.rpartition(":")[2]: record for record in page.records}
    action = records["key_action-1.1"]
    assert action.status == "Initiated"
    assert action.details == {
        "added": "2018/11/23",
        "last_updated": "2019/05/17",
        "responsible_unit": "Harbour Office, Pilots",
        "due_date": "2019/09",
        "comments": "The order was sent to two makers.",
    }
    (link,) = action.links
    assert link.target.endswith(":management_response-1")
    (unnumbered,) = [record for name, record in records.items() if name.startswith("key_action-2-")]
    assert unnumbered.status == "No Longer Applicable"


def test_nobody_is_named(page: Extraction) -> None:
    said = page.model_dump_json()
    assert "Ada" not in said
    assert "@" not in said
    assert "Harbour Street" not in said


def test_actions_in_a_table_are_read_by_its_columns() -> None:
    rows = (
        "Key Action\tResponsible\tDueDate\tStatus\tComments\tDocuments\n"
        "1.1. Paint the tower [Added: 2020/01/02]\tPainters\t2020/06\tCompleted\tWhite History\t"
    )
    drafts = [
        *(Draft(f"{key}: x") for key in ("Evaluation Plan", "Evaluation Type", "Planned End Date", "Completion Date")),
        Draft("Recommendations", Role.HEADING, level=1),
        Draft("1. Recommendation:"),
        Draft("Paint the tower, so that it is seen by day."),
        Draft("Management Response: [Added: 2020/01/02]"),
        Draft("Agreed."),
        Draft("Key Actions:"),
        Draft(rows, Role.TABLE),
    ]
    extraction = undp_erc.publish(assemble("page.html", drafts, title="Towers"))
    (action,) = [record for record in extraction.records if record.kind is Kind.KEY_ACTION]
    assert action.parts[0].text == "Paint the tower"
    assert (action.status, action.details["due_date"], action.details["comments"]) == ("Completed", "2020/06", "White")


def test_countries_that_cannot_be_told_apart_are_a_problem(written: Callable[[str], ReadDocument]) -> None:
    extraction = undp_erc.publish(written(PAGE.replace("NIGERNIGERIA", "ATLANTIS")))
    assert [problem.where for problem in extraction.problems] == ["Countries"]
    assert extraction.documents[0].facets.countries == ()


def test_seed_004(seed: Callable[[str], ReadDocument]) -> None:
    extraction = undp_erc.publish(seed("004"))
    kinds = Counter(record.kind for record in extraction.records)
    assert kinds == {
        Kind.LESSON: 4,
        Kind.FINDING: 5,
        Kind.RECOMMENDATION: 11,
        Kind.MANAGEMENT_RESPONSE: 11,
        Kind.KEY_ACTION: 25,
    }
    assert len({record.criterion for record in extraction.records if record.kind is Kind.FINDING}) == 5
    ids = {record.id for record in extraction.records}
    for record in extraction.records:
        if record.kind is Kind.KEY_ACTION:
            assert record.status in {"Completed", "Initiated"}
            assert {"due_date", "responsible_unit"} <= set(record.details)
        if record.kind in {Kind.KEY_ACTION, Kind.MANAGEMENT_RESPONSE}:
            assert [link.target in ids for link in record.links] == [True]
    assert len(extraction.documents[0].facets.countries) == 7
    said = extraction.model_dump_json()
    assert "@" not in said
    assert "Vasseur" not in said


def test_a_page_of_responses_alone_has_no_sections(written: Callable[[str], ReadDocument]) -> None:
    document = written(
        """Mid-Term Evaluation of the tower programme
Commissioning Unit: Iceland
Evaluation Plan: 2018-2022
Evaluation Type: Project
Completion Date: 01/2019
Unit Responsible for providing Management Response: Iceland
Documents Related to overall Management Response:

1. Recommendation:

Ask the keepers which towers need a new door, and mend those doors first.

Management Response: [Added: 2019/05/08]

Agreed

Key Actions:

Key Action | Responsible | DueDate | Status | Comments | Documents |
---|---|---|---|---|---|
1.1 Write to all keepers of the northern coast and of the islands behind it
[Added: 2021/11/27] [Last Updated: 2022/04/15] |
Tower Office | 2022/12 | Initiated | History | |
Evaluation recommendation 2. Paint the doors in a colour that is seen from the sea.
Management Response: [Added: 2021/11/27]
Agreed
"""
    )
    assert undp_erc.confidence(document) > 0.9
    extraction = undp_erc.publish(document)
    records = {record.id.rpartition(":")[2]: record for record in extraction.records}
    assert set(records) == {
        *("recommendation-1", "management_response-1", "key_action-1.1"),
        *("recommendation-2", "management_response-2"),
    }
    assert records["management_response-2"].status == "agreed"
    assert records["key_action-1.1"].details["responsible_unit"] == "Tower Office"


def test_older_pages_print_number_and_recommendation_on_one_line(written: Callable[[str], ReadDocument]) -> None:
    document = written(
        """Towers of the coast

Atlas Project Number:
Evaluation Plan: 2008-2013
Evaluation Type: Final Project
Completion Date: 11/2012
Lessons
Findings
Recommendations
1 Towers in the north need a second lamp, as the evaluation saw in all the places that it visited.
2 Keepers should be asked before a lamp is moved, since 3 of 4 lamps were moved twice.
1. Recommendation:

Towers in the north need a second lamp, as the evaluation saw in all the places that it visited.

Management Response:

The office has no objection.
"""
    )
    extraction = undp_erc.publish(document)
    names = {record.id.rpartition(":")[2] for record in extraction.records}
    assert names == {"recommendation-1", "recommendation-2", "management_response-1"}
    assert extraction.documents[0].facets.symbols == ()
