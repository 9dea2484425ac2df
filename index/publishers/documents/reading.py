"""A document's blocks → its statements: the steps that all publishers of reports and papers share."""

from __future__ import annotations

from collections.abc import Collection

from index.model import Kind
from index.publishers.documents.fragments import fragments
from index.publishers.documents.habits import labelled_kinds, without_joint_discussion
from index.publishers.documents.labelled import labelled
from index.publishers.documents.outline import outline
from index.publishers.documents.people import without_people
from index.publishers.documents.scopes import with_parts
from index.publishers.documents.statements import Statement
from index.publishers.documents.unlabelled import unlabelled
from index.readers.blocks import ReadDocument


def statements_of(document: ReadDocument, stated: Collection[Kind]) -> list[Statement]:
    """All statements of a document in reading order, its plain paragraphs among them; no names of people.

    `stated` are the kinds that unlabelled text may be of. Beside labelled statements of a kind it is discussion.
    """
    placed = with_parts(list(without_people(outline(fragments(document)))))
    found = without_joint_discussion(labelled(placed))
    return list(unlabelled(found, frozenset(stated) - labelled_kinds(found)))
