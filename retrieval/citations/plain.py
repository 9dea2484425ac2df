"""The one line that every hit shows."""

from __future__ import annotations

from retrieval.citations.base import Format
from retrieval.citations.reference import Reference


def entry(reference: Reference) -> str:
    """ILO, “Better Work Haiti”, evaluation 1907, 2017, lesson 195128. https://…"""
    return f"{reference.line}\n"


FORMAT = Format("text/plain", "txt", entry, between="")
