"""Few records from many: good ones first, none of one kind, evaluation or country alone. Hand-computed."""

from __future__ import annotations

import numpy as np

from index.encoders.base import Vectors
from retrieval.brief.answer import Aspect
from retrieval.brief.choosing import A_BRIEF, A_COUNTRY, A_SECTION, Choice, Shown, choose
from retrieval.grouping import Group

NONE = Shown()
HOME = frozenset({"Malawi"})


def choice(number: int, score: float, *, evaluation: int = 0, country: str = "", aspect: str = "learned") -> Choice:
    return Choice(
        group=Group(number, (), 0),
        row=number,
        record=number,
        saying=number,
        score=score,
        evaluation=evaluation or number,
        countries=frozenset({country} if country else ()),
        aspect=Aspect(aspect),
    )


def apart(number: int) -> Vectors:
    """So many vectors at right angles."""
    return np.eye(number, dtype=np.float32)


def rows(chosen: list[Choice]) -> list[int]:
    return [one.row for one in chosen]


def test_the_best_come_first_and_sides_share_the_places() -> None:
    every = [choice(n, 1 - n / 10) for n in range(3)] + [choice(3, 0.1, aspect="worked")]
    assert rows(choose(every, apart(4), 4, HOME, NONE)) == [0, 1, 3]


def test_equal_scores_keep_their_order() -> None:
    every = [choice(n, 0.5, aspect="worked" if n % 2 else "learned") for n in range(4)]
    assert rows(choose(every, apart(4), 4, HOME, NONE)) == [0, 1, 2, 3]


def test_what_reads_like_a_chosen_one_comes_later() -> None:
    every = [choice(0, 0.9), choice(1, 0.89, aspect="advice"), choice(2, 0.85, aspect="worked")]
    same = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    assert rows(choose(every, same, 3, HOME, NONE)) == [0, 2, 1]  # 0.89 - 0.05 < 0.85


def test_one_evaluation_fills_no_section_and_no_brief() -> None:
    every = [choice(n, 1 - n / 10, evaluation=99) for n in range(4)]
    assert len(choose(every, apart(4), 10, HOME, NONE)) == A_SECTION
    shown = Shown()
    shown.add(choice(9 + n, 1, evaluation=99) for n in range(A_BRIEF))
    assert choose(every, apart(4), 10, HOME, shown) == []


def test_another_country_fills_no_section_but_the_own_may() -> None:
    abroad = [choice(n, 0.5, country="Fiji") for n in range(8)]
    assert len(choose(abroad, apart(8), 16, HOME, NONE)) == A_COUNTRY
    home = [choice(n, 0.5, country="Malawi") for n in range(8)]
    assert len(choose(home, apart(8), 16, HOME, NONE)) == 8


def test_what_is_shown_is_not_shown_again_by_another_passage_or_in_other_words() -> None:
    shown = Shown()
    assert shown.next_number == 1
    shown.add([choice(5, 1)])
    assert shown.next_number == 2
    other_passage = choice(1, 1)._replace(record=5)
    other_record = choice(2, 1)._replace(saying=5)
    assert rows(choose([other_passage, other_record, choice(3, 0.1)], apart(3), 4, HOME, shown)) == [3]
    assert shown.next_number == 2


def test_nothing_gives_nothing() -> None:
    assert choose([], apart(1)[:0], 5, HOME, NONE) == []
