"""Collections to search: the sample, and a hand-made one with what the sample lacks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.encoders.base import Encoder
from index.encoders.load import load_encoder
from index.indexer import index_extraction
from index.model import Document, Extraction, Facets, Kind, Link, Part, Record, Relation
from index.opened import open_generation
from index.settings import IndexSettings
from retrieval.answer import Answer
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from retrieval.settings import SearchSettings

Open = Callable[..., Searcher]
Search = Callable[..., Answer]

LONG = " ".join(
    f"In district {number} the cooperative bought its own dryer and kept the books." for number in range(80)
)
TEXTS = {
    "accents": "Café owners said that the exit strategy of the naïve café scheme — «la stratégie» — worked.",
    "emoji": "👩🏽‍🌾🎉 Farmers cheered 👍🏽: the seed bank in Tlaxcala 🌽 kept its exit strategy alive 🎊.",
    "arabic": "قال المزارعون إن بنك البذور 👍 في الأردن نجح، exit strategy، بعد نهاية المشروع بسنتين كاملتين.",
    "french": "Les banques de semences ont survécu: les stratégies de sortie étaient prêtes dès la première année.",
    "brackets": "The [bold]exit strategy[/bold] was left [see annex 3] in a drawer [/] and nobody [red]read[/red] it.",
    "said-once": "Seed banks need a caretaker who is paid, or the seed is eaten in the first hungry season.",
    "said-again": "SEED BANKS need a caretaker, who is paid; or the seed is eaten in the first hungry season!",
    "long": LONG,
}
WELLS = (
    "Where the island council pays a keeper for the wells from the second year on, the pumps are kept in repair and "
    "the households go on drawing clean water when the project has gone. Where nobody is paid, the first broken valve "
    "closes the well, and women walk to the spring again as their mothers did."
)
NEARLY = {  # name → text, document, countries: the last two documents have the same evaluation number
    "wells-1": (WELLS, "odd:evaluation:wells-a", ("Fiji",)),
    "wells-2": (WELLS.replace("the households", "households"), "odd:evaluation:2", ("Kiribati", "Samoa")),
    "wells-3": (WELLS.replace("pumps are", "pumps are also"), "odd:evaluation:wells-2", ("Kiribati",)),
}
FERRY = (
    "The price of a ferry ticket does decide whether traders from the outer islands come to the market of the capital, "
    "more than the weather, the hour of the crossing or the day of the week, as all 12 interviews say."
)
OPPOSED = {
    "ferry-1": FERRY,
    "ferry-2": FERRY.replace("does decide", "does not decide"),
    "ferry-3": FERRY.replace("12", "21"),
}
TITLED = {  # name → title, text
    "lantern-1": ('Perils of "Lantern-by-Committee"', "Nobody had bought oil when the first night came."),
    "lantern-2": (None, "The perils of lantern-by-committee were known, and oil was bought late."),
    "lantern-3": ("Perils of the lantern", "By committee, oil was bought too late for the first night."),
}
DONORS = {"eur": "RAS/16/13/EUR", "nor": "RAS/16/13/NOR", "other": "RAS/16/131/EUR"}


def lesson(name: str, text: str, document: str, **more: Any) -> Record:
    """A lesson of one text."""
    return Record(
        id=f"odd:lesson:{name}",
        local_id=f"lesson:{name}",
        document_id=document,
        kind=Kind.LESSON,
        parts=(Part(name="text", text=text, language=more.pop("language", "en")),),
        **more,
    )


def odd_records() -> list[Record]:
    """One record for each oddity, five alike in one evaluation, and a recommendation with its answer."""
    first, second = "odd:evaluation:1", "odd:evaluation:2"
    languages = {"arabic": "ar", "french": "fr"}
    records = [
        lesson(
            name, text, second if name == "said-again" else f"odd:evaluation:{name}", language=languages.get(name, "en")
        )
        for name, text in TEXTS.items()
    ]
    records += [
        lesson(f"boat-{number}", f"Boat repair shop number {number} closed when the loan of its owner fell due.", first)
        for number in range(1, 6)
    ]
    records += [
        lesson(f"donor-{name}", f"The {name} phase ended with an audit.", second, facets=Facets(symbols=(symbol,)))
        for name, symbol in DONORS.items()
    ]
    records += [
        lesson(name, text, document, facets=Facets(countries=countries))
        for name, (text, document, countries) in NEARLY.items()
    ]
    records += [lesson(name, text, f"odd:evaluation:{name}-x") for name, text in OPPOSED.items()]
    records += [lesson(name, text, "odd:evaluation:lantern", title=title) for name, (title, text) in TITLED.items()]
    recommendation = Record(
        id="odd:recommendation:1",
        local_id="recommendation:1",
        document_id=first,
        kind=Kind.RECOMMENDATION,
        title="Recommendation 1",
        parts=(Part(name="text", text="Insure every boat before the monsoon.", language="en"),),
        facets=Facets(countries=("Kiribati",), themes=("Fisheries",)),
    )
    response = Record(
        id="odd:management_response:1",
        local_id="management_response:1",
        document_id=first,
        kind=Kind.MANAGEMENT_RESPONSE,
        parts=(Part(name="text", text="Agreed: the fund will pay half of each premium.", language="en"),),
        facets=Facets(countries=("Kiribati",)),
        status="Accepted",
        progress="Under way",
        links=(Link(relation=Relation.RESPONDS_TO, target=recommendation.id),),
    )
    action = Record(
        id="odd:key_action:1",
        local_id="key_action:1",
        document_id=first,
        kind=Kind.KEY_ACTION,
        parts=(Part(name="text", text="Sign a contract with the insurer.", language="en"),),
        links=(Link(relation=Relation.ACTS_ON, target=response.id),),
        details={"due": "2020-06"},
    )
    return [*records, recommendation, response, action]


@pytest.fixture(scope="session")
def odd_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the index of the hand-made collection."""
    data = tmp_path_factory.mktemp("odd")
    records = odd_records()
    documents = [
        Document(id=name, publisher="odd", title=f"Evaluation {name.rpartition(':')[2]}", number=name[-1], year=2019)
        for name in dict.fromkeys(record.document_id for record in records)
    ]
    index_extraction("odd", Extraction(documents=tuple(documents), records=tuple(records)), data, IndexSettings())
    return data


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The default encoder on one thread, as searches use it: more threads may add up in another order."""
    settings = IndexSettings()
    return load_encoder(settings.model, settings.backend, settings.precision, settings.cache, threads=1)


@pytest.fixture(scope="session")
def open_data(encoder: Encoder) -> Open:
    """Opens a data folder for searching, with the settings given."""
    return lambda data, **settings: Searcher(open_generation(data), encoder, SearchSettings(**settings))


@pytest.fixture(scope="session")
def searcher(open_data: Open, sample_data: Path) -> Searcher:
    """Searches the sample with the default settings."""
    return open_data(sample_data)


@pytest.fixture(scope="session")
def search(searcher: Searcher) -> Search:
    """One search of the sample: a query and options of the request → the answer."""
    return lambda query, **options: searcher.search(SearchRequest(query=query, **options))


@pytest.fixture(scope="session")
def odd(open_data: Open, odd_data: Path) -> Search:
    """One search of the hand-made collection."""
    searcher = open_data(odd_data)
    return lambda query, **options: searcher.search(SearchRequest(query=query, **options))
