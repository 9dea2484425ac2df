"""DOCX: styles, numbers that Word only counts, tables, notes, text boxes, tracked changes."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from index.errors import SourceError
from index.readers import docx as docx_reader
from index.readers.blocks import ReadDocument, Role

PROSE = "Most pumps were kept in working order by caretakers whom the users of the pumps paid."
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _parse(document: Document) -> ReadDocument:
    out = io.BytesIO()
    document.save(out)
    return docx_reader.parse(out.getvalue(), "report.docx")


def _number(document: Document, level: int, numbering: str, pattern: str) -> None:
    """Make the last paragraph one of list 77, whose levels are "1.", "1.1", "(a)"."""
    properties = document.paragraphs[-1]._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {_W}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'))
    root = document.part.numbering_part.element
    if root.find("w:num[@w:numId='77']", root.nsmap) is None:
        root.append(parse_xml(f'<w:num {_W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
        root.insert(0, parse_xml(f'<w:abstractNum {_W} w:abstractNumId="77"/>'))
    abstract = root.find("w:abstractNum[@w:abstractNumId='77']", root.nsmap)
    if abstract.find(f"w:lvl[@w:ilvl='{level}']", root.nsmap) is None:
        abstract.append(
            parse_xml(
                f'<w:lvl {_W} w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{numbering}"/>'
                f'<w:lvlText w:val="{pattern}"/></w:lvl>'
            )
        )


def test_headings_by_style_and_their_paths() -> None:
    document = docx.Document()
    document.add_heading("A review of wells", 0)
    document.add_heading("Findings", 1)
    document.add_heading("Relevance", 2)
    document.add_paragraph(PROSE)
    document.add_heading("Recommendations", 1)
    document.add_paragraph(PROSE)
    read = _parse(document)
    assert read.title == "A review of wells"
    assert [b.heading_path for b in read.blocks if b.role is Role.PARAGRAPH] == [
        ("Findings", "Relevance"),
        ("Recommendations",),
    ]


def test_bold_lines_are_headings_where_no_styles_were_used() -> None:
    document = docx.Document()
    for heading in ("What we learned", "What we recommend", "Who was asked"):
        document.add_paragraph().add_run(heading).bold = True
        document.add_paragraph(PROSE)
    read = _parse(document)
    assert [b.text for b in read.blocks if b.role is Role.HEADING] == [
        "What we learned",
        "What we recommend",
        "Who was asked",
    ]


def test_numbers_are_counted_as_word_prints_them() -> None:
    document = docx.Document()
    for text, level, numbering, pattern in [
        ("The first paragraph.", 0, "decimal", "%1."),
        ("The second paragraph.", 0, "decimal", "%1."),
        ("Below the second.", 1, "decimal", "%1.%2"),
        ("An item,", 2, "lowerLetter", "(%3)"),
        ("and another one.", 2, "lowerLetter", "(%3)"),
        ("The third paragraph.", 0, "decimal", "%1."),
        ("Below the third.", 1, "decimal", "%1.%2"),
    ]:
        document.add_paragraph(text)
        _number(document, level, numbering, pattern)
    blocks = _parse(document).blocks
    assert [b.paragraph for b in blocks] == ["1", "2", "2.1", None, None, "3", "3.1"]
    assert [b.text for b in blocks][2:5] == ["2.1 Below the second.", "(a) An item,", "(b) and another one."]
    assert [b.role for b in blocks][3:5] == [Role.LIST_ITEM] * 2


def test_tables_are_whole_and_cells_keep_their_columns() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for cell, text in zip(table.rows[1].cells, ("Train all", "", "June 2025"), strict=True):
        cell.text = text
    table.rows[0].cells[0].merge(table.rows[0].cells[1]).text = "Action and unit"
    table.rows[0].cells[2].text = "Due"
    spanning = table.rows[2].cells[0].merge(table.rows[2].cells[2])
    spanning.text = f"Recommendation 2. {PROSE}"
    read = _parse(document)
    assert [(b.role, b.text) for b in read.blocks] == [
        (Role.TABLE, "Action and unit\t\tDue\nTrain all\t\tJune 2025"),
        (Role.PARAGRAPH, f"Recommendation 2. {PROSE}"),
    ]


def test_deleted_text_is_gone_and_inserted_text_is_there() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The pumps were ")
    for tag, text_tag, text in (("w:del", "w:delText", "never"), ("w:ins", "w:t", "always")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run(" repaired.")
    assert _parse(document).text == "The pumps were always repaired."


def test_notes_follow_the_paragraph_that_refers_to_them() -> None:
    document = docx.Document()
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "2")
    run = document.add_paragraph("Every district has its own engineer").add_run()
    run._r.append(reference)
    document.paragraphs[-1].add_run(" and its own stock.")
    document.add_paragraph(PROSE)
    out = io.BytesIO()
    document.save(out)
    notes = (
        f'<w:footnotes {_W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Two districts share one.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    read = docx_reader.parse(_with_part(out.getvalue(), "footnotes", notes), "notes.docx")
    assert [(b.role, b.text) for b in read.blocks][:2] == [
        (Role.PARAGRAPH, "Every district has its own engineer and its own stock."),
        (Role.FOOTNOTE, "1 Two districts share one."),
    ]


def _with_part(package: bytes, kind: str, xml: str) -> bytes:
    """The package with one more part, related to the document."""
    source, out = zipfile.ZipFile(io.BytesIO(package)), io.BytesIO()
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rIdX" Type="{base}/{kind}" Target="{kind}.xml"/></Relationships>'
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    override = f'<Override PartName="/word/{kind}.xml" ContentType="{content}.{kind}+xml"/></Types>'
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name).decode("utf-8", "surrogateescape")
            if name == "word/_rels/document.xml.rels":
                data = data.replace("</Relationships>", relation)
            elif name == "[Content_Types].xml":
                data = data.replace("</Types>", override)
            target.writestr(name, data.encode("utf-8", "surrogateescape"))
        target.writestr(f"word/{kind}.xml", xml)
    return out.getvalue()


def test_an_empty_document_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"report\.docx: the document holds no text"):
        _parse(docx.Document())


def test_real_brief(shared: Path) -> None:
    read = docx_reader.read(shared / "data" / "reports" / "unhcr_evaluation_brief_ai_generated.docx")
    headings = [b.text for b in read.blocks if b.role is Role.HEADING]
    assert headings[1:5] == [
        "What have we learned?",
        "How did we get here?",
        "What is working well?",
        "Now, what do we do?",
    ]
    items = [b for b in read.blocks if b.role is Role.LIST_ITEM and b.heading_path[-1:] == ("What have we learned?",)]
    assert len(items) == 5
    assert all(re.match(r"- \w", item.text) for item in items)
