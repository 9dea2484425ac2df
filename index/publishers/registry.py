"""Who publishes what: every publisher says how sure it is that an input is its own, and the surest one gets it.

To add a publisher, write a module with the functions of `TablePublisher` or `DocumentPublisher` and name it in the
tuple below.
"""

from __future__ import annotations

from typing import Protocol

from index.errors import UnknownPublisher
from index.model import Extraction
from index.publishers import (
    board_paper,
    evaluation_report,
    generic,
    ifrc_ops_learning,
    ilo_ieval,
    ilo_lesson_page,
    ilo_results_page,
    management_response,
    nasa_llis,
    undp_erc,
)
from index.publishers.combine import combine
from index.publishers.mapped import publish_mapped
from index.publishers.mapping import Mapping
from index.publishers.source import SourceTable
from index.readers.blocks import ReadDocument
from index.readers.rows import ReadTables, Table


class TablePublisher(Protocol):
    """Tables → records. A module with these two functions is one."""

    def confidence(self, table: Table) -> float:
        """How sure it is that the table is its own, by its columns: 0 (not at all) to 1 (certain)."""

    def publish(self, source: SourceTable) -> Extraction:
        """The documents and records in a table of its own, whatever the order of its rows."""


class DocumentPublisher(Protocol):
    """Documents → records. A module with these two functions is one."""

    def confidence(self, document: ReadDocument) -> float:
        """How sure it is that the document is its own: 0 (not at all) to 1 (certain)."""

    def publish(self, document: ReadDocument) -> Extraction:
        """The document and its records."""


TABLE_PUBLISHERS: tuple[TablePublisher, ...] = (ilo_ieval, ifrc_ops_learning, nasa_llis)
DOCUMENT_PUBLISHERS: tuple[DocumentPublisher, ...] = (
    undp_erc,
    ilo_lesson_page,
    ilo_results_page,
    board_paper,
    management_response,
    evaluation_report,
    generic,
)

_MAPPING_HINT = (
    "Write a mapping of its columns to fields (docs/mapping.md) and give it with --mapping, or save it beside the "
    "table under the same name with the suffix .toml."
)


def publish_tables(tables: ReadTables, mapping: Mapping | None = None) -> Extraction:
    """The documents and records in all tables of a file; with `mapping`, in the tables that it is for.

    Raises UnknownPublisher where no table is anybody's, MappingError where the mapping does not fit.
    """
    sources = [
        SourceTable(tables.name, table, table.name if len(tables.tables) > 1 else None) for table in tables.tables
    ]
    read = Extraction(problems=tables.problems)
    if mapping is not None:
        return combine([read, *publish_mapped(sources, mapping)])
    found = [(source, _surest_for_table(source.table)) for source in sources]
    if not any(publisher for _, publisher in found):
        raise UnknownPublisher(
            f"{tables.name}: no publisher knows a table with these columns: {_some(tables.tables[0].columns)}.",
            hint=_MAPPING_HINT,
        )
    return combine([read, *(_published(source, publisher) for source, publisher in found)])


def publish_document(document: ReadDocument) -> Extraction:
    """The records in a document. The generic publisher takes what is nobody else's."""
    surest = max(DOCUMENT_PUBLISHERS, key=lambda publisher: publisher.confidence(document))
    return combine([surest.publish(document)])


def _surest_for_table(table: Table) -> TablePublisher | None:
    surest = max(TABLE_PUBLISHERS, key=lambda p: p.confidence(table))
    return surest if surest.confidence(table) > 0 else None


def _published(source: SourceTable, publisher: TablePublisher | None) -> Extraction:
    if publisher is None:
        reason = f"no publisher knows a table with these columns: {_some(source.table.columns)}; it was left out"
        return Extraction(problems=(source.problem(reason, hint=_MAPPING_HINT),))
    return publisher.publish(source)


def _some(columns: tuple[str, ...]) -> str:
    return ", ".join(columns[:8]) + (" …" if len(columns) > 8 else "")
