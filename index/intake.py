"""Files and folders → extractions: sniff the format, read, choose the publisher, publish, annotate."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.annotate.step import annotate
from index.errors import MappingError, SourceError
from index.model import Extraction
from index.publishers.mapping import Mapping, load_mapping
from index.publishers.registry import publish_document, publish_tables
from index.readers.formats import format_of
from index.readers.rows import ReadTables
from index.visibility import strictest

INTAKE_VERSION = "1"
"""Part of every source's signature: a new value makes the indexer read unchanged files again."""

_MAPPING_SUFFIX = ".toml"


def expand(paths: Sequence[Path]) -> list[Path]:
    """The files that `paths` name, each once: files as given, folders with all that is in them, sorted.

    In folders, hidden files, mappings, office lock files and files called README are passed over: they are about
    the material, not part of it. Raises SourceError for a path that does not exist.
    """
    files: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise SourceError(f"{path}: there is no such file or folder.", hint="Check the path for typing mistakes.")
        files.update(dict.fromkeys(sorted(_walk(path)) if path.is_dir() else [path]))
    return list(files)


def mapping_beside(path: Path) -> Path | None:
    """The mapping that lies beside a table under its name (`lessons.csv` → `lessons.toml`), if there is one."""
    beside = path.with_suffix(_MAPPING_SUFFIX)
    return beside if beside != path and beside.is_file() else None


def extract(path: Path, *, mapping: Mapping | None = None) -> Extraction:
    """Everything that a file gives, the same for CSV and XLSX and whatever the order of rows.

    `mapping` wins over one that lies beside the table, and both win over recognised publishers. Raises SourceError
    or a subclass for a file that cannot be used as a whole; anything smaller is a problem in the extraction.
    """
    read = format_of(path).read(path)
    if isinstance(read, ReadTables):
        beside = mapping_beside(path)
        if mapping is None and beside is not None:
            mapping = load_mapping(beside)
        return annotate(publish_tables(read, mapping))
    if mapping is not None:
        raise MappingError(
            f"{mapping.file}: {path.name} is a document, not a table.",
            hint="Index documents and tables in two runs, or lay the mapping beside its table.",
        )
    return annotate(publish_document(read))


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        yield from (Path(place, name) for name in names if _is_material(name))


def _is_material(name: str) -> bool:
    if name.startswith((".", "~$")) or name.lower().endswith(_MAPPING_SUFFIX):
        return False
    return Path(name).stem.lower() != "readme"


def shown_to(extraction: Extraction, visibility: str | None) -> Extraction:
    """The same for those alone who may see this visibility too: a source never opens what it says is closed."""
    if visibility is None:
        return extraction
    documents = (
        document.model_copy(update={"visibility": strictest([document.visibility, visibility])})
        for document in extraction.documents
    )
    return extraction.model_copy(update={"documents": tuple(documents)})
