"""What not everybody may see is in no generation: no reader is told from another yet."""

from __future__ import annotations

from pathlib import Path

from index.catalog import Catalog
from index.indexer import index_extraction
from index.model import Document, Extraction, Kind, Link, Part, Record, Relation
from index.opened import open_generation
from index.settings import IndexSettings


def record(name: str, document: str, text: str, **more: object) -> Record:
    return Record(
        id=f"own:lesson:{name}",
        local_id=name,
        document_id=f"own:evaluation:{document}",
        kind=Kind.LESSON,
        parts=(Part(name="text", text=text, language="en"),),
        **more,
    )


def test_documents_that_are_not_public_are_kept_and_not_served(tmp_path: Path) -> None:
    documents = tuple(
        Document(id=f"own:evaluation:{name}", publisher="own", title=f"Study {name}", visibility=visibility)
        for name, visibility in (("open", "public"), ("staff", "internal"), ("hr", "group:hr"))
    )
    answers = (Link(relation=Relation.RESPONDS_TO, target="own:lesson:open"),)
    records = (
        record("open", "open", "Ferries need a second engine."),
        record("staff", "staff", "The xylophone budget was spent twice.", links=answers),
        record("hr", "hr", "The quarrel of the two captains closed the harbour."),
    )
    index_extraction("own", Extraction(documents=documents, records=records), tmp_path, IndexSettings())
    opened = open_generation(tmp_path)
    assert opened.store.ids() == ["own:lesson:open"]
    assert opened.manifest.records == {"lesson": 1}
    assert (opened.manifest.documents, opened.manifest.passages) == (1, 1)
    assert opened.store.linking_to("own:lesson:open") == ()
    assert "xylophon" not in opened.lexical.vocabulary()
    assert not any("xylophone" in words for words in opened.words.forms.values())
    catalog = Catalog(tmp_path / "catalog.sqlite")
    assert [one.id for one in catalog.documents()] == [f"own:evaluation:{name}" for name in ("hr", "open", "staff")]
    catalog.close()
