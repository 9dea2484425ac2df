"""A record → its page: all its texts, where they stand, what became of it, how to cite it, what is close to it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from index.opened import Opened
from retrieval.address import reading_address
from retrieval.answer import RecordText
from retrieval.citations import FORMATS
from retrieval.lookup import RecordView, find_record, find_reference
from retrieval.outline import outline
from retrieval.similar import find_similar
from service.pages.hits import beginning, place
from service.pages.marking import Piece, pieces
from service.pages.timeline import timeline
from service.pages.wording import LANGUAGES, Wording

_ORDINAL = re.compile(r"_\d+$")
_PLAIN = {"text", ""}


class Text(NamedTuple):
    """One text of the record. `label` is empty where it says nothing; a marked piece is the passage asked for."""

    label: str
    pieces: list[Piece]
    language: str | None
    asked: bool


class Citation(NamedTuple):
    """The record in one format of citation."""

    format: str
    text: str


def passage_page(opened: Opened, id_: str, wording: Wording) -> dict[str, Any]:
    """What the template shows. Raises NotFound, Withdrawn."""
    record = find_record(opened, id_)
    reference = find_reference(opened, id_)
    asked = _asked(record)
    text = asked.text if asked else ""
    return {
        "record": record,
        "texts": _texts(record, asked, wording),
        "place": place(record, asked.anchor, wording) if asked else [],
        "source": reading_address(record.document.url, asked.anchor, text) if asked else None,
        "source_page": asked.anchor.page if asked else None,
        "steps": timeline(record),
        "outline": outline(opened, record.id),
        "similar": find_similar(opened, id_).similar,
        "citations": [Citation(name, chosen.entry(reference)) for name, chosen in FORMATS.items()],
        "facts": _facts(record, wording),
        "beginning": beginning,
        "language_links": [(code, f"{record.permalink}?ui={code}") for code in LANGUAGES],
        "label_of_text": label_of_text,
    }


def label_of_text(name: str, wording: Wording) -> str:
    """What a text of a record is called: nothing for its main text, the source's own name where we have none."""
    plain = _ORDINAL.sub("", name)
    return "" if plain in _PLAIN else _told("text", plain, wording)


def _asked(record: RecordView) -> RecordText | None:
    """The text that the passage asked for is from; the first where none was."""
    wanted = next((one.field for one in record.passages if one.id == record.passage_id), None)
    return next((text for text in record.texts if text.name == wanted), next(iter(record.texts), None))


def _texts(record: RecordView, asked: RecordText | None, wording: Wording) -> list[Text]:
    found: list[Text] = []
    before = ""
    for text in record.texts:
        here = [
            (one.start, one.end)
            for one in record.passages
            if one.id == record.passage_id and one.field == text.name and one.end - one.start < len(text.text.strip())
        ]
        label = label_of_text(text.name, wording)
        found.append(Text("" if label == before else label, pieces(text.text, here), text.language, text is asked))
        before = label
    return found


def _facts(record: RecordView, wording: Wording) -> list[tuple[str, str]]:
    """Everything else that the source says of the record, under its name in the reader's language."""
    facets, document = record.facets, record.document
    published = document.published.isoformat() if document.published else ""
    given = [
        (wording.name("field", "publisher"), document.publisher.upper()),
        (wording.name("field", "evaluation"), document.number or ""),
        (wording.name("field", "evaluation_type"), document.evaluation_type or ""),
        (wording.say("passage.published"), published),
        (wording.name("field", "country"), ", ".join(facets.countries)),
        (wording.name("field", "region"), ", ".join(facets.regions)),
        (wording.name("field", "theme"), "; ".join(facets.themes)),
        (wording.name("field", "unit"), ", ".join(facets.units)),
        (wording.name("field", "symbol"), ", ".join(facets.symbols)),
        (wording.name("field", "funding"), "; ".join(facets.funding)),
        *((_told("detail", name, wording), value) for name, value in record.details.items()),
    ]
    return [(name, value) for name, value in given if value]


def _told(family: str, name: str, wording: Wording) -> str:
    """A source's own name for something, in words where we have none: "lead_agency" → "Lead agency"."""
    known = wording.name(family, name)
    return known if known != name else name.replace("_", " ").capitalize()
