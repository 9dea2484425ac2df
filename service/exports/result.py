"""A search → everything that it found, and what must be said about it in every file."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime

from index.opened import Opened
from retrieval.answer import Answer
from retrieval.citations.reference import Reference, one_line
from retrieval.lookup import find_reference
from retrieval.request import SearchRequest
from retrieval.search import Searcher

_NAME = 40  # characters of a query in the name of a file


@dataclass(frozen=True, slots=True)
class Result:
    """What an export writes: the hits of `answer`, of which there would be more where it is `cut`.

    `address` is where readers reach the service, without a slash at its end; empty where nobody said.
    """

    answer: Answer
    opened: Opened
    sort: str
    cut: bool
    exported: date
    address: str

    @property
    def facts(self) -> dict[str, str]:
        """What was asked, of what, and when: the head of every file."""
        filters = (f"{field}: {', '.join(values)}" for field, values in self.answer.query.filters.items())
        return {
            "query": one_line(self.answer.query.text),
            "filters": one_line("; ".join(filters)),
            "sort": self.sort,
            "generation": self.answer.generation,
            "exported": self.exported.isoformat(),
            "records": self.count,
        }

    @property
    def count(self) -> str:
        """How many records the file holds, and whether that is all."""
        answer = self.answer
        if answer.message:
            return answer.message
        held = f"{len(answer.hits):,} of {answer.total:,} records that match"
        if self.cut:
            words = [f"Cut: {held}, the most that is exported at a time. Narrow the search to get the rest."]
        elif any(hit.folded for hit in answer.hits):
            words = [f"{held}: few of each evaluation, as asked."]
        else:
            words = [f"All {answer.total:,} records that were found."]
        if again := sum(len(hit.also) for hit in answer.hits):
            words.append(f"Records that say the same share a row ({again:,}).")
        if not answer.total_is_exact:
            words.append("More may match than a search looks at.")
        return " ".join(words)

    def permalink(self, path: str) -> str:
        """The address of a record's page."""
        return self.address + path

    def reference(self, passage: str) -> Reference:
        """How to cite the record of a passage."""
        return find_reference(self.opened, passage)

    def file_name(self, suffix: str) -> str:
        """A name for the file, in letters that every system takes."""
        plain = unicodedata.normalize("NFKD", self.answer.query.text).encode("ascii", "ignore").decode()
        words = re.sub(r"[^a-z0-9]+", "-", plain.lower())[:_NAME].strip("-")
        return f"afterwise-{words or 'result'}.{suffix}"


def find_all(searcher: Searcher, request: SearchRequest, most: int, address: str = "") -> Result:
    """Everything that a search finds, at most `most` hits. Raises QueryError.

    Unless the request says otherwise, no hit of an evaluation is folded away: a page has no room for all, a file has.
    """
    wanted = {
        "offset": 0,
        "limit": most + 1,  # one more tells whether the file is cut; a page's limits are none for a file
        "per_evaluation": request.per_evaluation or 0,
    }
    answer = searcher.search(request.model_copy(update=wanted))
    return Result(
        answer=answer.model_copy(update={"hits": answer.hits[:most]}),
        opened=searcher.opened,
        sort=request.sort,
        cut=len(answer.hits) > most,
        exported=datetime.now(tz=UTC).date(),
        address=address.rstrip("/"),
    )
