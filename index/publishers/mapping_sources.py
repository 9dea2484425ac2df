"""Where a mapping takes a field from: columns or a constant, in the short and long forms that TOML allows."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from index.model import Criterion, Kind, Polarity


class Keys(BaseModel):
    """A table of a mapping file: a key that nobody knows is an error, for it may be a misspelt one."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _as_columns(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


ColumnNames = Annotated[tuple[str, ...], BeforeValidator(_as_columns)]


def _as_table(value: Any) -> Any:
    """A bare column name or a list of them is short for a table with nothing but columns."""
    match value:
        case str():
            return {"columns": [value]}
        case list():
            return {"columns": value}
        case {"column": str() as column, **rest}:
            return {"columns": [column], **rest}
        case _:
            return value


class Source(Keys):
    """Where a field comes from: the first of `columns` that is filled, or `constant`; then renamed by `values`."""

    columns: tuple[str, ...] = ()
    constant: str | None = None
    values: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_where(self) -> Source:
        if bool(self.columns) == (self.constant is not None):
            raise ValueError("give either a column (or columns) or a constant")
        return self

    def named(self, value: str) -> str:
        """`value` as the mapping renames it, whatever its case."""
        renamed = {old.casefold(): new for old, new in self.values.items()}
        return renamed.get(value.casefold(), value)


class NamesSource(Source):
    """Where a facet comes from: all of `columns`, each cell cut at `separator` (None: one name a cell)."""

    separator: str | None = Field(default=None, min_length=1)


class PartSource(Source):
    """Where a text comes from, and what it is where that differs from its record."""

    kind: Kind | None = None
    polarity: Polarity | None = None
    criterion: Criterion | None = None


class LinkSource(Keys):
    """The other record of a link: its kind, and the columns of this table that hold its id."""

    kind: Kind
    id: ColumnNames


def _as_kind(value: Any) -> Any:
    return {"constant": value} if isinstance(value, str) else _as_table(value)


FromColumn = Annotated[Source, BeforeValidator(_as_table)]
FromColumns = Annotated[NamesSource, BeforeValidator(_as_table)]
KindFrom = Annotated[Source, BeforeValidator(_as_kind)]
PartFrom = Annotated[PartSource, BeforeValidator(_as_table)]
PartName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
