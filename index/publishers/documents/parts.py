"""Fragments → parts of a record: each one unbroken span of the document, with where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.model import Anchor, Part
from index.publishers.documents.fragments import Fragment
from index.readers.blocks import ReadDocument


def spans(fragments: Sequence[Fragment], document: ReadDocument) -> Iterator[list[Fragment]]:
    """Runs of fragments that stand together on one page, with nothing but blanks between them.

    A footnote, a table or a page break in between ends a run, and so does a printed paragraph number: readers cite
    page and paragraph.
    """
    run: list[Fragment] = []
    for fragment in fragments:
        if run and not _follows(run[-1], fragment, document):
            yield run
            run = []
        run.append(fragment)
    if run:
        yield run


def _follows(before: Fragment, after: Fragment, document: ReadDocument) -> bool:
    if before.page != after.page or document.text[before.end : after.start].strip() or after.start < before.end:
        return False
    return after.block.paragraph is None or after.block is before.block or "." in after.block.paragraph


def anchor(run: Sequence[Fragment]) -> Anchor:
    """Where a run stands: the page and paragraph where it begins, all its boxes."""
    first = run[0].anchor()
    boxes = tuple(dict.fromkeys(box for fragment in run for box in fragment.anchor().boxes))
    return first.model_copy(update={"end": run[-1].end, "boxes": boxes})


def parts(name: str, fragments: Sequence[Fragment], document: ReadDocument) -> list[Part]:
    """`name`, `name_2`, … : the text of the fragments exactly as the document has it."""
    out = []
    for number, run in enumerate(spans([f for f in fragments if f.text], document), start=1):
        where = anchor(run)
        text = document.text[where.start : where.end]
        out.append(Part(name=name if number == 1 else f"{name}_{number}", text=text, anchor=where))
    return out
