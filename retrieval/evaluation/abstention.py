"""Whether an engine keeps quiet when, and only when, the collection has no answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from retrieval.evaluation.sets import JudgedSet


@dataclass(frozen=True, slots=True)
class Abstention:
    """Both ways to be wrong: `answered` without an answer in the collection, `refused` although there is one.

    Both hold query ids; `no_answer` and `answerable` count the queries that could have been wrong in that way.
    """

    no_answer: int
    answered: tuple[str, ...]
    answerable: int
    refused: tuple[str, ...]

    @property
    def answered_share(self) -> float | None:
        """Share of the queries without an answer that got one, 0 … 1; None if the set has no such queries."""
        return len(self.answered) / self.no_answer if self.no_answer else None

    @property
    def refused_share(self) -> float:
        """Share of the answerable queries that were refused, 0 … 1."""
        return len(self.refused) / self.answerable


def measure_abstention(abstains: Callable[[str], bool], judged: JudgedSet) -> Abstention:
    """Ask `abstains` about every query text of `judged`, answerable or not."""
    return Abstention(
        no_answer=len(judged.no_answer),
        answered=tuple(query_id for query_id, text in judged.no_answer.items() if not abstains(text)),
        answerable=len(judged.queries),
        refused=tuple(query_id for query_id, text in judged.queries.items() if abstains(text)),
    )
