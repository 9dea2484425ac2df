"""How well an index finds records in another language than the question's.

    PYTHONPATH=. python scripts/cross_lingual.py --data DIR --set ../shared/eval/ilo_dev

needs    the needs of --set and what `eval_sets/cross_lingual` makes of them in other languages, against the English
         records: the same judgments in every row. Needs without a relevant English record in the index are left out.
themes   names of themes, which the export has in English only, against the records of one language that are filed
         under them. For the encoder alone, which does not read where a record is filed: BM25 does. What somebody
         filed is a weak label of what is said, but equally weak for every encoder.

Prints Markdown tables. The index may hold a part of what was judged: run it with two encoders on the same files.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from index.model import Record
from retrieval.evaluation.evaluate import evaluate
from retrieval.evaluation.run import Ranking
from retrieval.evaluation.sets import JudgedSet, judged_set, load_set, read_queries
from retrieval.grouping import best_per_hit
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from retrieval.stopwatch import Stopwatch
from service.runtime import open_searcher

TRANSLATED = Path(__file__).parents[1] / "eval_sets" / "cross_lingual"
ENGLISH = "en"
OTHERS = ("es", "fr")
LEGS = {"BM25": 0.0, "encoder": 1.0, "both": None}  # the dense leg's part; None is the setting
LEAST_FILED = 5  # records of a theme in a language that make it a query


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables for one index."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a data folder with records of several languages")
    parser.add_argument("--set", type=Path, required=True, dest="judged", help="needs in English with judgments")
    given = parser.parse_args(arguments)
    searcher = open_searcher(given.data)
    records = _records(searcher)
    print(f"encoder: {searcher.encoder.identity.model}; {searcher.opened.manifest.passages:,} passages\n")
    _print_needs(searcher, _english_part(load_set(given.judged), records))
    _print_themes(searcher, records)


def _records(searcher: Searcher) -> dict[str, Record]:
    """The records that hits can show, by identifier."""
    store = searcher.opened.store
    return {name: record for name in sorted(set(store.heads())) if (record := store.record(name))}


def _language(record: Record) -> str | None:
    """The language of all texts of a record, or None where they differ."""
    found = {part.language for part in record.parts}
    return found.pop() if len(found) == 1 else None


def _english_part(judged: JudgedSet, records: dict[str, Record]) -> JudgedSet:
    """The needs that were translated, with the judgments of English records that the index holds."""
    english = {record.local_id: name for name, record in records.items() if _language(record) == ENGLISH}
    translated = read_queries(TRANSLATED / f"{OTHERS[0]}.jsonl")
    qrels = {
        query: found
        for query, grades in judged.qrels.items()
        if query in translated
        and max((found := {english[one]: grade for one, grade in grades.items() if one in english}).values(), default=0)
        >= 2
    }
    return judged_set("needs", judged.queries, qrels, graded=True, no_answer={})


def _print_needs(searcher: Searcher, judged: JudgedSet) -> None:
    print(f"{len(judged.queries)} needs against English records\n")
    print("| asked in |", " | ".join(f"{leg} nDCG@10 | {leg} R@100" for leg in LEGS), "|")
    print("|---|" + "---|---|" * len(LEGS))
    for language in (ENGLISH, *OTHERS):
        asked = judged.queries if language == ENGLISH else read_queries(TRANSLATED / f"{language}.jsonl")
        put = judged_set(language, {one: asked[one] for one in judged.queries}, judged.qrels, graded=True, no_answer={})
        cells = [_measured(put, _rank(searcher, ENGLISH, weight)) for weight in LEGS.values()]
        print(f"| {language} |", " | ".join(cells), "|")


def _print_themes(searcher: Searcher, records: dict[str, Record]) -> None:
    print("\nthemes, encoder alone\n\n| texts in | themes | nDCG@10 | R@100 |\n|---|---|---|---|")
    for language in (ENGLISH, *OTHERS):
        judged = _themes(searcher, records, language)
        print(f"| {language} | {len(judged.queries)} | {_measured(judged, _rank(searcher, language, 1.0))} |")


def _themes(searcher: Searcher, records: dict[str, Record], language: str) -> JudgedSet:
    """Names of themes, with the records of one language that are filed under each."""
    qrels: dict[str, dict[str, int]] = {}
    for name, record in records.items():
        document = searcher.opened.store.document(record.document_id)
        if document and _language(record) == language:
            for theme in record.facets.themes or document.facets.themes:
                qrels.setdefault(theme, {})[name] = 1
    enough = {theme: found for theme, found in sorted(qrels.items()) if len(found) >= LEAST_FILED}
    return judged_set("themes", {theme: theme for theme in enough}, enough, graded=False, no_answer={})


def _rank(searcher: Searcher, language: str, weight: float | None) -> Callable[[str], Ranking]:
    """Ranks the records of one language."""
    heads = searcher.opened.store.heads()

    def rank(text: str) -> Ranking:
        request = SearchRequest(query=text, filters={"language": [language]}, dense_weight=weight)
        ranking = searcher.rank(request, Stopwatch())
        rows, scores = ranking.candidates.rows, ranking.fused.scores
        leads = best_per_hit(ranking.order, rows, searcher.opened.layout)
        return [(heads[rows[at]], float(scores[at])) for at in leads]

    return rank


def _measured(judged: JudgedSet, rank: Callable[[str], Ranking]) -> str:
    if not judged.queries:
        return "– | –"
    means = {score.measure.label: score.mean.mean for score in evaluate(rank, judged).scores}
    return f"{means['nDCG@10']:.3f} | {means['R@100']:.3f}"


if __name__ == "__main__":
    main()
