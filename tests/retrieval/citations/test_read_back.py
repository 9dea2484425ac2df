"""What libraries for each format read from ours is what went in, whatever the titles hold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import bibtexparser
import rispy
from hypothesis import given
from hypothesis import strategies as st

from index.model import Anchor, Document, Kind, Record
from retrieval.citations import FORMATS
from retrieval.citations.bibtex import key
from retrieval.citations.reference import Reference, one_line, reference

Cite = Callable[..., Reference]

EVIL = [
    "<script>alert(1)</script>",
    "}\n@comment{x}",
    "{{{unbalanced",
    "ER  - \r\nTY  - JOUR",
    "ER  - ",
    "Ends with a backslash \\",
    "100 % of {half & half} costs $5 _ #1 ^2 ~3",
    "=HYPERLINK('https://example.org')",
    "this and that",
    "👩🏽‍🌾" * 10_000,
    "مشروع البحيرة",
    "turned \u202e round",
]
TEXT = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="\\{}$&#%_^~\"'@,=/ \r\n\t\u2028\u202e\u2066\x00\x1aA", max_size=60),
    st.sampled_from(EVIL),
)
COMMANDS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{character}": character for character in "#$%&_"},
}
COMMAND = re.compile("|".join(map(re.escape, COMMANDS)))


def shown(field: str) -> str:
    """What LaTeX prints of a field: commands as characters, protecting braces gone."""
    inner = field[1:-1] if field.startswith("{") else field
    rest = COMMAND.sub("", inner)
    assert not set(rest) & set("\\{}#$%&_^~"), "a character that LaTeX does not print"
    return COMMAND.sub(lambda match: COMMANDS[match[0]], inner)


@given(title=TEXT, number=TEXT, genre=TEXT)
def test_bibtex(cite: Cite, title: str, number: str, genre: str) -> None:
    reference = cite(title=title, number=number, evaluation_type=genre)
    parser = bibtexparser.bparser.BibTexParser(ignore_nonstandard_types=False)
    library = bibtexparser.loads(FORMATS["bibtex"].entry(reference), parser)
    assert (library.comments, library.preambles, len(library.entries)) == ([], [], 1)
    (entry,) = library.entries
    assert (entry["ENTRYTYPE"], entry["ID"]) == ("techreport", "ilo:lesson:195128")
    assert shown(entry["title"]) == reference.title
    assert shown(entry["author"]) == "International Labour Organization"
    assert shown(entry.get("number", "")) == (reference.number or "")
    assert shown(entry["type"]) == (reference.genre or "Report")
    assert entry["url"] == reference.url


@given(title=TEXT, number=TEXT, heading=TEXT)
def test_ris(cite: Cite, title: str, number: str, heading: str) -> None:
    record = {"heading_path": [heading]}
    reference = cite(title=title, number=number, record=record, anchor=Anchor(paragraph="7"))
    text = FORMATS["ris"].entry(reference)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in text.removesuffix("\r\n").split("\r\n"))
    (entry,) = rispy.loads(text)
    assert entry["type_of_reference"] == "RPRT"
    assert entry["title"].strip() == reference.title
    assert entry["authors"] == ["International Labour Organization"]
    assert entry.get("issn", "") == (reference.number or "")
    assert entry["notes"][0].casefold() == reference.place.casefold()


def hostile(value: str, url: str) -> Reference:
    """A reference to a record that holds the same text wherever it holds one, also where no model would take it."""
    document = Document.model_construct(
        id="own:evaluation:1", publisher=value, title=value, number=value, url=url, year=2020, published=None,
        evaluation_type=value, language=value,
    )  # fmt: skip
    record = Record(id="own:lesson:1", local_id=value, document_id=document.id, kind=Kind.LESSON, heading_path=(value,))
    return reference(record, document, Anchor(paragraph=value))


@given(value=TEXT, path=TEXT)
def test_a_record_is_one_entry_whatever_its_fields_hold(value: str, path: str) -> None:
    """What stands in one field begins no other field and no other entry, in any reference manager."""
    given = hostile(value, f"https://example.org/{path}")
    parser = bibtexparser.bparser.BibTexParser(ignore_nonstandard_types=False)
    library = bibtexparser.loads(FORMATS["bibtex"].entry(given), parser)
    assert (library.comments, library.preambles) == ([], [])
    assert len(library.strings) == 12  # the months that the parser brings along
    (entry,) = library.entries
    fields = {"author", "title", "institution", "type", "number", "year", "note", "url", "language"}
    assert entry.keys() <= fields | {"ENTRYTYPE", "ID"}
    text = FORMATS["ris"].entry(given)
    tags = [line[:6] for line in text.removesuffix("\r\n").split("\r\n")]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - ", tag) for tag in tags)
    assert len(tags) == len(text.splitlines())
    assert (tags[0], tags[-1], tags.count("TY  - "), tags.count("ER  - ")) == ("TY  - ", "ER  - ", 1, 1)
    assert len(rispy.loads(text)) == 1
    (item,) = json.loads("".join(FORMATS["csl-json"].write([given])))
    assert item["id"] == "own:lesson:1"


@given(title=TEXT, number=TEXT)
def test_csl_json(cite: Cite, title: str, number: str) -> None:
    reference = cite(title=title, number=number)
    (item,) = json.loads("".join(FORMATS["csl-json"].write([reference])))
    assert item["title"] == reference.title
    assert item.get("number") == reference.number
    assert item["type"] == "report"


@given(title=TEXT)
def test_plain_and_apa_are_one_line_with_the_whole_title(cite: Cite, title: str) -> None:
    reference = cite(title=title)
    for name in ("plain", "apa"):
        text = FORMATS[name].entry(reference)
        assert text.endswith("\n")
        assert len(text.splitlines()) == 1
        assert name == "plain" or reference.title in text


@given(TEXT)
def test_a_value_keeps_every_letter_and_no_control_character(text: str) -> None:
    line = one_line(text)
    assert line == one_line(line) == " ".join(line.split())
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", line)
    assert [c for c in line if c.isalnum()] == [c for c in text if c.isalnum()]


@given(st.from_regex(r"[a-z0-9][A-Za-z0-9._~-]{0,9}(:[A-Za-z0-9._~-]{1,9}){1,3}", fullmatch=True))
def test_a_citation_key_is_one_word_that_no_other_record_has(identifier: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9.:_+-]+", key(identifier))
    assert key(identifier).replace("+", "~") == identifier
