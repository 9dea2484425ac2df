"""Identifiers hold only what an identifier may hold, and depend only on what the source states."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from index.model import Identifier
from index.publishers.identifiers import id_part, text_digest


@pytest.mark.parametrize(
    ("value", "part"),
    [("156630", "156630"), ("RAS/16/13/EUR", "RAS-16-13-EUR"), ("Éval. n° 3", "Eval.-n-3"), ("—", ""), ("报告", "")],
)
def test_parts(value: str, part: str) -> None:
    assert id_part(value) == part


@given(st.text())
def test_every_part_makes_a_valid_identifier(value: str) -> None:
    if part := id_part(value):
        TypeAdapter(Identifier).validate_python(f"office:lesson:{part}")


def test_digest_ignores_case_and_spacing_only() -> None:
    assert text_digest("Plan the  exit\nearly.") == text_digest("plan the exit early.")
    assert text_digest("Plan the exit early.") != text_digest("Plan the exit early!")
    assert text_digest("Plan the exit early.") == "2e33c846d8c8"
