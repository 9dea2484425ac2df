"""widget.js as it stands in the repository: nothing is built, so a hash of the file is a hash of what is served."""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Script:
    """The widget's module: its bytes, the same compressed, and hashes of the former."""

    body: bytes
    compressed: bytes
    integrity: str  # for the attribute of that name: https://www.w3.org/TR/sri-2/

    @property
    def etag(self) -> str:
        """Changes with the content; the same for both forms, hence weak (RFC 9110, section 8.8.1)."""
        return f'W/"{self.integrity.removeprefix("sha384-")[:22]}"'


def _read() -> Script:
    body = files("service.widget").joinpath("widget.js").read_bytes()
    digest = base64.b64encode(hashlib.sha384(body).digest()).decode()
    return Script(body, gzip.compress(body, compresslevel=9, mtime=0), f"sha384-{digest}")


SCRIPT = _read()
