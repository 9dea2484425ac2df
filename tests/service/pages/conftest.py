"""A service over the sample, and one over records that mean harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from index.indexer import index_extraction
from index.model import Document, Extraction, Facets, Kind, Link, Part, Record, Relation
from index.settings import IndexSettings
from service.app import create_app

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>"
BIDI = "exit \u202egnidne eht ta\u202c strategy \u2066left open"
TEXTS = {
    "script": f"The exit strategy was {SCRIPT} and {{{{ 7 * 7 }}}} nobody signed it.",
    "bidi": f"The {BIDI} of the project was never closed.",
    "emoji": "👩🏽‍🌾 Farmers 👍🏽 kept the exit strategy 🌽 of the cooperative alive.",
    "arabic": "قال المزارعون إن استراتيجية الخروج exit strategy نجحت بعد نهاية المشروع.",
}


def parsed(html: str) -> LexborHTMLParser:
    """A page as a browser reads it."""
    return LexborHTMLParser(html)


@pytest.fixture(scope="session")
def hostile_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with records whose every field is an attack."""
    data = tmp_path_factory.mktemp("hostile")
    documents, records = [], []
    for name, text in TEXTS.items():
        document = f"bad:evaluation:{name}"
        documents.append(
            Document(
                id=document,
                publisher="bad",
                title=f"Exit {SCRIPT} {BIDI}",
                number=name,
                url="javascript:alert(4)",
                year=2020,
                evaluation_type=SCRIPT,
            )
        )
        records.append(
            Record(
                id=f"bad:recommendation:{name}",
                local_id=name,
                document_id=document,
                kind=Kind.RECOMMENDATION,
                title=SCRIPT,
                heading_path=(SCRIPT, BIDI),
                parts=(Part(name="text", text=text, language="ar" if name == "arabic" else "en"),),
                facets=Facets(countries=(SCRIPT, "=cmd()"), themes=(SCRIPT,)),
                details={"priority": SCRIPT},
            )
        )
    answer = Part(name="text", text=f"Agreed {SCRIPT}", language="en")
    records.append(
        Record(
            id="bad:management_response:script",
            local_id="response",
            document_id="bad:evaluation:script",
            kind=Kind.MANAGEMENT_RESPONSE,
            parts=(answer,),
            status=SCRIPT,
            progress=BIDI,
            links=(Link(relation=Relation.RESPONDS_TO, target="bad:recommendation:script"),),
        )
    )
    extraction = Extraction(documents=tuple(documents), records=tuple(records))
    index_extraction("bad", extraction, data, IndexSettings())
    return data


@pytest.fixture(scope="session")
def hostile(hostile_data: Path) -> Iterator[TestClient]:
    """The service over them."""
    with TestClient(create_app(hostile_data), raise_server_exceptions=False) as client:
        yield client
