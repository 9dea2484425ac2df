from __future__ import annotations

import importlib.util
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from index.model import Anchor, Kind, Part, Record

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "eval_sets" / "gold"


@pytest.fixture(scope="module")
def scorer() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("score_extraction", ROOT / "scripts" / "score_extraction.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def record(name: str, text: str, page: int, kind: Kind = Kind.FINDING) -> Record:
    part = Part(name="text", text=text, anchor=Anchor(page=page, start=0, end=len(text)))
    return Record(id=f"a:b:{name}", local_id=name, document_id="a:b", kind=kind, parts=(part,))


def test_each_record_finds_one_statement_and_wrong_pages_count(scorer: ModuleType) -> None:
    gold = [
        scorer.Statement(Kind.FINDING, 3, "The lamps are"),
        scorer.Statement(Kind.FINDING, 4, "The lamps are"),
        scorer.Statement(Kind.FINDING, 5, "Nobody asked"),
    ]
    records = [
        record("finding-1", "The lamps are bright.", 3),
        record("finding-2", "The lamps are old.", 9),
        record("finding-3", "Something else.", 5),
        record("text-0", "Nobody asked them.", 5, Kind.OTHER),
    ]
    scores = defaultdict(scorer.Score)
    scorer.score_document(gold, records, scores)
    score = scores[Kind.FINDING]
    assert (score.gold, score.given, score.found, score.pages) == (3, 3, 2, 1)
    assert score.f1 == pytest.approx(2 / 3)
    assert scorer.right_pages(scores) == pytest.approx(1 / 2)
    assert not scorer.meets_targets(scores)


def test_gold_files_are_well_formed(scorer: ModuleType) -> None:
    files = sorted(GOLD.glob("*.jsonl"))
    assert len(files) >= 4
    for path in files:
        for line in path.read_text("utf-8").splitlines():
            statement = scorer.Statement.from_json(line)
            assert statement.page >= 1
            assert len(statement.starts.split()) <= 6
            assert set(json.loads(line)) <= {"kind", "number", "page", "starts", "also"}


def test_the_reports_are_read_as_well_as_promised(scorer: ModuleType, shared: Path) -> None:
    scores = scorer.score_folder(GOLD, shared / "data" / "reports")
    assert scorer.meets_targets(scores)
