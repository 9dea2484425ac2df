"""`afterwise evaluate --data DIR --set FOLDER` and `afterwise evaluate --beir FOLDER`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.settings import IndexSettings
from retrieval.evaluation.beir import load_beir
from retrieval.evaluation.compare import compare
from retrieval.evaluation.corpus import index_corpus
from retrieval.evaluation.engine import Engine, Options
from retrieval.evaluation.evaluate import Evaluation, evaluate
from retrieval.evaluation.run import read_run, write_run
from retrieval.evaluation.sets import JudgedSet, load_set
from retrieval.evaluation.table import comparison_dict, comparison_table, evaluation_dict, evaluation_table
from retrieval.settings import FusionName, RerankName
from service.cli.options import DEFAULT_DATA, AsJson
from service.cli.output import Bars, console, print_json
from service.runtime import open_searcher


def command(
    data: Annotated[
        Path | None,
        typer.Option("--data", envvar="AFTERWISE_DATA", metavar="DIR", help="The data folder; --beir keeps its own."),
    ] = None,
    judged: Annotated[
        Path | None, typer.Option("--set", help="Folder with queries.jsonl and qrels.tsv for the index in --data.")
    ] = None,
    beir: Annotated[Path | None, typer.Option(help="Folder with a corpus of its own, in BEIR's layout.")] = None,
    run: Annotated[Path | None, typer.Option(help="Write the rankings as a TREC run file.")] = None,
    against: Annotated[Path | None, typer.Option(help="Compare with the rankings of this TREC run file.")] = None,
    fusion: Annotated[FusionName | None, typer.Option(help="How the two legs become one order.")] = None,
    dense_weight: Annotated[
        float | None, typer.Option(min=0, max=1, help="The dense leg's part: 0 is BM25 alone, 1 the encoder alone.")
    ] = None,
    rerank: Annotated[RerankName | None, typer.Option(help="Read the head of the order again.")] = None,
    as_json: AsJson = False,
) -> None:
    """Measure the ranking on judged queries, with 95 % intervals."""
    options = Options(fusion=fusion, dense_weight=dense_weight, rerank=rerank)
    if beir is not None and judged is None:
        evaluation = _measure(load_beir(beir), _indexed(beir, data), options)
    elif judged is not None and beir is None:
        evaluation = _measure(load_set(judged), data or DEFAULT_DATA, options)
    else:
        raise typer.BadParameter("give either --set or --beir", param_hint="--set")
    if run:
        write_run(run, evaluation.run)
    _report(evaluation, against, as_json)


def _indexed(beir: Path, data: Path | None) -> Path:
    """The data folder with the index of a corpus, built where it is missing or old."""
    settings = IndexSettings()
    folder = data or settings.cache / "beir" / beir.resolve().name
    with Bars() as bars:
        index_corpus(beir, folder, settings, bars)
    return folder


def _measure(judged: JudgedSet, data: Path, options: Options) -> Evaluation:
    names = {record for judgments in judged.qrels.values() for record in judgments}
    engine = Engine(open_searcher(data), names, options)
    return evaluate(engine.rank, judged, abstains=engine.abstains)


def _report(evaluation: Evaluation, against: Path | None, as_json: bool) -> None:
    comparison = compare(read_run(against), evaluation.run, evaluation.judged) if against else None
    if as_json:
        result = evaluation_dict(evaluation)
        print_json(result | {"comparison": comparison_dict(comparison)} if comparison else result)
        return
    console.print(evaluation_table(evaluation))
    if comparison:
        console.print(comparison_table(comparison))
