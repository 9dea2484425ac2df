"""What was taken in from which file, as the catalog has it: for those who look after a collection."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.errors import CatalogError
from index.model import Problem
from index.visibility import EVERYTHING, PUBLIC, Audience

_SHOWN = 5  # problems of a file
_QUERY = """
    SELECT id, path, visibility,
        (SELECT count(*) FROM claims WHERE source = sources.id AND sort = 'record'),
        (SELECT count(*) FROM problems WHERE source = sources.id)
    FROM sources ORDER BY path
"""
_VISIBILITIES = """
    SELECT DISTINCT json_extract(documents.body, '$.visibility') FROM claims JOIN documents ON documents.id = claims.id
    WHERE source = ? AND sort = 'document'
"""
_PROBLEMS = "SELECT body FROM problems WHERE source = ? ORDER BY rowid LIMIT ?"


class SourceReport(BaseModel):
    """One file: its name (never its path), how many records it gives, and what of it could not be used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    records: int
    problems: int
    examples: list[Problem]


def source_reports(data: Path, audience: Audience = EVERYTHING) -> list[SourceReport]:
    """The files that a data folder was built from, by path; those alone of which an audience may see every document.

    Only reads. Raises CatalogError.
    """
    file = data / "catalog.sqlite"
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as db:
            return [
                SourceReport(
                    name=Path(path).name,
                    records=records,
                    problems=problems,
                    examples=[Problem.model_validate_json(body) for (body,) in db.execute(_PROBLEMS, (id_, _SHOWN))],
                )
                for id_, path, visibility, records, problems in db.execute(_QUERY).fetchall()
                if all(audience.sees(one or PUBLIC) for (one,) in [(visibility,), *db.execute(_VISIBILITIES, (id_,))])
            ]
    except (sqlite3.Error, ValueError) as error:
        raise CatalogError(f"{file} cannot be read: {error}.", hint="Run afterwise doctor on the folder.") from error
