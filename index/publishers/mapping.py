"""A mapping: which column of somebody's table is which field. Written in TOML, explained in docs/mapping.md."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError, model_validator

from index.errors import MappingError
from index.model import Criterion, Kind, Polarity, Relation
from index.publishers.dates import is_date_format
from index.publishers.mapping_sources import (
    ColumnNames,
    FromColumn,
    FromColumns,
    Keys,
    KindFrom,
    LinkSource,
    PartFrom,
    PartName,
)
from index.publishers.personal_columns import looks_personal
from index.visibility import PUBLIC, Visibility

_GUIDE = "See docs/mapping.md for all keys and an example."
_SHOWN = 5  # faults of one file in one message


def _date_format(value: str) -> str:
    if not is_date_format(value):
        raise ValueError(f"{value!r} is no format of dates: write each of %d, %m and %Y once, as in Python's strptime")
    return value


class FacetsMapping(Keys):
    """The values to filter by."""

    themes: FromColumns | None = None
    countries: FromColumns | None = None
    regions: FromColumns | None = None
    units: FromColumns | None = None
    symbols: FromColumns | None = None
    funding: FromColumns | None = None


class RecordMapping(Keys):
    """One record a row, or one for all rows with the same id."""

    kind: KindFrom
    id: ColumnNames = ()
    parts: dict[PartName, PartFrom]
    title: FromColumn | None = None
    criterion: FromColumn | None = None
    polarity: FromColumn | None = None
    published: FromColumn | None = None
    year: FromColumn | None = None
    status: FromColumn | None = None
    progress: FromColumn | None = None
    facets: FacetsMapping = FacetsMapping()
    details: dict[PartName, FromColumn] = Field(default_factory=dict)
    links: dict[Relation, LinkSource] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _speaks_our_words(self) -> RecordMapping:
        for name, source, words in (
            ("kind", self.kind, Kind),
            ("criterion", self.criterion, Criterion),
            ("polarity", self.polarity, Polarity),
        ):
            stated = {*source.values.values(), *filter(None, [source.constant])} if source else set()
            if unknown := stated - set(words):
                raise ValueError(f"{name} cannot be {', '.join(sorted(unknown))}; it is one of {', '.join(words)}")
        return self


class DocumentMapping(Keys):
    """One document for all rows with the same id; without `id` the whole table is one document."""

    id: ColumnNames = ()
    title: FromColumn | None = None
    number: FromColumn | None = None
    url: FromColumn | None = None
    published: FromColumn | None = None
    year: FromColumn | None = None
    evaluation_type: FromColumn | None = None
    timing: FromColumn | None = None
    nature: FromColumn | None = None
    stage: Literal["completed", "planned"] = "completed"
    visibility: Visibility = PUBLIC
    facets: FacetsMapping = FacetsMapping()


class Mapping(Keys):
    """A whole mapping file. `file` is its name, for messages."""

    file: str
    publisher: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    sheet: str | None = None
    date_formats: tuple[Annotated[str, AfterValidator(_date_format)], ...] = ("%Y-%m-%d",)
    not_personal: tuple[str, ...] = ()
    document: DocumentMapping = DocumentMapping()
    record: Annotated[
        tuple[RecordMapping, ...], BeforeValidator(lambda v: [v] if isinstance(v, dict) else v), Field(min_length=1)
    ]

    def columns(self) -> Iterator[tuple[str, str]]:
        """Every column that the mapping names, with the key that names it ("record.parts.text")."""
        yield from _columns(self.document, "document")
        for record in self.record:
            yield from _columns(record, "record")


def load_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file. Raises MappingError, naming file, key and remedy, where it is none."""
    try:
        content = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError(f"{path.name}: the mapping cannot be read ({error}).", hint=_GUIDE) from error
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{path.name}: not valid TOML: {error}.", hint=_GUIDE) from error
    try:
        mapping = Mapping.model_validate({**content, "file": path.name})
    except ValidationError as error:
        raise _invalid(path.name, error) from error
    _refuse_personal(mapping)
    return mapping


def _invalid(name: str, error: ValidationError) -> MappingError:
    faults = {".".join(str(step) for step in fault["loc"]): fault["msg"] for fault in error.errors()}
    shown = "; ".join(f"{key}: {message}" for key, message in list(faults.items())[:_SHOWN])
    return MappingError(f"{name}: {shown}.", hint=_GUIDE, details={"file": name, "keys": faults})


def _refuse_personal(mapping: Mapping) -> None:
    for key, column in mapping.columns():
        if looks_personal(column) and column not in mapping.not_personal:
            raise MappingError(
                f"{mapping.file}: {key} names the column {column!r}, which looks as if it held people.",
                hint="Leave it out: personal data never reaches the index. If it holds none, list it in not_personal.",
                details={"file": mapping.file, "key": key, "column": column},
            )


def _columns(node: BaseModel, key: str) -> Iterator[tuple[str, str]]:
    for name in type(node).model_fields:
        value = getattr(node, name)
        at = key if name == "columns" else f"{key}.{name}"
        if name in {"columns", "id"}:
            yield from ((at, column) for column in value)
        elif isinstance(value, BaseModel):
            yield from _columns(value, at)
        elif isinstance(value, dict):
            for entry, inner in value.items():
                if isinstance(inner, BaseModel):
                    yield from _columns(inner, f"{at}.{entry}")
