"""Everything that can go wrong while reading, storing and indexing.

    AfterwiseError
    ├── SettingsError              a setting with a value that it cannot have
    └── IndexingError
        ├── SourceError            a file that cannot be read at all (one row that cannot is a Problem, not an error)
        │   ├── UnknownFormat      no reader for this kind of file
        │   ├── UnknownPublisher   a table that no publisher recognises: a mapping is needed
        │   └── MappingError       a mapping file that does not fit its table
        ├── EncoderError           the model is missing, damaged or not the one that the index was built with
        ├── CatalogError           the catalog is missing, locked or of another schema
        │   ├── DataFolderBusy     another indexer is at work on this data folder
        │   ├── InboxError         the bytes of a job cannot be stored, or are not those that were stored
        │   └── ArchiveError       a backup that cannot be made, or one that cannot be put back
        ├── GenerationError        no published generation, or one that fails its checksums
        └── EngineError            the engine that keeps the indexes cannot be reached, or lacks a generation

Each error has a `code` for programs and a `hint` that tells people what to do.
"""

from __future__ import annotations

from typing import Any, ClassVar


class AfterwiseError(Exception):
    """Base of all errors that are meant for people to read."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, hint: str = "", details: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details or {}

    def as_dict(self) -> dict[str, Any]:
        """The one error shape of the API and of `--json`: code, message, hint, details."""
        return {"code": self.code, "message": self.message, "hint": self.hint, "details": self.details}


class SettingsError(AfterwiseError):
    code = "settings_error"


class IndexingError(AfterwiseError):
    code = "indexing_error"


class SourceError(IndexingError):
    code = "source_error"


class UnknownFormat(SourceError):
    code = "unknown_format"


class UnknownPublisher(SourceError):
    code = "unknown_publisher"


class MappingError(SourceError):
    code = "mapping_error"


class EncoderError(IndexingError):
    code = "encoder_error"


class CatalogError(IndexingError):
    code = "catalog_error"


class DataFolderBusy(CatalogError):
    code = "data_folder_busy"


class InboxError(CatalogError):
    """`lasting`: trying again gives the same."""

    code = "inbox_error"

    def __init__(
        self, message: str, *, hint: str = "", details: dict[str, Any] | None = None, lasting: bool = False
    ) -> None:
        super().__init__(message, hint=hint, details=details)
        self.lasting = lasting


class ArchiveError(CatalogError):
    code = "archive_error"


class GenerationError(IndexingError):
    code = "generation_error"


class EngineError(IndexingError):
    code = "engine_error"
