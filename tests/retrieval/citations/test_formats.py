"""Every format, letter by letter."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import get_args

import pytest

from index.model import Anchor
from retrieval.citations import FORMATS, FormatName
from retrieval.citations.reference import Reference

Cite = Callable[..., Reference]

PDF = "https://example.org/reports/1907.pdf#page=4"
EXPECTED: dict[FormatName, str] = {
    "plain": f"ILO, “Better Work Haiti”, evaluation 1907, 2017, lesson 195128, p. 4. {PDF}\n",
    "apa": "International Labour Organization. (2017). Better Work Haiti "
    f"(Evaluation No. 1907, lesson 195128, p. 4). {PDF}\n",
    "bibtex": f"""@techreport{{ilo:lesson:195128,
  author = {{{{International Labour Organization}}}},
  title = {{{{Better Work Haiti}}}},
  institution = {{{{International Labour Organization}}}},
  type = {{Project evaluation}},
  number = {{1907}},
  year = {{2017}},
  note = {{Lesson 195128, p. 4}},
  url = {{{PDF}}},
  language = {{en}},
}}
""",
    "ris": "TY  - RPRT\r\nID  - ilo:lesson:195128\r\nAU  - International Labour Organization\r\n"
    "TI  - Better Work Haiti\r\nPY  - 2017\r\nPB  - International Labour Organization\r\nSN  - 1907\r\n"
    f"M3  - Project evaluation\r\nN1  - Lesson 195128, p. 4\r\nLA  - en\r\nUR  - {PDF}\r\nER  - \r\n",
    "csl-json": '[\n{"id": "ilo:lesson:195128", "type": "report", "title": "Better Work Haiti", '
    '"author": [{"literal": "International Labour Organization"}], "publisher": "International Labour Organization", '
    '"genre": "Project evaluation", "number": "1907", "issued": {"date-parts": [[2017]]}, '
    f'"note": "Lesson 195128, p. 4", "language": "en", "URL": "{PDF}"}}\n]\n',
}


def test_every_format_has_a_name_and_an_example_here() -> None:
    assert set(get_args(FormatName)) == set(FORMATS) == set(EXPECTED)


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_is_cited_with_institution_number_place_and_page(name: FormatName, cite: Cite) -> None:
    assert "".join(FORMATS[name].write([cite()])) == EXPECTED[name]


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_without_a_date_gets_none(name: FormatName, cite: Cite) -> None:
    text = FORMATS[name].entry(cite(year=None, number=None, url=None, evaluation_type=None))
    assert not {"20", "19"} & {text.replace("195128", "")[at : at + 2] for at in range(len(text))}
    if name in {"apa", "bibtex"}:
        assert "n.d." in text


def test_the_year_of_a_record_or_a_date_stands_in_for_that_of_a_document(cite: Cite) -> None:
    assert cite(year=None, record={"year": 2018}).year == 2018
    assert cite(year=None, published="2016-03-01").year == 2016
    assert cite(record={"year": 2019}).year == 2017


def test_apa_without_an_institution_begins_with_the_title(cite: Cite) -> None:
    text = FORMATS["apa"].entry(cite(publisher="other", number=None, url=None, title="Who knew?"))
    assert text == "Who knew? (lesson 195128, p. 4). (2017).\n"


def test_apa_ends_a_title_with_one_mark_only(cite: Cite) -> None:
    bare = {"number": None, "url": None, "anchor": Anchor(), "record": {"kind": "other"}}
    assert FORMATS["apa"].entry(cite(title="Who knew?", **bare)).endswith("(2017). Who knew?\n")
    assert FORMATS["apa"].entry(cite(title="We knew", **bare)).endswith("(2017). We knew.\n")


def test_an_unknown_publisher_is_named_by_its_code(cite: Cite) -> None:
    assert cite(publisher="acme").author == "ACME"
    assert cite(publisher="other").author is None


def test_ris_keeps_an_institution_with_commas_in_one_piece(cite: Cite) -> None:
    lines = FORMATS["ris"].entry(cite(publisher="unesco")).splitlines()
    assert "AU  - United Nations Educational Scientific and Cultural Organization" in lines
    assert "PB  - United Nations Educational, Scientific and Cultural Organization" in lines


def test_files_of_several_references(cite: Cite) -> None:
    both = [cite(), cite(record={"id": "ilo:lesson:2"})]
    assert [one["id"] for one in json.loads("".join(FORMATS["csl-json"].write(both)))] == [one.id for one in both]
    assert json.loads("".join(FORMATS["csl-json"].write([]))) == []
    assert "".join(FORMATS["bibtex"].write([])) == ""
    assert "".join(FORMATS["plain"].write(both)) == EXPECTED["plain"] * 2
    assert "".join(FORMATS["ris"].write([both[0]] * 2)) == EXPECTED["ris"] + "\r\n" + EXPECTED["ris"]
    assert "".join(FORMATS["bibtex"].write([both[0]] * 2)) == EXPECTED["bibtex"] + "\n" + EXPECTED["bibtex"]
