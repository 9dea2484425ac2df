"""Citations in the formats of notes and reference managers: one file each, registered by name.

A format turns the reference of one record into an entry; entries follow each other into a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from retrieval.citations import apa, bibtex, csl_json, plain, ris
from retrieval.citations.base import Format

FormatName = Literal["plain", "apa", "bibtex", "ris", "csl-json"]

FORMATS: Mapping[FormatName, Format] = {
    "plain": plain.FORMAT,
    "apa": apa.FORMAT,
    "bibtex": bibtex.FORMAT,
    "ris": ris.FORMAT,
    "csl-json": csl_json.FORMAT,
}
