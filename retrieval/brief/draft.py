"""A draft as it is sent → its text in blocks. It is confidential: read in memory, written nowhere, named in no message.

A file goes through the same sandboxed readers as what is indexed, over pipes (index/readers/sandbox.py), and so does
text that somebody pastes. What is beyond the bounds is left out, and the brief says so; how many bytes may come at all
is for those who take them (AFTERWISE_LARGEST_DRAFT).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import accumulate

from index.analysis import DEFAULT_LANGUAGE
from index.annotate.language import language_of, likeliest
from index.errors import SourceError
from index.readers import sandbox
from index.readers.blocks import Block
from index.readers.formats import format_of_data
from index.readers.marked import is_marked
from retrieval.brief.settings import BriefSettings
from retrieval.characters import is_text
from retrieval.errors import QueryError

READ = {"DOCX": "index.readers.docx", "PDF": "index.readers.pdf", "HTML": "index.readers.html"}
TEXT, MARKDOWN = "index.readers.plain", "index.readers.marked"
PASTED = "the pasted text"
_SPOKEN = ("en", "es", "fr")  # what a text too short to tell is taken for


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that was read. Its text is not in its `repr`, so that no log gets it by accident."""

    blocks: tuple[Block, ...] = field(repr=False)
    language: str
    words: int
    pages: int | None = None
    truncated: str | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        """The running text of all blocks that are read."""
        return "\n\n".join(block.text for block in self.blocks)


def read_draft(data: bytes, name: str, settings: BriefSettings | None = None) -> Draft:
    """The draft in a file's content: DOCX, PDF, HTML or text. `name` is the file's, for messages.

    Raises SourceError for what cannot be read, QueryError for what is no draft.
    """
    bounds = settings or BriefSettings()
    format_ = format_of_data(data, name)
    if format_.name not in (*READ, "text"):
        raise SourceError(
            f"{name}: a table ({format_.name}) is no draft.",
            hint="Send the concept note, terms of reference or project document itself: DOCX, PDF, HTML or text.",
        )
    module = MARKDOWN if format_.name == "text" and is_marked(data) else format_.module
    document = sandbox.read_data(data, name, module)
    return _bounded(document.blocks, document.pages, name, bounds)


def draft_of_text(text: str, settings: BriefSettings | None = None) -> Draft:
    """The draft in a text that was pasted. Raises QueryError for one that is empty."""
    bounds = settings or BriefSettings()
    if not is_text(text):
        raise QueryError("The draft holds characters that are not Unicode text.", hint="Send it in UTF-8.")
    if not any(map(str.isalpha, text)):
        raise QueryError("The draft holds no words.", hint="Paste a concept note, terms of reference or a part of one.")
    data = text.replace("\0", " ").encode()
    document = sandbox.read_data(data, PASTED, MARKDOWN if is_marked(data) else TEXT)
    return _bounded(document.blocks, None, PASTED, bounds)


def _bounded(blocks: tuple[Block, ...], pages: int | None, name: str, bounds: BriefSettings) -> Draft:
    """The draft within its bounds, with what was left out."""
    kept = [block for block in blocks if (block.page or 1) <= bounds.brief_pages]
    left_out = []
    if pages is not None and pages > bounds.brief_pages:
        left_out.append(f"Only the first {bounds.brief_pages:,} of {pages:,} pages were read.")
    counted = list(accumulate(len(block.text.split()) for block in kept))
    if counted and counted[-1] > bounds.brief_words:
        within = sum(count <= bounds.brief_words for count in counted)
        before = counted[within - 1] if within else 0
        left_out.append(f"Only the first {bounds.brief_words:,} of {counted[-1]:,} words were read.")
        kept = [*kept[:within], _beginning(kept[within], bounds.brief_words - before)]
    kept = [block for block in kept if block.text]
    text = "\n".join(block.text for block in kept)
    if not any(map(str.isalpha, text)):
        raise QueryError(f"{name}: there are no words in it.", hint="Send a document with text, not pictures of it.")
    language = language_of(text) or likeliest(text[:1000], _SPOKEN) or DEFAULT_LANGUAGE
    return Draft(tuple(kept), language, len(text.split()), pages, " ".join(left_out) or None)


def _beginning(block: Block, words: int) -> Block:
    """The block's first so many words."""
    text = " ".join(block.text.split()[:words])
    return replace(block, text=text, end=block.start + len(text))
