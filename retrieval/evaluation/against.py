"""What a run is compared with: an earlier run from a file, or the same engine with other settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from retrieval.errors import EvaluationError
from retrieval.settings import SearchSettings


def other_settings(text: str) -> SearchSettings | None:
    """`dense_weight=0,fusion=rrf` → the settings with these changed; None where the text is the path of a run.

    Raises SettingsError for a setting or a value that there is not, EvaluationError for one without a name.
    """
    if "=" not in text or Path(text).exists():
        return None
    changed: dict[str, Any] = {}
    for one in text.split(","):
        name, equals, value = (part.strip() for part in one.partition("="))
        if not (name and equals and value):
            raise EvaluationError(
                f"{one!r} in {text!r} is not of the form setting=value.",
                hint="Write e.g. --against dense_weight=0 or --against fusion=rrf,depth=200.",
            )
        changed[name.lower()] = value
    return SearchSettings(**changed)


def run_file(path: Path, name: str, several: bool) -> Path:
    """The run file of one set: `path` itself, or `NAME.trec` in that folder where several sets are measured."""
    return path / f"{name}.trec" if several else path
