"""Votes → the queries and grades that `afterwise evaluate --set` measures with.

Votes on the same record for the same words, whatever their case and spacing, are one judgment: 1 (relevant) where more
found it useful than did not, 0 where fewer did. As many of each say nothing, and are left out.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel

from index.opened import Opened
from retrieval.evaluation.qrels import HEADER
from service.feedback.errors import FeedbackError
from service.feedback.votes import StoredVote

Grades = dict[str, int]  # record → grade


class Judgments(BaseModel):
    """What votes add up to: by the words of a query, what was typed and the grade of each record."""

    texts: dict[str, str]
    grades: dict[str, Grades]
    votes: int
    undecided: int
    gone: int

    @property
    def judged(self) -> int:
        """How many judgments there are."""
        return sum(map(len, self.grades.values()))


def judge(votes: Sequence[StoredVote], opened: Opened) -> Judgments:
    """Add the votes up, leaving out (and counting as `gone`) those on records that the generation does not hold.

    A vote on a response or an action counts for the recommendation whose hit it is in, as in a search.
    """
    heads = _heads(opened, {vote.record for vote in votes})
    kept = [vote for vote in votes if vote.record in heads]
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    typed: dict[str, Counter[str]] = defaultdict(Counter)
    for vote in kept:
        words = _words(vote.query)
        typed[words][" ".join(vote.query.split())] += 1
        tally[words][heads[vote.record]] += 1 if vote.verdict == "useful" else -1
    grades = {words: _decided(counts) for words, counts in sorted(tally.items())}
    return Judgments(
        texts={words: min(typed[words], key=lambda text: (-typed[words][text], text)) for words in grades},
        grades={words: some for words, some in grades.items() if some},
        votes=len(votes),
        undecided=sum(1 for counts in tally.values() for balance in counts.values() if not balance),
        gone=len(votes) - len(kept),
    )


def write_set(judgments: Judgments, folder: Path) -> None:
    """Write queries.jsonl and qrels.tsv. Raises FeedbackError where no vote found anything useful."""
    if not any(grade for grades in judgments.grades.values() for grade in grades.values()):
        raise FeedbackError(
            f"Of {judgments.votes:,} votes none leaves a record judged useful: there is nothing to measure with.",
            hint="Ask readers to say what helped them, too; export again when some have.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    queries = ({"_id": _id(words), "text": judgments.texts[words]} for words in judgments.grades)
    lines = (json.dumps(query, ensure_ascii=False) + "\n" for query in queries)
    (folder / "queries.jsonl").write_text("".join(lines), "utf-8")
    (folder / "qrels.tsv").write_text("".join(_rows(judgments.grades)), "utf-8")


def _rows(grades: Mapping[str, Grades]) -> Iterable[str]:
    yield "\t".join(HEADER) + "\n"
    for words, some in grades.items():
        for record, grade in sorted(some.items()):
            yield f"{_id(words)}\t{record}\t{grade}\n"


def _decided(balances: Mapping[str, int]) -> Grades:
    return {record: int(balance > 0) for record, balance in balances.items() if balance}


def _words(query: str) -> str:
    return " ".join(query.casefold().split())


def _id(words: str) -> str:
    """A name that the query keeps from one export to the next."""
    return f"q-{hashlib.sha256(words.encode()).hexdigest()[:12]}"


def _heads(opened: Opened, records: Iterable[str]) -> dict[str, str]:
    """The record that a hit with each of these shows; those that are not in the generation are left out."""
    heads = opened.store.heads()
    known = {one for one in records if opened.store.record(one)}
    return {one: next((heads[p.row] for p in opened.store.passages_of(one)), one) for one in known}
