from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SettingsError
from retrieval.errors import EvaluationError
from retrieval.evaluation.against import other_settings, run_file
from retrieval.settings import SearchSettings


def test_named_settings_change_and_the_others_stay() -> None:
    assert other_settings("dense_weight=0, FUSION=rrf") == SearchSettings(dense_weight=0.0, fusion="rrf")


@pytest.mark.parametrize("path", ["before.trec", "runs", "/somewhere/else"])
def test_anything_else_is_the_path_of_a_run(path: str) -> None:
    assert other_settings(path) is None


def test_a_file_that_exists_is_a_run_whatever_its_name(tmp_path: Path) -> None:
    run = tmp_path / "depth=200"
    run.write_text("")
    assert other_settings(str(run)) is None


@pytest.mark.parametrize("text", ["fuson=rrf", "fusion=magic", "dense_weight=2"])
def test_settings_and_values_that_there_are_not_are_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        other_settings(text)


@pytest.mark.parametrize("text", ["=", "fusion=", "=rrf", "fusion=rrf,", "fusion=rrf,depth"])
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(EvaluationError, match="not of the form setting=value"):
        other_settings(text)


def test_several_sets_have_a_run_file_each(tmp_path: Path) -> None:
    assert run_file(tmp_path, "cacm", several=True) == tmp_path / "cacm.trec"
    assert run_file(tmp_path / "one.trec", "cacm", several=False) == tmp_path / "one.trec"
