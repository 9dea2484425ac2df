"""What a brief finds for each section of the judged drafts, against plain searches; and how long it takes.

    PYTHONPATH=. python scripts/measure_briefs.py --data DIR [--queries ../shared/eval/ilo_dev/queries.jsonl]

DIR is an index of the ILO export. Prints Markdown: R@10 (of the records of grade 2 or 3), the share of records of grade
1 and more and of grade 2 and more (those that nobody judged count as 0), each with the p of the paired randomisation
test over sections against the brief; then times, in milliseconds and in single searches (the mean of the queries).

A brief shows fewer than ten records a section, so it has two lines: what it shows, and the ten that it would choose
from first. The others are held against the first line in precision and against the second in R@10.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

from index.opened import Opened
from retrieval.brief.answer import BriefItem, Finished, SectionReady
from retrieval.brief.briefer import Briefer
from retrieval.brief.choosing import Choice
from retrieval.brief.draft import Draft, read_draft
from retrieval.brief.finding import Finder
from retrieval.brief.sections import sections_of
from retrieval.brief.subject import subject_of
from retrieval.brief.terms import Terms
from retrieval.evaluation.significance import randomisation_p
from retrieval.query import LONGEST
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from service.runtime import open_searcher

SET = Path(__file__).parents[1] / "eval_sets" / "briefs"
DEPTH = 10
NAMES = ("R@10", "grade ≥ 1", "grade ≥ 2")
WAYS = {
    "shown": "brief: what it shows",
    "ten": "brief: its first ten a section",
    "section": "one search a section, with its text",
    "whole": "one search, with the whole text",
}
TIMES = 5  # runs of which the median is told
_NO_QUERIES = ["what worked for exit strategies", "delays in recruitment of staff", "reaching women in rural areas"]

Lists = dict[str, list[str]]
Grades = Mapping[str, Mapping[str, int]]


class Judged(NamedTuple):
    """Drafts by name, the judged sections as (id, draft, title), and grades by section and record."""

    drafts: dict[str, Draft]
    sections: list[tuple[str, str, str]]
    grades: Grades


def load(folder: Path) -> Judged:
    """The judged drafts in a folder."""
    rows = [json.loads(line) for line in (folder / "sections.jsonl").read_text("utf-8").splitlines()]
    sections = [(row["_id"], row["draft"], row["title"]) for row in rows]
    grades: dict[str, dict[str, int]] = {id_: {} for id_, _, _ in sections}
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        section, record, grade = line.split("\t")
        grades[section][record] = int(grade)
    drafts = {path.stem: read_draft(path.read_bytes(), path.name) for path in sorted((folder / "drafts").iterdir())}
    return Judged(drafts, sections, grades)


def briefed(judged: Judged, searcher: Searcher) -> Lists:
    """What the brief shows for each section, the best first."""
    return _by_section(judged, lambda draft: _briefed(searcher, draft))


def ranked(judged: Judged, searcher: Searcher) -> Lists:
    """The records that the brief finds for each section, the best first, before it chooses."""
    opened = searcher.opened

    def found(draft: Draft) -> list[tuple[str | None, list[str]]]:
        sections = sections_of(draft)
        terms = Terms(opened.lexical, opened.manifest.passages)
        subject = subject_of(draft, sections, terms, opened)
        finder = Finder(searcher, terms, subject.home)
        return [(section.title, _records(opened, finder.find(section, subject).choices)) for section in sections]

    return _by_section(judged, found)


def _records(opened: Opened, choices: Sequence[Choice]) -> list[str]:
    passages = opened.store.passages([one.row for one in choices[:DEPTH]])
    return [passage.record.local_id for passage in passages]


def by_section_text(judged: Judged, searcher: Searcher) -> Lists:
    """What one search with each section's text finds."""

    def found(draft: Draft) -> list[tuple[str | None, list[str]]]:
        return [(section.title, _search(searcher, section.text)) for section in sections_of(draft)]

    return _by_section(judged, found)


def by_whole_text(judged: Judged, searcher: Searcher) -> Lists:
    """What one search with the whole draft finds, for each of its sections."""
    found = {name: _search(searcher, draft.text) for name, draft in judged.drafts.items()}
    return {id_: found[draft] for id_, draft, _ in judged.sections}


def _briefed(searcher: Searcher, draft: Draft) -> list[tuple[str | None, list[str]]]:
    def best_first(items: Sequence[BriefItem]) -> list[str]:
        return [item.hit.local_id for item in sorted(items, key=lambda item: -item.hit.scores.fused)]

    return [(section.title, best_first(section.items)) for section in Briefer(searcher).brief(draft).sections]


def _by_section(judged: Judged, found: Callable[[Draft], list[tuple[str | None, list[str]]]]) -> Lists:
    every = {name: dict(found(draft)) for name, draft in judged.drafts.items()}
    return {id_: every[draft][title] for id_, draft, title in judged.sections}


