"""The quick figures of expected.yaml come out of their commands; scripts/reproduce checks the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from reproduction.checking import Checker
from reproduction.commands import Places
from reproduction.expected import load

EXPECTED = load(Path(__file__).parents[2] / "eval_sets" / "expected.yaml")
QUICK = [name for name, figure in EXPECTED.figures.items() if figure.quick]


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    work = tmp_path_factory.mktemp("reproduced")
    return Checker(EXPECTED, Places(shared=work / "nothing", work=work))


@pytest.mark.parametrize("name", QUICK)
def test_a_quick_figure_is_as_expected(name: str, checker: Checker) -> None:
    assert [f"{one.path}: {one.value} {one.trouble}" for one in checker.check(name) if not one.ok] == []


def test_some_figures_are_quick() -> None:
    assert len(QUICK) >= 2
