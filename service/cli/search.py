"""`afterwise search QUERY --data DIR`"""

from __future__ import annotations

from typing import Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from retrieval.answer import Answer, Explanation, Hit, Scores
from retrieval.filters import parse_filters
from retrieval.request import SearchRequest, SortName
from retrieval.settings import FusionName, RerankName
from retrieval.stopwatch import Stopwatch
from service.cli.options import DEFAULT_DATA, AsGroup, AsJson, AsPublic, Data, chosen_audience
from service.cli.output import console, messages, print_json
from service.runtime import open_searcher
from service.views import Views


def command(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="A question or keywords; quoted phrases match exactly.")
    ],
    data: Data = DEFAULT_DATA,
    filters: Annotated[
        list[str] | None,
        typer.Option("--filter", metavar="FIELD=VALUE", help="Narrow the search, e.g. kind=lesson, year=2015-2019."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Hits to show.")] = 10,
    offset: Annotated[int, typer.Option(min=0, max=10_000, help="Hits to skip.")] = 0,
    sort: Annotated[SortName, typer.Option(help="The best first, or the newest year first.")] = "relevance",
    fusion: Annotated[FusionName | None, typer.Option(help="How the two legs become one order.")] = None,
    rerank: Annotated[RerankName | None, typer.Option(help="Read the head of the order again.")] = None,
    rerank_head: Annotated[int | None, typer.Option(min=10, max=50, help="Hits to read again.")] = None,
    per_evaluation: Annotated[int | None, typer.Option(min=0, max=100, help="Most hits of one evaluation.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show what each leg gave.")] = False,
    timings: Annotated[bool, typer.Option("--timings", help="Show how long each stage took.")] = False,
    as_group: AsGroup = None,
    public: AsPublic = False,
    as_json: AsJson = False,
) -> None:
    """Search the index and print cited passages."""
    request = SearchRequest(
        query=query,
        filters=parse_filters(filters or []),
        limit=limit,
        offset=offset,
        sort=sort,
        fusion=fusion,
        rerank=rerank,
        rerank_head=rerank_head,
        per_evaluation=per_evaluation,
        explain=explain,
    )
    watch = Stopwatch()
    searcher = Views(open_searcher(data), most=1).of(chosen_audience(as_group, public))
    answer = searcher.search(request, watch)
    if as_json:
        print_json(answer)
    else:
        _print(answer)
    if timings:
        messages.print(" · ".join(f"{stage} {ms:.1f} ms" for stage, ms in watch.stages.items()))


def _print(answer: Answer) -> None:
    if answer.message:
        console.print(answer.message)
        return
    if answer.did_you_mean:
        console.print(f"Did you mean “{answer.did_you_mean}”?")
    more = "" if answer.total_is_exact else "at least "
    late = " (the cross-encoder ran out of time)" if answer.reranked == "timeout" else ""
    console.print(f"{more}{answer.total:,} {'record matches' if answer.total == 1 else 'records match'}{late}\n")
    for hit in answer.hits:
        _print_hit(hit)


def _print_hit(hit: Hit) -> None:
    kind = hit.kind.value.replace("_", " ").upper()
    facts = [str(hit.year or ""), ", ".join(hit.facets.countries[:3]), hit.status or ""]
    console.print(Text.assemble((f"{hit.rank}. {kind}", "bold"), "  ", " · ".join(filter(None, facts))))
    text = Text(hit.text)
    for span in hit.highlights:
        text.stylize("bold yellow", span.start, span.end)
    console.print(Padding(text, (0, 0, 0, 3)))
    for one in hit.linked:
        told = "; ".join(part.text for part in one.texts) or "no text"
        status = " / ".join(filter(None, [one.status, one.progress]))
        line = f"{one.kind.value.replace('_', ' ')}{f' ({status})' if status else ''}: {told}"
        console.print(Padding(Text(line, style="dim"), (0, 0, 0, 5)))
    console.print(Padding(Text(hit.citation, style="italic"), (0, 0, 0, 3)), soft_wrap=False)
    _print_others(hit)
    if hit.explanation:
        _print_explanation(hit.explanation, hit.scores)
    console.print(Text(f"   {hit.record_id}\n", style="dim"))


def _print_others(hit: Hit) -> None:
    """Who else says the same; what they say, where it is not the same word for word."""
    if not hit.also:
        return
    told = hit.corroboration
    evaluations = f"{told.evaluations} evaluation{'s' if told.evaluations > 1 else ''}"
    countries = f" in {len(told.countries)} countries" if len(told.countries) > 1 else ""
    console.print(Padding(Text(f"Said by {evaluations}{countries}, in {told.records} records"), (0, 0, 0, 3)))
    for other in hit.also:
        nearly = "" if other.exact else ", in nearly the same words"
        console.print(Padding(Text(f"Also{nearly}: {other.citation}", style="italic"), (0, 0, 0, 3)))
        if other.text:
            console.print(Padding(Text(other.text, style="dim"), (0, 0, 0, 5)))


def _print_explanation(e: Explanation, s: Scores) -> None:
    """What each leg gave, and where others may tell of the opposite."""
    terms = ", ".join(f"{term} {score:.2f}" for term, score in e.term_scores.items())
    line = (
        f"score {s.fused:.4f} = BM25 {s.bm25:.2f} (place {e.bm25_place}) → {e.bm25_share:.4f} + "
        f"cosine {s.cosine:.3f} (place {e.cosine_place}) → {e.cosine_share:.4f} + "
        f"neighbours {e.neighbours_share:.4f}; evidence {s.evidence:.2f}; {terms}"
    )
    line += "" if e.polarity_weight == 1 else f"; weighted {e.polarity_weight:.3f} for its polarity"
    line += "" if e.rerank_score is None else f"; cross-encoder {e.rerank_score:.4f}"
    console.print(Padding(Text(line, style="cyan"), (0, 0, 0, 3)))
    for other in e.opposed:
        line = f"may tell of the opposite (cosine {other.cosine:.2f}): {other.text} {other.citation}"
        console.print(Padding(Text(line, style="cyan"), (0, 0, 0, 5)))
