"""The files in static/ under an address that changes with their content, so that browsers may keep them for good."""

from __future__ import annotations

import hashlib
from importlib.resources import files

from fastapi import APIRouter, Response

from retrieval.errors import NotFound

router = APIRouter(include_in_schema=False)

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_FILES = {
    file.name: file.read_bytes()
    for file in sorted(files("service.pages").joinpath("static").iterdir(), key=lambda file: file.name)
    if file.name.rpartition(".")[2] in _TYPES
}
# One version for all of them: a module finds the others beside itself.
_VERSION = hashlib.sha256(b"\0".join(name.encode() + b"\0" + body for name, body in _FILES.items())).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a file in static/. Raises KeyError where there is none."""
    if name not in _FILES:
        raise KeyError(name)
    return f"/static/{_VERSION}/{name}"


@router.get("/static/{version}/{name}")
def static(version: str, name: str) -> Response:
    """The file; a page of another version of the service gets today's, and asks again next time."""
    if name not in _FILES:
        raise NotFound(f"There is no file {name}.", hint="Load the page again.")
    kept = "public, max-age=31536000, immutable" if version == _VERSION else "no-cache"
    kind = _TYPES[name.rpartition(".")[2]]
    return Response(_FILES[name], media_type=f"{kind}; charset=utf-8", headers={"Cache-Control": kept})
