"""Model files as Hugging Face's libraries write them: where they are, what identifies them, how much they read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.errors import EncoderError


def from_hub(model: str, owner: str, hint: str) -> Path:
    """The folder of a model that the hub's cache holds, or that can be fetched. Raises EncoderError.

    `owner` publishes the names that come without one; `hint` says where the model was named and what else it may be.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    name = model if "/" in model else f"{owner}/{model}"
    try:
        return Path(
            snapshot_download(name, ignore_patterns=["*.bin", "*.h5", "*.ot", "*.msgpack", "onnx/*", "openvino/*"])
        )
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise EncoderError(
            f"The model {model!r} is neither a folder nor to be had from the model hub: {type(error).__name__}.",
            hint=hint,
        ) from error


def digest(files: Sequence[Path]) -> str:
    """SHA-256 of the files' contents one after the other; of one file, its own."""
    whole = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                whole.update(block)
    return whole.hexdigest()


def read_settings(file: Path) -> dict[str, Any]:
    """A JSON object; nothing where the model comes without this file. Raises OSError and ValueError."""
    found = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    if not isinstance(found, dict):
        raise ValueError(f"{file.name} is not a JSON object")  # noqa: TRY004  # a damaged file, not a wrong call
    return found


def window(folder: Path) -> int:
    """The model's own limit of word pieces: the lowest that its files name. Raises OSError and ValueError.

    Older releases of sentence-transformers save it in sentence_bert_config.json, newer ones with the tokenizer,
    where 10³⁰ stands for none.
    """
    limits = [
        read_settings(folder / file).get(name)
        for file, name in (
            ("sentence_bert_config.json", "max_seq_length"),
            ("tokenizer_config.json", "model_max_length"),
            ("config.json", "max_position_embeddings"),
        )
    ]
    if not any(limits):
        raise ValueError("no file says how many word pieces the model reads")
    return min(int(limit) for limit in limits if limit)
