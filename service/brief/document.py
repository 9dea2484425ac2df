"""DOCX: a brief to paste from. Headings by section, quotations, a footnote with citation and permalink for each."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.text.paragraph import Paragraph

from retrieval.brief.answer import Brief, BriefItem, BriefSection, DesignWarning
from service.brief.document_styles import Styles, language_of, prepare, set_table
from service.brief.footnotes import Footnotes
from service.brief.labels import BETWEEN
from service.brief.report import Report
from service.exports.annex_links import bookmark, link_inside, link_out
from service.exports.annex_styles import page_numbers
from service.exports.characters import printable

_EMPTY = "–"


def write(report: Report) -> Iterator[bytes]:
    """The document; it is made whole in memory, bounded by what a brief holds."""
    file = io.BytesIO()
    _Writer(report).document.save(file)
    yield file.getvalue()


class _Writer:
    """Fills one new document."""

    def __init__(self, report: Report) -> None:
        self._report, self._say = report, report.words.say
        self.document: Document = docx.Document()
        self._styles: Styles = prepare(self.document)
        self._notes = Footnotes(self.document)
        title = self._say("brief.title")
        self.document.core_properties.title, self.document.core_properties.author = title, "Afterwise"
        language_of(self.document, report.words.code)
        page_numbers(self.document, BETWEEN.join(["Afterwise", self._date, self._collection]), self._say("brief.page"))
        self.document.add_heading(title, 0)
        self._line(BETWEEN.join([self._date, self._collection]), self._styles.facts)
        self._line(self._say("brief.promise"), self._styles.facts)
        self._body()

    @property
    def _date(self) -> str:
        return self._report.made.isoformat()

    @property
    def _collection(self) -> str:
        return self._say("footer.generation", name=self._report.brief.generation)

    def _body(self) -> None:
        brief = self._report.brief
        if not self._report.items:
            self._line(self._say("brief.none_at_all"))
        else:
            self._contents(brief)
        for section in brief.sections:
            self._section(section)
        self._check(brief.warnings)
        if self._report.items:
            self._sources()
        self._made()

    def _line(self, text: str, style: object = None) -> Paragraph:
        return self.document.add_paragraph(_one_line(text), style=style)  # type: ignore[arg-type]

    def _heading(self, text: str, level: int, number: int | None = None) -> None:
        heading = self.document.add_heading(level=level)
        if number is None:
            heading.add_run(_one_line(text))
        else:
            bookmark(heading, _one_line(text), _name(number), number)

    def _contents(self, brief: Brief) -> None:
        """The parts with what they hold, to choose from: each line leads to its part."""
        for section in brief.sections:
            held = self._say("brief.records", count=len(section.items))
            self._leading(f"{self._report.title_of(section)}{BETWEEN}{held}", _name(section.number))
        self._leading(f"{self._say('brief.check')}{BETWEEN}{len(brief.warnings)}", _name(0))

    def _leading(self, text: str, name: str) -> None:
        link_inside(self.document.add_paragraph(style=self._styles.contents), _one_line(text), name)

    def _section(self, section: BriefSection) -> None:
        self._heading(self._report.title_of(section), 1, section.number)
        if not section.items:
            self._line(self._report.nothing(section), self._styles.facts)
            return
        support = self._report.labelled(self._say("brief.supported"), self._report.support(section.support))
        self._line(BETWEEN.join(filter(None, [self._report.topic_of(section), support])), self._styles.facts)
        for aspect, items in self._report.aspects(section.items):
            self._heading(self._report.words.name("aspect", aspect), 2)
            for item in items:
                self._item(item)

    def _check(self, warnings: list[DesignWarning]) -> None:
        self._heading(self._say("brief.check"), 1, 0)
        self._line(self._report.check(len(warnings), self._report.brief.checked), self._styles.facts)
        for warning in warnings:
            self._heading(warning.question, 2)
            support = self._report.labelled(self._say("brief.supported"), self._report.support(warning.support))
            self._line(support, self._styles.facts)
            for item in warning.items:
                self._item(item)

    def _item(self, item: BriefItem) -> None:
        hit = item.hit
        paragraphs = [line for line in printable(hit.text).split("\n") if line.strip()]
        for line in paragraphs or [_EMPTY]:
            quote = self.document.add_paragraph(line, style=self._styles.quotation(hit.language))
        self._note(quote, item)
        self._line(BETWEEN.join(filter(None, [self._report.facts(hit), self._report.also(hit)])), self._styles.below)
        for linked in hit.linked:
            who, said = self._report.told(linked)
            response = self.document.add_paragraph(style=self._styles.response)
            response.add_run(printable(self._report.labelled(who, "")), style="Strong")
            response.add_run(printable(said) or _EMPTY)

    def _note(self, paragraph: Paragraph, item: BriefItem) -> None:
        """Citation and permalink; with them who else says it."""
        note = self._notes.add(paragraph)
        hit = item.hit
        line, source = self._report.cited(hit)
        note.add_run(printable(line))
        if source:
            note.add_run(" ")
            link_out(note, source, source)
        self._permalink(note, hit.permalink, hit.record_id)
        for other in hit.also:
            note.add_run(printable(f" {other.citation}"))
            self._permalink(note, other.permalink, other.record_id)

    def _permalink(self, note: Paragraph, path: str, record: str) -> None:
        note.add_run(" ")
        if address := self._report.permalink(path):
            link_out(note, address, address)
        else:
            note.add_run(f"{self._say('brief.record', id=printable(record))}.")

    def _sources(self) -> None:
        self._heading(self._say("brief.sources"), 1)
        names = [self._say(key) for key in ("brief.source", "brief.year", "brief.notes")]
        table = self.document.add_table(rows=1, cols=3, style=self._styles.sources)
        table.autofit = False
        for cell, name in zip(table.rows[0].cells, names, strict=True):
            cell.paragraphs[0].add_run(name, style="Strong")
        for source in self._report.sources:
            cells = table.add_row().cells
            number = f", {source.document.number}" if source.document.number else ""
            text = printable(f"{source.document.publisher.upper()}, {source.document.title}{number}")
            if source.address:
                link_out(cells[0].paragraphs[0], text, source.address)
            else:
                cells[0].paragraphs[0].add_run(text)
            cells[1].paragraphs[0].add_run(str(source.year or _EMPTY))
            cells[2].paragraphs[0].add_run(", ".join(map(str, sorted(source.notes))))
        set_table(table, self._styles)

    def _made(self) -> None:
        """What was understood and searched for, so that a reader can do it again."""
        self._heading(self._say("brief.made"), 1)
        facts = [(self._say("brief.date"), self._date), (self._say("brief.collection"), self._report.brief.generation)]
        for label, value in [*facts, *self._report.understood(self._report.brief.draft)]:
            line = self.document.add_paragraph(style=self._styles.made)
            line.add_run(self._report.labelled(label, ""), style="Strong")
            line.add_run(printable(value))
        self._heading(self._say("brief.queries"), 2)
        for section in self._report.brief.sections:
            for query in section.queries:
                line = self.document.add_paragraph(style=self._styles.made)
                line.add_run(printable(self._report.labelled(self._report.title_of(section), "")), style="Strong")
                line.add_run(printable(self._report.searched(query)))
        for warning in self._report.brief.warnings:
            for query in warning.queries:
                line = self.document.add_paragraph(style=self._styles.made)
                line.add_run(printable(f"{warning.question} "), style="Strong")
                line.add_run(printable(self._report.searched(query)))


def _name(number: int) -> str:
    """The bookmark of a section; 0 is the design check."""
    return f"part_{number}"


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())
