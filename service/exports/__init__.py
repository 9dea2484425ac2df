"""A whole result as a file: one file here for each format, registered by name.

result       a search → everything that it found, and what must be said about it
columns      a hit → the cells of its row, the same in CSV and XLSX
defuse       text that a spreadsheet would take for a formula → the same text, readable and harmless
csv_table, xlsx_table, jsonl, references, annex     a result → the bytes of a file
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from service.exports import annex, csv_table, jsonl, references, xlsx_table
from service.exports.base import ExportFormat

ExportName = Literal["csv", "xlsx", "docx", "bibtex", "ris", "jsonl"]

EXPORTS: Mapping[ExportName, ExportFormat] = {
    "csv": csv_table.FORMAT,
    "xlsx": xlsx_table.FORMAT,
    "docx": annex.FORMAT,
    "bibtex": references.BIBTEX,
    "ris": references.RIS,
    "jsonl": jsonl.FORMAT,
}