def _search(searcher: Searcher, text: str) -> list[str]:
    return [hit.local_id for hit in searcher.search(SearchRequest(query=text[:LONGEST], limit=DEPTH)).hits]


def measures(lists: Lists, grades: Grades) -> dict[str, list[float]]:
    """Each measure by section, in the order of the lists."""
    found: dict[str, list[float]] = {"R@10": [], "grade ≥ 1": [], "grade ≥ 2": [], "shown": [], "unjudged": []}
    for section, records in lists.items():
        of = grades[section]
        shown = [of.get(record, 0) for record in records[:DEPTH]]
        relevant = sum(grade >= 2 for grade in of.values())
        found["R@10"].append(sum(grade >= 2 for grade in shown) / relevant if relevant else 0.0)
        found["grade ≥ 1"].append(mean([grade >= 1 for grade in shown]) if shown else 0.0)
        found["grade ≥ 2"].append(mean([grade >= 2 for grade in shown]) if shown else 0.0)
        found["shown"].append(len(shown))
        found["unjudged"].append(sum(record not in of for record in records[:DEPTH]))
    return found


def quality(judged: Judged, searcher: Searcher) -> dict[str, dict[str, float]]:
    """What each way finds: the means of its measures, p against the brief, and what is shown and unjudged in all."""
    ways = {
        "shown": briefed(judged, searcher),
        "ten": ranked(judged, searcher),
        "section": by_section_text(judged, searcher),
        "whole": by_whole_text(judged, searcher),
    }
    figures = {way: measures(lists, judged.grades) for way, lists in ways.items()}
    found: dict[str, dict[str, float]] = {}
    for way, one in figures.items():
        found[way] = {name: mean(one[name]) for name in NAMES}
        for name in NAMES if way in ("section", "whole") else ():
            ours = figures["ten" if name == "R@10" else "shown"][name]
            against = [a - b for a, b in zip(ours, one[name], strict=True)]
            found[way][f"p of {name}"] = randomisation_p(against)
        found[way] |= {name: sum(one[name]) for name in ("shown", "unjudged")}
    return found


def table(figures: Mapping[str, Mapping[str, float]]) -> None:
    """Print the table of what is found."""
    print(f"| | {' | '.join(NAMES)} | shown | unjudged |\n|---|---|---|---|---|---|")
    for way, one in figures.items():
        p = {name: one.get(f"p of {name}") for name in NAMES}
        cells = [f"{one[name]:.3f}" + ("" if p[name] is None else f" (p {p[name]:.3f})") for name in NAMES]
        print(f"| {WAYS[way]} | {' | '.join(cells)} | {one['shown']:.0f} | {one['unjudged']:.0f} |")


def speed(judged: Judged, searcher: Searcher, queries: Sequence[str]) -> None:
    """Print the table of times."""
    for text in queries:
        searcher.search(SearchRequest(query=text))
    single = mean(_milliseconds(lambda text=text: searcher.search(SearchRequest(query=text))) for text in queries)  # type: ignore[misc]
    print(f"\na single search: {single:.1f} ms (mean of {len(queries)} queries, each the median of {TIMES})\n")
    print("| draft | words | sections | first section, ms | whole brief, ms | in single searches |")
    print("|---|---|---|---|---|---|")
    for name, draft in judged.drafts.items():
        first = _milliseconds(lambda draft=draft: _until(searcher, draft, SectionReady))  # type: ignore[misc]
        whole = _milliseconds(lambda draft=draft: _until(searcher, draft, Finished))  # type: ignore[misc]
        sections = len(sections_of(draft))
        print(f"| {name} | {draft.words:,} | {sections} | {first:.0f} | {whole:.0f} | {whole / single:.1f} |")


def _until(searcher: Searcher, draft: Draft, event: type) -> None:
    next(one for one in Briefer(searcher).events(draft) if isinstance(one, event))


def _milliseconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="data folder with an index of the ILO export")
    parser.add_argument("--set", type=Path, default=SET, help="folder with drafts, sections.jsonl and qrels.tsv")
    parser.add_argument("--queries", type=Path, help="queries.jsonl whose mean time is that of a single search")
    parser.add_argument("--json", action="store_true", help="print what is found as JSON, and measure no times")
    given = parser.parse_args(arguments)
    judged, searcher = load(given.set), open_searcher(given.data)
    figures = quality(judged, searcher)
    if given.json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    print(f"{len(judged.sections)} sections\n")
    table(figures)
    queries = _NO_QUERIES
    if given.queries:
        queries = [json.loads(line)["text"] for line in given.queries.read_text("utf-8").splitlines()]
    speed(judged, searcher, queries)


if __name__ == "__main__":
    main()
