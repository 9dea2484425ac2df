r"""Plain text → blocks: text as typed, text saved from a web page, text that somebody extracted from a PDF.

The steps: characters, page furniture (where `\f` or the extractor's page marks show the pages), notes, paragraphs,
roles, headings. Blocks have a page only where form feeds count the pages.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from index.errors import SourceError
from index.readers import sandbox
from index.readers.blocks import ReadDocument, Role
from index.readers.characters import one_spaced, plain_characters
from index.readers.decoding import decode
from index.readers.drafts import Draft, assemble
from index.readers.hyphens import Vocabulary, join_lines, without_soft_hyphens
from index.readers.limits import MAX_TEXT_BYTES
from index.readers.markdown import without_markdown
from index.readers.notes import find_notes, split_notes, without_marks
from index.readers.plain_pages import Chunk, cut
from index.readers.plain_roles import set_headings, set_roles, title_of
from index.readers.wrapping import ends_sentence, is_wrapped, paragraphs, runs_on

_LONG_ENOUGH = 50  # characters of a text that may be the first half of a paragraph
_KEY = re.compile(r"[\w/()-]{1,40}(?: [\w/()-]{1,40})?:")


def read(path: Path) -> ReadDocument:
    """The document in a text file of any encoding, read in a worker process. Raises SourceError without a text."""
    return sandbox.read(path, __name__, MAX_TEXT_BYTES)


def parse(data: bytes, name: str) -> ReadDocument:
    """The document in the bytes of a text file. Raises SourceError, naming `name`, where they hold no text."""
    return read_text(decode(data, name), name)


def read_text(text: str, name: str) -> ReadDocument:
    """The document in `text`. Raises SourceError, naming `name`, where it holds no letters."""
    text = without_markdown(plain_characters(text, keep_tabs=True))
    if not any(map(str.isalpha, text)):
        raise SourceError(f"{name}: the file holds no text.", hint="Check that the file was saved completely.")
    chunks, pages = cut(text)
    chunks = [replace(chunk, lines=lines) for chunk in chunks for lines in split_notes(chunk.lines)]
    vocabulary = Vocabulary(line for chunk in chunks for line in chunk.lines)
    drafts = _drafts(chunks, text, vocabulary)
    set_roles(drafts)
    set_headings(drafts)
    return assemble(name, drafts, title=title_of(drafts), pages=pages)


def _drafts(chunks: list[Chunk], text: str, vocabulary: Vocabulary) -> list[Draft]:
    """Paragraphs and notes in reading order: a note that cut a paragraph in two stands behind the whole of it."""
    notes = find_notes([chunk.lines for chunk in chunks], text)
    wrapped = is_wrapped([chunk.lines for i, chunk in enumerate(chunks) if i not in notes])
    out: list[Draft] = []
    marks: list[tuple[int, int]] = []
    above: list[Draft] = []  # what the next line may go on with: the last paragraph, and the last one before a note
    for i, chunk in enumerate(chunks):
        texts = [_clean(p) for p in paragraphs(chunk.lines, wrapped, vocabulary)]
        if i in notes:
            marks.append((notes[i], len(out)))
            out.append(Draft(" ".join(texts), Role.FOOTNOTE, chunk.page))
            above = above[:1] * 2
            continue
        first = next((d for d in above if _goes_on(d.text, texts[0], chunk.starts_page)), None)
        if first is not None:
            first.text = join_lines(first.text, texts[0], vocabulary)
        new = [Draft(paragraph, page=chunk.page) for paragraph in (texts[1:] if first is not None else texts)]
        out += new
        if new or first is not None:
            above = [new[-1] if new else above[0], *([] if chunk.starts_page else above[1:])]
    return _without_marks(out, marks)


def _goes_on(upper: str, lower: str, over_page: bool) -> bool:
    if len(upper) < _LONG_ENOUGH or "\t" in upper or "\t" in lower or _KEY.fullmatch(lower):
        return False
    if upper.endswith(("-", "\u00ad")) and lower[:1].islower():
        return True
    return runs_on(upper, lower) or (over_page and len(upper) > 3 * _LONG_ENOUGH and not ends_sentence(upper))


def _without_marks(drafts: list[Draft], notes: list[tuple[int, int]]) -> list[Draft]:
    body = [i for i, draft in enumerate(drafts) if draft.role is not Role.FOOTNOTE]
    places = [(number, sum(1 for i in body if i < at)) for number, at in notes]
    for i, text in zip(body, without_marks([drafts[i].text for i in body], places), strict=True):
        drafts[i].text = text
    return drafts


def _clean(paragraph: str) -> str:
    cells = without_soft_hyphens(paragraph).strip(" ").split("\t")
    return "\t".join(one_spaced(cell) for cell in cells)
