"""Few records from many: good ones first, none of one kind, evaluation or country alone. Hand-computed."""

from __future__ import annotations

import numpy as np

from index.encoders.base import Vectors
from retrieval.brief.answer import Aspect
from retrieval.brief.choosing import A_BRIEF, A_COUNTRY, A_SECTION, Choice, Places, Shown, choose, strong
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


def test_what_is_clearly_weaker_than_the_best_is_left_out() -> None:
    assert rows(strong([choice(0, 0.8), choice(1, 0.77), choice(2, 0.75)])) == [0, 1]  # 0.95 · 0.8 = 0.76
    assert strong([]) == []


def test_sections_share_the_places_and_leave_what_they_do_not_need() -> None:
    places = Places(sections=4, words=400, most=4, records=10)
    given = []
    for needed in (4, 1, 4, 4):
        given.append(min(needed, places.next()))
        places.take(given[-1])
    assert given == [3, 1, 3, 3]  # 10 / 4, 7 / 3, 6 / 2, 3 / 1; rounded up


def test_a_longer_draft_gets_a_place_more_a_page() -> None:
    assert Places(sections=1, words=500, most=99, records=10).next() == 10
    assert Places(sections=1, words=999, most=99, records=10).next() == 11  # 499 words more are one page


def test_every_section_has_a_place() -> None:
    places = Places(sections=3, words=100, most=4, records=1)
    places.take(places.next())
    assert places.next() == 1


def test_no_section_gets_more_than_it_may_show() -> None:
    assert Places(sections=1, words=100, most=4, records=10).next() == 4
