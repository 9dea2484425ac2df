"""Judged sets that nobody has to judge: queries that name one thing, and the records that are it.

    python scripts/known_items.py titles --data DIR OUT            every lesson's title → that lesson
    python scripts/known_items.py symbols --data DIR OUT --draw 50 --always RAS/16/13/EUR
                                                                   project symbols → the records of that project

OUT is then a set for `afterwise evaluate --data DIR --set OUT`. The same index and seed give the same set.
"""

from __future__ import annotations

import json
import random
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from index.errors import AfterwiseError
from index.model import Kind
from index.opened import open_generation
from index.store import Store
from retrieval.evaluation.qrels import HEADER

Judged = list[tuple[str, Sequence[str]]]
"""Queries with the identifiers of the records that answer each."""


def titles(store: Store, kind: Kind) -> Judged:
    """The title of every record of a kind, as published, with that record: never another one of the same title.

    Records without any text are among them: whoever knows the title expects to find them too. Raises SystemExit where
    there are none.
    """
    records = filter(None, map(store.record, store.ids()))
    judged: Judged = [(record.title, [record.id]) for record in records if record.kind == kind and record.title]
    if not judged:
        raise SystemExit(f"No {kind} of the index has a title.")
    return judged


def symbols(store: Store, draw: int, always: list[str], seed: int) -> Judged:
    """The symbols of `always` and `draw` others at random, each with all records that are filed under it.

    Raises SystemExit where the index lacks one of `always`, or has too few.
    """
    filed: dict[str, list[str]] = {}
    for record in filter(None, map(store.record, sorted(set(store.heads())))):
        document = store.document(record.document_id)
        inherited = document.facets.symbols if document else ()
        for symbol in record.facets.symbols or inherited:
            filed.setdefault(symbol, []).append(record.id)
    others = sorted(filed.keys() - set(always))
    if missing := [symbol for symbol in always if symbol not in filed]:
        raise SystemExit(f"No record of the index is filed under {', '.join(missing)}.")
    if len(others) < draw:
        raise SystemExit(f"The index has {len(others)} other project symbols; {draw} cannot be drawn.")
    return [(symbol, filed[symbol]) for symbol in (*always, *random.Random(seed).sample(others, draw))]


def write_set(folder: Path, judged: Judged) -> None:
    """Write queries.jsonl and qrels.tsv; queries are numbered in their order."""
    folder.mkdir(parents=True, exist_ok=True)
    numbered = list(enumerate(judged, start=1))
    queries = [json.dumps({"_id": f"k{n}", "text": text}, ensure_ascii=False) for n, (text, _) in numbered]
    qrels = [f"k{n}\t{record}\t1" for n, (_, records) in numbered for record in records]
    (folder / "queries.jsonl").write_text("\n".join(queries) + "\n", encoding="utf-8")
    (folder / "qrels.tsv").write_text("\n".join(["\t".join(HEADER), *qrels]) + "\n", encoding="utf-8")


def main() -> None:
    """Write the set that the command line asks for."""
    chosen = _arguments()
    try:
        store = open_generation(chosen.data).store
    except AfterwiseError as error:
        sys.exit(f"{error.message} {error.hint}")
    if chosen.what == "titles":
        judged = titles(store, chosen.kind)
    else:
        judged = symbols(store, chosen.draw, chosen.always, chosen.seed)
    write_set(chosen.out, judged)
    print(f"{len(judged)} queries in {chosen.out}")


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="scripts/known_items.py", description="Make a judged set of known items.")
    verbs = parser.add_subparsers(dest="what", required=True)
    for name, told in (("titles", "title → its own record"), ("symbols", "project symbol → the project's records")):
        verb = verbs.add_parser(name, help=told)
        verb.add_argument("--data", type=Path, required=True, help="the data folder with the index")
        verb.add_argument("out", type=Path, help="folder for the set")
    verbs.choices["titles"].add_argument("--kind", type=Kind, default=Kind.LESSON, help="kind of record")
    verbs.choices["symbols"].add_argument("--draw", type=int, default=50, help="symbols drawn at random")
    verbs.choices["symbols"].add_argument(
        "--always", action="append", default=[], help="a symbol asked for in any case"
    )
    verbs.choices["symbols"].add_argument("--seed", type=int, default=1, help="of the draw")
    return parser.parse_args()


if __name__ == "__main__":
    main()
