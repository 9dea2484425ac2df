"""Terms and the words that count as them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.analysis import terms
from index.forms import Form, forms_of


def test_every_word_is_a_form_of_its_terms() -> None:
    texts = [("Exit strategies and an exit strategy (RAS/16/13/EUR)", "en"), ("La Stratégie, les stratégies", "fr")]
    assert forms_of(texts) == [
        Form("exit", "exit", 2),
        Form("ras/16/13", "ras/16/13/eur", 1),
        Form("ras/16/13/eur", "ras/16/13/eur", 1),
        Form("strateg", "stratégie", 1),
        Form("strateg", "stratégies", 1),
        Form("strategi", "strategies", 1),
        Form("strategi", "strategy", 1),
    ]


@given(texts=st.lists(st.tuples(st.text(max_size=40), st.sampled_from(["en", "fr", None])), max_size=4))
def test_forms_are_of_exactly_the_terms_that_are_counted(texts: list[tuple[str, str | None]]) -> None:
    assert {form.term for form in forms_of(texts)} == {term for text, spoken in texts for term in terms(text, spoken)}
