"""`afterwise evaluate SET… --data DIR`"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from index.settings import IndexSettings
from retrieval.errors import EvaluationError
from retrieval.evaluation.against import other_settings, run_file
from retrieval.evaluation.beir import is_beir, load_beir
from retrieval.evaluation.compare import compare
from retrieval.evaluation.corpus import index_corpus
from retrieval.evaluation.engine import Engine, Options
from retrieval.evaluation.evaluate import check_found, evaluate
from retrieval.evaluation.run import Run, read_run, write_run
from retrieval.evaluation.sets import JudgedSet, load_set
from retrieval.evaluation.summary import Measured, summary_dict, summary_table
from retrieval.evaluation.table import comparison_table, evaluation_table, query_table
from retrieval.search import Searcher
from retrieval.settings import FusionName, RerankName
from service.cli.options import DEFAULT_DATA, AsJson
from service.cli.output import Bars, console, print_json
from service.runtime import open_searcher


class Asked(NamedTuple):
    """One set to measure, and the data folder with what it was judged on."""

    judged: JudgedSet
    data: Path


def command(
    context: typer.Context,
    sets: Annotated[
        list[Path] | None,
        typer.Argument(metavar="SET…", help="Folders with judged queries, for the index in --data or with a corpus."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", envvar="AFTERWISE_DATA", metavar="DIR", help="The data folder; --beir keeps its own."),
    ] = None,
    judged: Annotated[
        Path | None, typer.Option("--set", help="Folder with queries.jsonl and qrels.tsv for the index in --data.")
    ] = None,
    beir: Annotated[Path | None, typer.Option(help="Folder with a corpus of its own, in BEIR's layout.")] = None,
    run: Annotated[
        Path | None, typer.Option(help="Write the rankings as a TREC run file; of several sets, a folder.")
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(metavar="RUN|SETTING=VALUE", help="Compare with an earlier run, or with other settings."),
    ] = None,
    fusion: Annotated[FusionName | None, typer.Option(help="How the two legs become one order.")] = None,
    dense_weight: Annotated[
        float | None, typer.Option(min=0, max=1, help="The dense leg's part: 0 is BM25 alone, 1 the encoder alone.")
    ] = None,
    rerank: Annotated[RerankName | None, typer.Option(help="Read the head of the order again.")] = None,
    by_query: Annotated[bool, typer.Option("--by-query", help="Show every query too.")] = False,
    allow_nothing: Annotated[
        bool, typer.Option("--allow-nothing", help="Count a query for which nothing is found as 0 instead of failing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure the ranking on judged queries, with 95 % intervals."""
    source = context.get_parameter_source("data")
    given = source is not None and source.name == "COMMANDLINE"  # a corpus is never put where searches look by default
    asked = [_asked(folder, data) for folder in sets or []]
    asked += [Asked(load_set(judged), data or DEFAULT_DATA)] if judged else []
    asked += [Asked(load_beir(beir), _indexed(beir, data if given else None))] if beir else []
    _check(asked)
    options = Options(fusion=fusion, dense_weight=dense_weight, rerank=rerank)
    opened = cache(open_searcher)
    measured = [_measure(one, opened(one.data), options, run, against, len(asked) > 1) for one in asked]
    if not allow_nothing:
        for one in measured:
            check_found(one.evaluation)
    _report(measured, by_query, as_json)


def _asked(folder: Path, data: Path | None) -> Asked:
    if is_beir(folder):
        return Asked(load_beir(folder), _indexed(folder, None))
    return Asked(load_set(folder), data or DEFAULT_DATA)


def _indexed(beir: Path, data: Path | None) -> Path:
    """The data folder with the index of a corpus, built where it is missing or old."""
    settings = IndexSettings()
    folder = data or settings.cache / "beir" / beir.resolve().name
    with Bars() as bars:
        index_corpus(beir, folder, settings, bars)
    return folder


def _check(asked: Sequence[Asked]) -> None:
    if not asked:
        raise typer.BadParameter("name at least one folder with judged queries", param_hint="SET…")
    name, count = Counter(one.judged.name for one in asked).most_common(1)[0]
    if count > 1:
        raise EvaluationError(f"{count} sets are called {name!r}.", hint="Measure them one by one.")


def _measure(
    asked: Asked, searcher: Searcher, options: Options, run: Path | None, against: str | None, several: bool
) -> Measured:
    judged = asked.judged
    engine = Engine(searcher, judged.records(), options)
    evaluation = evaluate(engine.rank, judged, abstains=engine.abstains)
    if run:
        if several:
            run.mkdir(exist_ok=True)
        write_run(run_file(run, judged.name, several), evaluation.run)
    if against is None:
        return Measured(evaluation)
    return Measured(evaluation, compare(_baseline(asked, against, several), evaluation.run, judged))


def _baseline(asked: Asked, against: str, several: bool) -> Run:
    """The rankings to compare with: those of other settings, or those of a file."""
    settings = other_settings(against)
    if settings is None:
        return read_run(run_file(Path(against), asked.judged.name, several))
    engine = Engine(open_searcher(asked.data, search=settings), asked.judged.records())
    return {query_id: engine.rank(text) for query_id, text in asked.judged.queries.items()}


def _report(measured: Sequence[Measured], by_query: bool, as_json: bool) -> None:
    if as_json:
        print_json(summary_dict(measured) if len(measured) > 1 else measured[0].as_dict())
        return
    for one in measured:
        console.print(evaluation_table(one.evaluation))
        if one.comparison:
            console.print(comparison_table(one.comparison))
        if by_query:
            console.print(query_table(one.evaluation, one.comparison))
    if len(measured) > 1:
        console.print(summary_table(measured))
