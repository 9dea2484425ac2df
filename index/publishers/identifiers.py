"""Parts of identifiers, made from what the source states and from nothing else."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_FOREIGN = re.compile(r"[^A-Za-z0-9._~]+")


def id_part(value: str) -> str:
    """`value` with only the characters an identifier may have: accents off, all else a hyphen ("RAS/16" → "RAS-16").

    "" where nothing is left.
    """
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode()
    return _FOREIGN.sub("-", plain).strip("-")


def text_digest(text: str) -> str:
    """12 hexadecimal digits of the SHA-256 of `text` without regard to case and spacing.

    Names a record whose source gives it no number: 48 bits keep a million records apart with odds of 500 to 1.
    """
    normalised = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.sha256(normalised.encode()).hexdigest()[:12]
