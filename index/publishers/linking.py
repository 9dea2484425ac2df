"""Links between documents: from an answer to a recommendation that stands in another paper.

An answer knows its recommendation's identifier where its paper names the other one's symbol. Where it names only the
title, the link points to the title; `resolve_links` puts the identifier there once the other document is known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from index.model import Document, Link, Record
from index.publishers.documents.identity import slug

BY_SUBJECT = "about~"
_ANSWER = re.compile(
    r"(?:(?:undp|unicef|unfpa|unhcr|ilo|unops|wfp)\s+)?"
    r"(?:management|administration|office|secretariat)(?:['’]s)? "
    r"responses? (?:to|on) (?:the )?(?:evaluation report|report|evaluation(?=:))?\s*[:–—-]?\s*"
    r"(?:the )?(?:report on the )?",
    re.IGNORECASE,
)
_WITH_ANSWER = re.compile(
    r"(?:,| and| with) (?:the )?(?:(?!and\b)\w+ ){0,4}responses?$|"
    r"[:,–—-]?\s*(?:executive summary|summary(?: of the (?:evaluation|review))?|final report|evaluation report)$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"(?:(?:executive )?summary of (?:the )?|report (?:of|on) the |the )+", re.IGNORECASE)


def subject_of(title: str) -> str:
    """What a title is about, without the words that make it a response, a report or a summary.

    The paper that answers and the paper that is answered have the same subject: "Management response to the review of
    the policy" and "Review of the policy and Office response".
    """
    text = " ".join(title.split())
    text = _ANSWER.sub("", text, count=1) if _ANSWER.match(text) else _WITH_ANSWER.sub("", text)
    return _OPENING.sub("", text, count=1) if _OPENING.match(text) else text


def target_by_subject(publisher: str, subject: str, name: str) -> str:
    """The target of a link to a record called `name` in the document about `subject`."""
    return f"{publisher}:{BY_SUBJECT}{slug(subject)}:{name}"


def resolve_links(documents: Iterable[Document], records: Iterable[Record]) -> list[Record]:
    """The records whose links by title can be resolved, with identifiers in the place of titles.

    A link stays as it is while no document, or more than one, has its subject, and where that document has no such
    record. Idempotent; the order of the arguments does not matter.
    """
    records = list(records)
    about: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        about[f"{document.publisher}:{BY_SUBJECT}{slug(subject_of(document.title))}"].append(document.id)
    known = {record.id for record in records}
    resolved = []
    for record in records:
        links = tuple(_resolved(link, record.document_id, about, known) for link in record.links)
        if links != record.links:
            resolved.append(record.model_copy(update={"links": links}))
    return resolved


def _resolved(link: Link, own: str, about: dict[str, list[str]], known: set[str]) -> Link:
    subject, _, name = link.target.rpartition(":")
    others = [document for document in about.get(subject, ()) if document != own]
    target = f"{others[0]}:{name}" if len(others) == 1 else ""
    return link.model_copy(update={"target": target}) if target in known else link
