"""`afterwise doctor`"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from service.doctor import CHECKS

Run = Callable[..., Any]


def test_good_health_is_exit_code_0(process: Run, sample_data: Path) -> None:
    done = process("doctor", "--data", sample_data, COLUMNS="200")
    assert (done.code, done.err) == (0, "")
    assert [line.split(":")[0] for line in done.out.splitlines()] == [f"ok   {check}" for check in CHECKS]


def test_json_lists_every_check(afterwise: Run, sample_data: Path) -> None:
    done = afterwise("doctor", "--data", sample_data, "--json")
    assert done.code == 0
    assert done.json["healthy"] is True
    assert [check["check"] for check in done.json["checks"]] == list(CHECKS)


def test_a_fault_is_exit_code_1_with_a_remedy(afterwise: Run, tmp_path: Path) -> None:
    done = afterwise("doctor", "--data", tmp_path)
    assert done.code == 1
    assert "FAIL generation: none is published." in done.out
    assert "→ Build one: afterwise index" in done.out
    assert afterwise("doctor", "--data", tmp_path, "--json").json["healthy"] is False
