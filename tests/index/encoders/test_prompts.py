"""Prefixes of models whose files do not name them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from index.encoders.load import load_encoder
from index.encoders.models import locate
from index.encoders.prompts import usual_prompts

E5 = ("query: ", "passage: ")


@pytest.mark.parametrize(
    "name",
    [
        "intfloat/multilingual-e5-small",
        "multilingual-e5-base",
        "intfloat/e5-small-v2",
        "e5-large",
        "Multilingual-E5-Large",
    ],
)
def test_the_e5_family_wants_query_and_passage(name: str) -> None:
    assert usual_prompts(name) == E5


@pytest.mark.parametrize(
    "name", ["all-MiniLM-L6-v2", "intfloat/e5-mistral-7b-instruct", "fine-tuned-e5-small-copy", ""]
)
def test_other_models_want_nothing(name: str) -> None:
    assert usual_prompts(name) == ("", "")


def test_a_saved_e5_without_prompts_gets_them_and_its_vectors_depend_on_them(
    tiny_model: Path, tmp_path: Path, tiny_cache: Path
) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "multilingual-e5-small"))
    configuration = folder / "config_sentence_transformers.json"
    configuration.write_text(json.dumps(json.loads(configuration.read_text()) | {"prompts": {}}))
    files = locate(str(folder))
    assert (files.query_prefix, files.passage_prefix) == E5
    identity = load_encoder(str(folder), "onnx", "fp32", tiny_cache, threads=1).identity
    assert (identity.query_prefix, identity.passage_prefix) == E5
    assert identity.key != identity._replace(query_prefix="").key


def test_prompts_that_the_files_name_go_before_those_of_the_family(tiny_model: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "multilingual-e5-small"))
    files = locate(str(folder))
    assert (files.query_prefix, files.passage_prefix) == ("ask: ", "read: ")
