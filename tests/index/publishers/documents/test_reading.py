"""The steps together, on the habits of writing that one family of documents or another has."""

from __future__ import annotations

from collections.abc import Callable

from index.model import Kind, Record
from index.publishers.documents.identity import Identity
from index.publishers.documents.publishing import records_of
from index.readers.blocks import ReadDocument

Written = Callable[[str], ReadDocument]


def read(document: ReadDocument) -> dict[str, Record]:
    identity = Identity("office", "paper", "A paper")
    return {record.id.removeprefix("office:paper:"): record for record in records_of(document, identity)}


def of_kind(records: dict[str, Record], kind: Kind) -> list[str]:
    return [record.parts[0].text for record in records.values() if record.kind is kind]


def test_answers_below_each_recommendation_are_linked_to_it(written: Written) -> None:
    records = read(
        written(
            """1. Recommendations

Recommendation 1

Build a second well before the dry season begins next year.

Management response

The board accepts the recommendation and will build the well in autumn.

Recommendation 2

Write down who may use the well on which day of the week.

Management response

The board rejects this recommendation, as everybody knows the days.
"""
        )
    )
    answers = {name: r for name, r in records.items() if r.kind is Kind.MANAGEMENT_RESPONSE}
    assert {name: (r.status, [link.target for link in r.links]) for name, r in answers.items()} == {
        "management_response-1": ("accepts", ["office:paper:recommendation-1"]),
        "management_response-2": ("rejects", ["office:paper:recommendation-2"]),
    }
    assert len(of_kind(records, Kind.RECOMMENDATION)) == 2


def test_a_table_of_actions_gives_one_statement_a_row(written: Written) -> None:
    records = read(
        written(
            """Annex. Key recommendations and management response

Recommendation 1. Count the boats in every harbour once a year.

Management response: Agreed.

Key action(s)\tTime frame\tResponsible unit(s)\tTracking\tComments
1.1 Print a form for the count\tJune 2030\tHarbour Office\tNot initiated\t
1.2 Train two people in each harbour\tMay 2031\tSchool of Boats\tOngoing\tTwo harbours done
"""
        )
    )
    first, second = records["key_action-1.1"], records["key_action-1.2"]
    assert [link.target for link in first.links] == ["office:paper:management_response-1"]
    assert (first.status, first.details) == (
        "Not initiated",
        {"due_date": "June 2030", "responsible_unit": "Harbour Office"},
    )
    assert second.details["comments"] == "Two harbours done"


def test_a_table_of_recommendations_gives_one_statement_a_row(written: Written) -> None:
    records = read(
        written(
            """Recommendations

The evaluation offers the following recommendations to the two offices that run the programme:

No.\tRecommendation\tResponsible\tTimeframe
1\tTell the villages a week before the water is turned off.\tWater Office\t2031
2\tRepair the lower pump first, since most people depend on it.\tPump Works\t2032
"""
        )
    )
    assert records["recommendation-2"].details == {"responsible_unit": "Pump Works", "due_date": "2032"}
    assert len(of_kind(records, Kind.RECOMMENDATION)) == 2


def test_labels_in_short_count_only_in_their_section(written: Written) -> None:
    records = read(
        written(
            """1. Introduction

R1. is the name of the road that leads to the harbour and on to the hills behind it.

2. Recommendations

R1. Mend the road before winter, since the ambulance needs it every week.

R2. Put lamps at both ends of the bridge, so that it is seen in fog.
"""
        )
    )
    assert {"recommendation-1", "recommendation-2"} <= set(records)
    assert len(of_kind(records, Kind.RECOMMENDATION)) == 2


def test_a_quoted_recommendation_ends_where_the_text_goes_on(written: Written) -> None:
    records = read(
        written(
            """II. Results

Recommendation 1

Better counting of boats

6. Recommendation 1 reads as follows:

The harbour office should count all boats twice a year and publish the number.

7. In response to this recommendation, the office bought a lamp and hired two students for the count.

8. Based on this evidence, the recommendation is considered implemented by the inspectors.
"""
        )
    )
    (text,) = of_kind(records, Kind.RECOMMENDATION)
    assert text == "The harbour office should count all boats twice a year and publish the number."
    assert records["recommendation-1"].title == "Recommendation 1: Better counting of boats"
    assert records["paragraph-8"].kind is Kind.OTHER


def test_a_paper_with_two_evaluations_has_two_numberings(written: Written) -> None:
    text = """I. Evaluation of the ferry

Recommendations

Recommendation 1. Paint the ferry before it rusts through at the bow.

II. Evaluation of the school

Recommendations

Recommendation 1. Open the school kitchen on all days of the week.
"""
    records = read(written(text))
    assert {"part-1-recommendation-1", "part-2-recommendation-1"} <= set(records)


def test_sub_headings_of_recommendations_are_recommendations(written: Written) -> None:
    records = read(
        written(
            """6. Recommendations

85. This section says what the office needs in order to do its work better in the years to come.

6.1. Sharing the catch

86. Half of the catch is lost on the way to the market in the hot months of the year.

87. The evaluation recommends that the office buy ice boxes for all boats before the summer.

6.2. Counting the fish

88. Nobody knows how many fish there are. The evaluation recommends a count in each bay.
"""
        )
    )
    recommendations = [r for r in records.values() if r.kind is Kind.RECOMMENDATION]
    assert {(r.title, len(r.parts)) for r in recommendations} == {("Sharing the catch", 2), ("Counting the fish", 1)}
    assert records["paragraph-85"].kind is Kind.OTHER


def test_a_box_holds_what_its_caption_says(written: Written) -> None:
    records = read(
        written(
            """2. Findings

Finding 1. Boats come home late because the lamps at the pier are broken since the storm.

Box 1: Good practice: lamps from old bottles

The children of the upper village made lamps from bottles, which burn for a whole night.

The evaluation saw the lamps at work on two evenings and spoke with eleven fishers about them.

Finding 2. Fishers sell in groups, and get a better price than those who sell alone.
"""
        )
    )
    (practice,) = of_kind(records, Kind.GOOD_PRACTICE)
    assert practice.startswith("The children of the upper village")
    assert records["finding-1"].parts[-1].text.startswith("The evaluation saw the lamps")


def test_spans_point_at_the_text_and_nothing_is_said_twice(written: Written) -> None:
    document = written("Findings\n\nFinding 1: One thing is true.\n\nFinding 2: Another thing is true.\n" * 2)
    records = read(document)
    places = [(part.anchor.start, part.anchor.end) for record in records.values() for part in record.parts]
    assert len(places) == len(set(places)) == 2
    for record in records.values():
        for part in record.parts:
            assert document.text[part.anchor.start : part.anchor.end] == part.text
            assert [document.text[copy.start : copy.end] for copy in part.also_at] == [part.text]
