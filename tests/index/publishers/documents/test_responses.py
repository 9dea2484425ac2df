from __future__ import annotations

import pytest

from index.publishers.documents.responses import response_opening, stance


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The Office partly agrees with Recommendation 3. It will", "partly agrees"),
        ("Partially agree. The approach is not new.", "partially agree"),
        ("Accepted", "accepted"),
        ("The bureau rejects this recommendation, as ten years are long", "rejects"),
        ("This recommendation is welcomed.", "welcomed"),
        ("The agency disagrees with this recommendation, as", "disagrees"),
        ("The agency agrees with the revision of the criteria.", "agrees"),
        ("The proposal to include a theory of change is welcomed.", "welcomed"),
        ("Working with partners is a key factor and will guide us.", None),
        ("Staff met in May. Nobody said whether.", None),
    ],
)
def test_an_answer_says_how_it_stands(text: str, said: str | None) -> None:
    assert stance(text) == said


@pytest.mark.parametrize(
    ("text", "rest", "number"),
    [
        ("Management response: [Added: 2018/11/23] We agree.", "We agree.", None),
        ("IEO response: The office welcomes", "The office welcomes", None),
        ("Management response to recommendation 3: Agreed.", "Agreed.", "3"),
    ],
)
def test_an_answer_opens_with_who_gives_it(text: str, rest: str, number: str | None) -> None:
    opening = response_opening(text)
    assert opening is not None
    assert (text[opening.end() :], opening["number"]) == (rest, number)


@pytest.mark.parametrize("text", ["Office response", "Response to the pandemic: masks", "A quick response: none"])
def test_other_responses_open_no_answer(text: str) -> None:
    assert response_opening(text) is None
