"""Placeholders are missing values; short true texts are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.publishers.placeholders import is_mashed, is_placeholder, name_of, names_of, text_of
from index.readers import csv_reader

NO_VALUE = ["-", "--", "—", ".", "…", "***", "", " ", "N/A", "n/a", "N/a", "NA", "n.a.", "None", "none", "unknown"]
NO_VALUE += ["Not applicable.", "- Not specified", "sans objet", "No aplica", "NO_DC_SYMBOL_80", "#N/A", "TBD"]
MASHED = ["wsdfqsf", "dfgsfd", "fgsdg", "fqdsg", "dsfqds", "bgsfdgs", "df", "sedge", "asdf", "qwerty", "xxx"]
TRUE_TEXTS = [
    "GEDI",
    "Done",
    "Noted",
    "pas engagée",
    "Agreed",
    "agreed",
    "None needed",
    "No action planned",
    "SME",
    "kg",
]
TRUE_TEXTS += ["By July 2024", "01/03/2024", "100% agree on this", "COOP", "DDG", "cv", "staff", "III", "iii", "2"]


@pytest.mark.parametrize("value", NO_VALUE + MASHED)
def test_no_value(value: str) -> None:
    assert text_of(value) == ""


@pytest.mark.parametrize("value", TRUE_TEXTS)
def test_short_true_texts_stay(value: str) -> None:
    assert text_of(value) == value


def test_names_are_cut_trimmed_and_need_a_letter() -> None:
    assert names_of("Skills; - ;0; Green  jobs ") == ("Skills", "Green jobs")
    assert names_of("Kosovo, UN Protectorate", None) == ("Kosovo, UN Protectorate",)
    assert name_of("98344") == ""


def test_what_is_dropped_from_real_tables_is_known(shared: Path) -> None:
    dropped = set()
    for path in sorted((shared / "data").glob("*/*.csv")):
        for _, row in csv_reader.read(path).rows():
            dropped |= {value for value in row.values.values() if is_placeholder(value) or is_mashed(value)}
    words = {value for value in dropped if any(map(str.isalpha, value)) and not value.startswith("NO_DC_SYMBOL_")}
    assert words == {
        *("N/A", "N/a", "n/a", "NA", "None", "none", "unknown", "not applicable", "Not applicable.", "- Not specified"),
        *("wsdfqsf", "dfgsfd", "fgsdg", "fqdsg", "dsfqds", "bgsfdgs", "df", "sedge"),
    }
