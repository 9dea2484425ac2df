"""Statements → records: typed, named, linked, each text with its place."""

from __future__ import annotations

from collections.abc import Sequence

from index.model import Kind, Link, Part, Polarity, Record, Relation
from index.publishers.documents.copies import collect_copies
from index.publishers.documents.criteria import criterion_of
from index.publishers.documents.identity import Identity
from index.publishers.documents.naming import names
from index.publishers.documents.parts import anchor, parts, spans
from index.publishers.documents.responses import stance
from index.publishers.documents.statements import Statement
from index.publishers.documents.titles import kinds_with_titles, run_in_title
from index.readers.blocks import ReadDocument

_POLARITY = {Kind.CHALLENGE: Polarity.CHALLENGE, Kind.SUCCESS_FACTOR: Polarity.SUCCESS}


def build_records(statements: Sequence[Statement], identity: Identity, document: ReadDocument) -> list[Record]:
    """One record a statement; copies of a statement are one record with several anchors."""
    groups = [group for group in collect_copies(statements) if group[0].body]
    return _Builder(groups, identity, document).records()


class _Builder:
    """Knows all statements of a document by kind and number, which is what links need."""

    def __init__(self, groups: Sequence[Sequence[Statement]], identity: Identity, document: ReadDocument) -> None:
        self._groups = groups
        self._identity, self._document = identity, document
        first = [group[0] for group in groups]
        self._names = names(first)
        self._numbered = [(s, name) for s, name in zip(first, self._names, strict=True) if s.number is not None]
        self._titled = kinds_with_titles(first)

    def records(self) -> list[Record]:
        return [self._record(group, name) for group, name in zip(self._groups, self._names, strict=True)]

    def _record(self, group: Sequence[Statement], name: str) -> Record:
        statement = group[0]
        text = parts("text", statement.fragments(), self._document)
        title = run_in_title(text[0].text) if statement.kind in self._titled and text else None
        return Record(
            id=self._identity.record_id(name),
            local_id=f"{self._identity.key}:{name}",
            document_id=self._identity.document_id,
            kind=statement.kind,
            parts=(
                *self._with_copies(text, group[1:]),
                *parts("explanation", statement.explanation(), self._document),
            ),
            title=": ".join(filter(None, (statement.title, title))) or None,
            heading_path=statement.place.path,
            criterion=statement.place.criterion or (criterion_of(title) if title else None),
            polarity=_POLARITY.get(statement.kind),
            published=self._identity.published,
            year=self._identity.year,
            status=_status(statement, text),
            details={column.value: value for copy in reversed(group) for column, value in copy.details.items()},
            links=self._links(statement),
        )

    def _with_copies(self, text: Sequence[Part], copies: Sequence[Statement]) -> list[Part]:
        if not text:
            return []
        places = [anchor(next(spans(copy.fragments(), self._document))) for copy in copies if copy.fragments()]
        return [text[0].model_copy(update={"also_at": tuple(places)}), *text[1:]]

    def _links(self, statement: Statement) -> tuple[Link, ...]:
        """A response to its recommendation; an action to its response, or to the recommendation where there is none."""
        if statement.answers is None:
            return ()
        recommendation = self._numbered_like(statement, Kind.RECOMMENDATION)
        if statement.kind is Kind.MANAGEMENT_RESPONSE:
            relation, target = Relation.RESPONDS_TO, recommendation
        else:
            response = self._numbered_like(statement, Kind.MANAGEMENT_RESPONSE)
            relation, target = Relation.ACTS_ON, response or recommendation
        return (Link(relation=relation, target=self._identity.record_id(target)),) if target else ()

    def _numbered_like(self, statement: Statement, kind: Kind) -> str | None:
        """The name of the statement that is answered: of several with its number the last one printed before."""
        found = [
            (s.body[0].fragment.start > statement.body[0].fragment.start, -s.body[0].fragment.start, name)
            for s, name in self._numbered
            if (s.place.part, s.kind, s.number) == (statement.place.part, kind, statement.answers)
        ]
        return min(found)[2] if found else None


def _status(statement: Statement, text: Sequence[Part]) -> str | None:
    if statement.stance is not None or statement.kind is not Kind.MANAGEMENT_RESPONSE or not text:
        return statement.stance
    return stance(text[0].text)
