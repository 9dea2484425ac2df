"""How well documents are read into statements: precision, recall and F1 per kind, and anchors on the right page.

    python scripts/score_extraction.py REPORTS_FOLDER [--gold eval_sets/gold] [--misses] [--json]

The gold files say what a careful reader finds (see their README). A record finds a gold statement of its kind when its
text begins with the statement's first words. Exit status 1 when a figure is under its target.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.intake import extract
from index.model import Kind, Record

TARGETS = {Kind.RECOMMENDATION: 0.95, Kind.FINDING: 0.90, Kind.CONCLUSION: 0.90}
RIGHT_PAGE_TARGET = 0.98
_OPENING = 160  # letters of a record in which the first words must stand: a run-in title may come before them


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of a gold file. `also` are the pages of its copies."""

    kind: Kind
    page: int
    starts: str
    number: str | None = None
    also: tuple[int, ...] = ()

    @classmethod
    def from_json(cls, line: str) -> Statement:
        row = json.loads(line)
        return cls(Kind(row["kind"]), row["page"], row["starts"], row.get("number"), tuple(row.get("also", ())))


@dataclass(slots=True)
class Score:
    """Counts for one kind. `pages` counts found statements on their page, `copies` copies on theirs."""

    gold: int = 0
    found: int = 0
    given: int = 0
    pages: int = 0
    copies: int = 0
    gold_copies: int = 0
    missed: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.found / self.given if self.given else float(self.gold == 0)

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def letters(text: str) -> str:
    """`text` as its letters and digits: hyphens and spaces differ between readings of a page."""
    return re.sub(r"[\W_]+", "", text.lower())


def score_document(statements: Sequence[Statement], records: Iterable[Record], scores: dict[Kind, Score]) -> None:
    """Add one document's counts to `scores`. Every record finds at most one statement."""
    stated = {kind for kind in Kind if kind not in {Kind.CONTEXT, Kind.OTHER}}
    left = [record for record in records if record.kind in stated and record.parts]
    for record in left:
        scores[record.kind].given += 1
    for statement in statements:
        score = scores[statement.kind]
        score.gold += 1
        score.gold_copies += len(statement.also)
        found = _best(statement, left)
        if found is None:
            score.missed.append(f"p{statement.page} {statement.number or ''} {statement.starts}")
            continue
        left.remove(found)
        score.found += 1
        text = found.parts[0]
        score.pages += text.anchor.page == statement.page
        score.copies += len({copy.page for copy in text.also_at} & set(statement.also))
        if text.anchor.page != statement.page:
            score.missed.append(f"page {text.anchor.page} instead of {statement.page}: {statement.starts}")
    for record in left:
        scores[record.kind].surplus.append(f"p{record.parts[0].anchor.page} {record.id}: {record.parts[0].text[:60]!r}")


def _best(statement: Statement, records: Sequence[Record]) -> Record | None:
    """The record of the kind that begins with the statement's words, on its page if there is a choice."""
    wanted = letters(statement.starts)
    fitting = [r for r in records if r.kind is statement.kind and wanted in _openings(r, len(wanted) + _OPENING)]
    numbered = [r for r in fitting if statement.number and r.id.endswith(f"-{statement.number}")]
    return min(
        numbered or fitting,
        key=lambda r: (r.parts[0].anchor.page != statement.page, _openings(r, len(r.parts[0].text)).find(wanted), r.id),
        default=None,
    )


def _openings(record: Record, length: int) -> str:
    """The first letters of what a record states: a text that a page end or a column cut has several parts."""
    stated = [letters(part.text)[:length] for part in record.parts if part.name.startswith("text")]
    return " ".join([letters("".join(part.text for part in record.parts))[:length], *stated])


def score_folder(gold: Path, reports: Path) -> dict[Kind, Score]:
    """The scores over all documents with a gold file. A gold file without its PDF raises FileNotFoundError."""
    scores: dict[Kind, Score] = defaultdict(Score)
    for path in sorted(gold.glob("*.jsonl")):
        statements = [Statement.from_json(line) for line in path.read_text("utf-8").splitlines() if line]
        score_document(statements, extract(reports / f"{path.stem}.pdf").records, scores)
    return dict(scores)


def right_pages(scores: dict[Kind, Score]) -> float:
    """The share of found statements, and of their copies, that stand on the page that a reader finds them on."""
    found = sum(score.found + score.gold_copies for score in scores.values())
    return sum(score.pages + score.copies for score in scores.values()) / found if found else 0.0


def meets_targets(scores: dict[Kind, Score]) -> bool:
    """Whether every kind with a target, and the pages, are good enough."""
    return right_pages(scores) >= RIGHT_PAGE_TARGET and all(
        scores[kind].f1 >= target for kind, target in TARGETS.items() if kind in scores
    )


def _print_table(scores: dict[Kind, Score], *, misses: bool) -> None:
    print(f"{'kind':<22}{'gold':>6}{'given':>7}{'found':>7}{'precision':>11}{'recall':>8}{'F1':>7}")
    for kind, score in sorted(scores.items()):
        counts = f"{score.gold:>6}{score.given:>7}{score.found:>7}"
        print(f"{kind:<22}{counts}{score.precision:>11.3f}{score.recall:>8.3f}{score.f1:>7.3f}")
        if misses:
            print("".join(f"    missed  {line}\n" for line in score.missed), end="")
            print("".join(f"    surplus {line}\n" for line in score.surplus), end="")
    print(f"right page: {right_pages(scores):.3f}")


def main() -> int:
    """Score, print, and say by the exit status whether the targets are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path, help="folder with the PDFs")
    parser.add_argument("--gold", type=Path, default=Path(__file__).parents[1] / "eval_sets" / "gold")
    parser.add_argument("--misses", action="store_true", help="also print what was missed and what was too much")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    scores = score_folder(arguments.gold, arguments.reports)
    if arguments.json:
        kinds = {
            kind: {"gold": s.gold, "precision": s.precision, "recall": s.recall, "f1": s.f1}
            for kind, s in sorted(scores.items())
        }
        print(json.dumps({"kinds": kinds, "right_page": right_pages(scores), "met": meets_targets(scores)}, indent=1))
    else:
        _print_table(scores, misses=arguments.misses)
    return 0 if meets_targets(scores) else 1


if __name__ == "__main__":
    sys.exit(main())
