"""The tables of what is found across languages, on the sample."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
NEEDS = {"s01": "lo que funcionó", "s02": "ce qui a marché"}


@pytest.fixture
def script(tmp_path: Path) -> ModuleType:
    """The script with translations of two needs of the sample."""
    spec = importlib.util.spec_from_file_location("cross_lingual", ROOT / "scripts" / "cross_lingual.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for language in ("es", "fr"):
        lines = [json.dumps({"_id": name, "text": text}) for name, text in NEEDS.items()]
        (tmp_path / f"{language}.jsonl").write_text("\n".join(lines))
    module.TRANSLATED = tmp_path  # type: ignore[attr-defined]
    return module


def test_every_language_is_measured_on_the_same_needs(
    script: ModuleType, sample_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script.main(["--data", str(sample_data), "--set", str(ROOT / "eval_sets" / "sample_queries")])
    printed = capsys.readouterr().out
    assert "2 needs against English records" in printed
    rows = [line.strip("| ").split(" | ") for line in printed.splitlines() if line.startswith(("| en", "| es", "| fr"))]
    needs, themes = rows[:3], rows[3:]
    assert [row[0] for row in needs] == ["en", "es", "fr"]
    assert all(0 <= float(value) <= 1 for row in needs for value in row[1:])
    assert needs[1] != needs[0]
    assert float(needs[0][-1]) > 0.5
    assert [row[0] for row in themes] == ["en", "es", "fr"]
    assert themes[1][1:] == ["0", "–", "–"]  # the sample has no theme with five Spanish records


def test_translations_are_of_needs_that_there_are(shared: Path) -> None:
    """The file for each language has the same needs of `ilo_dev`, each with a text of its own."""
    known = [json.loads(line)["_id"] for line in (shared / "eval/ilo_dev/queries.jsonl").read_text().splitlines()]
    texts = []
    for language in ("es", "fr"):
        lines = (ROOT / "eval_sets/cross_lingual" / f"{language}.jsonl").read_text("utf-8").splitlines()
        queries = {one["_id"]: one["text"] for one in map(json.loads, lines)}
        assert len(queries) == 19
        assert set(queries) < set(known)
        texts += queries.values()
    assert len(set(texts)) == 38
