"""`afterwise migrate`"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.settings import EngineSettings

Run = Callable[..., Any]


def test_an_index_is_copied_to_a_server_and_searched_there(
    process: Run,
    afterwise: Run,
    sample_data: Path,
    tmp_path: Path,
    engines: Callable[[str], EngineSettings],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = Path(shutil.copytree(sample_data, tmp_path / "data"))
    settings = engines("milvus-lite server")
    name = {"AFTERWISE_ENGINE_NAME": settings.engine_name}
    first = process("migrate", "--data", data, "--to", settings.engine, "--json", **name)
    assert (first.code, first.err) == (0, "")
    told = first.json
    assert told["written"] == told["passages"] > 100
    assert (told["engine"], told["alias"]) == (settings.engine, settings.engine_name)
    query = ("search", "what made exit strategies work", "--data", data, "--json")
    own = afterwise(*query).json
    monkeypatch.setenv("AFTERWISE_ENGINE_NAME", settings.engine_name)
    monkeypatch.setenv("AFTERWISE_ENGINE", settings.engine)
    assert afterwise("migrate", "--data", data, "--json").json["written"] == 0
    assert afterwise("migrate", "--data", data, "--rewrite", "--json").json["written"] == told["passages"]
    assert afterwise(*query).json == own


def test_wrong_use_is_said_and_nothing_is_done(afterwise: Run, sample_data: Path) -> None:
    none = afterwise("migrate", "--data", sample_data)
    assert (none.code, "--to" in none.err) == (2, True)
    wrong = afterwise("migrate", "--data", sample_data, "--to", "milvus.example")
    assert (wrong.code, "http://HOST:19530" in wrong.err) == (2, True)
