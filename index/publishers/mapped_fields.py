"""The fields of one document or record, taken from its rows as a mapping says."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from index.model import Criterion, Facets, Kind, Names, Polarity
from index.publishers.collapse import RowGroup
from index.publishers.dates import parse_date, parse_year
from index.publishers.mapping import FacetsMapping
from index.publishers.mapping_sources import NamesSource, Source
from index.publishers.placeholders import is_placeholder, name_of, text_of

Word = TypeVar("Word", Kind, Criterion, Polarity)


class Fields:
    """Reads fields from a group of rows. `doubts` collects what could not be understood."""

    def __init__(self, group: RowGroup, date_formats: tuple[str, ...]) -> None:
        self.group = group
        self.doubts: list[str] = []
        self._date_formats = date_formats

    def text(self, source: Source) -> str:
        """A text as published, "" where there is none."""
        return text_of(self._value(source))

    def name(self, source: Source | None) -> str | None:
        """A value on one line, digits included."""
        value = " ".join(self._value(source).split())
        return None if is_placeholder(value) else value

    def facets(self, mapping: FacetsMapping) -> Facets:
        """All facets that the mapping names."""
        return Facets(**{name: self._names(getattr(mapping, name)) for name in FacetsMapping.model_fields})

    def date_and_year(self, published: Source | None, year: Source | None) -> tuple[date | None, int | None]:
        """The day, and the year stated or else that of the day."""
        stated, day = self._value(published), parse_date(self._value(published), self._date_formats)
        if stated and not is_placeholder(stated) and day is None:
            self.doubts.append(f"{stated!r} is no date in the format {' or '.join(self._date_formats)}")
        return day, parse_year(self._value(year)) or (day.year if day else None)

    def kind(self, source: Source) -> Kind:
        """The record's kind; "other", with a doubt, for a value that is none."""
        return self._word(source, Kind) or Kind.OTHER

    def criterion(self, source: Source | None) -> Criterion | None:
        """The OECD-DAC criterion that the source states."""
        return self._word(source, Criterion)

    def polarity(self, source: Source | None) -> Polarity | None:
        """Whether the source says that it worked or that it did not."""
        return self._word(source, Polarity)

    def _word(self, source: Source | None, words: type[Word]) -> Word | None:
        value = self._value(source)
        try:
            return words("_".join(value.casefold().split())) if value else None
        except ValueError:
            self.doubts.append(f"{value!r} is no {words.__name__.lower()}: {', '.join(words)}")
            return None

    def _names(self, source: NamesSource | None) -> Names:
        if source is None:
            return ()
        if source.constant is not None:
            return (source.constant,)
        found = self.group.names(*source.columns, separator=source.separator)
        return tuple(sorted({name_of(source.named(name)) for name in found} - {""}))

    def _value(self, source: Source | None) -> str:
        if source is None:
            return ""
        if source.constant is not None:
            return source.constant
        values = (self.group.one(column) for column in source.columns)
        return source.named(next((value for value in values if not is_placeholder(value)), ""))
