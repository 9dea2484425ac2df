"""Markdown: a brief with footnotes (the syntax of GitHub, Pandoc and most others), whatever the quoted texts hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.brief.answer import BriefItem, SectionQuery
from service.brief.labels import BETWEEN
from service.brief.report import Report
from service.exports.characters import printable

# CommonMark lets a backslash take the meaning from any ASCII punctuation (section 2.4); HTML is written as entities,
# because not every reader of Markdown keeps to that. Some signs mean something at the beginning of a line only.
_SPECIAL = re.compile(r"[\\`*_{}\[\]#|~^$]|^[-+=:]")
_NUMBERED = re.compile(r"^(\d{1,9})(?=[.)])")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escaped(text: str) -> str:
    """Text that every reader of Markdown shows as it is: on one line, without markup and without HTML."""
    plain = " ".join(printable(text).split())
    return _NUMBERED.sub(r"\1\\", _SPECIAL.sub(r"\\\g<0>", plain)).translate(_HTML)


def write(report: Report) -> Iterator[bytes]:
    """The file, part by part."""
    for block in _blocks(report):
        yield f"{block}\n\n".encode()
    for item in report.items:
        yield f"{_note(item, report)}\n".encode()


def _blocks(report: Report) -> Iterator[str]:
    say, brief = report.words.say, report.brief
    yield f"# {escaped(say('brief.title'))}"
    yield escaped(BETWEEN.join([report.made.isoformat(), say("footer.generation", name=brief.generation)]))
    yield escaped(say("brief.promise"))
    if not report.items:
        yield escaped(say("brief.none_at_all"))
    for section in brief.sections:
        yield f"## {escaped(report.title_of(section))}"
        if not section.items:
            yield escaped(report.nothing(section))
            continue
        support = report.labelled(say("brief.supported"), report.support(section.support))
        yield escaped(BETWEEN.join(filter(None, [report.topic_of(section), support])))
        for aspect, items in report.aspects(section.items):
            yield f"### {escaped(report.words.name('aspect', aspect))}"
            for item in items:
                yield from _item(item, report)
    yield f"## {escaped(say('brief.check'))}"
    yield escaped(report.check(len(brief.warnings), brief.checked))
    for warning in brief.warnings:
        yield f"### {escaped(warning.question)}"
        for _, items in report.aspects(warning.items):
            for item in items:
                yield from _item(item, report)
    yield from _made(report)


def _item(item: BriefItem, report: Report) -> Iterator[str]:
    hit = item.hit
    paragraphs = [escaped(line) for line in printable(hit.text).split("\n") if line.strip()] or ["–"]
    paragraphs[-1] += f"[^{report.numbers[item.number]}]"
    yield "\n>\n".join(f"> {paragraph}" for paragraph in paragraphs)
    yield escaped(BETWEEN.join(filter(None, [report.facts(hit), report.also(hit)])))
    for linked in hit.linked:
        who, said = report.told(linked)
        yield f"**{escaped(report.labelled(who, ''))}** {escaped(said) or '–'}"


def _note(item: BriefItem, report: Report) -> str:
    """Citation and permalink, and who else says it, on the one line that a footnote has."""
    hit = item.hit
    line, source = report.cited(hit)
    told = [escaped(line), f"<{source}>" if source else "", _link(hit.permalink, hit.record_id, report)]
    for other in hit.also:
        told += [escaped(other.citation), _link(other.permalink, other.record_id, report)]
    return f"[^{report.numbers[item.number]}]: {' '.join(filter(None, told))}"


def _link(path: str, record: str, report: Report) -> str:
    address = report.permalink(path)
    return f"<{address}>" if address else f"{escaped(report.words.say('brief.record', id=record))}."


def _made(report: Report) -> Iterator[str]:
    say, brief = report.words.say, report.brief
    yield f"## {escaped(say('brief.made'))}"
    yield "\n".join(
        f"- **{escaped(report.labelled(label, ''))}** {escaped(value)}"
        for label, value in report.understood(brief.draft)
    )
    queries = [(report.title_of(one), one.queries) for one in brief.sections]
    queries += [(one.question, one.queries) for one in brief.warnings]
    if any(asked for _, asked in queries):
        yield f"### {escaped(say('brief.queries'))}"
        yield "\n".join(_searched(title, query, report) for title, asked in queries for query in asked)


def _searched(title: str, query: SectionQuery, report: Report) -> str:
    return f"- **{escaped(report.labelled(title, ''))}** {escaped(report.searched(query))}"
