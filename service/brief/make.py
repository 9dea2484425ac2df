"""A draft that was sent → its brief, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from index.errors import SourceError
from retrieval.brief.answer import BriefEvent
from retrieval.brief.briefer import Briefer
from retrieval.brief.draft import Draft, draft_of_text, read_draft
from retrieval.errors import QueryError
from retrieval.search import Searcher
from service.brief.desk import Cancelled
from service.brief.errors import UploadError
from service.brief.upload import Upload


def read(upload: Upload) -> Draft:
    """The draft. Raises UploadError, whatever is wrong with it."""
    try:
        return read_draft(upload.data, upload.name) if upload.data else draft_of_text(upload.text)
    except (SourceError, QueryError) as error:
        raise UploadError(error.message, hint=error.hint, details=error.details) from None


def making(searcher: Searcher, upload: Upload) -> Callable[[Cancelled], Iterator[BriefEvent]]:
    """The work of making one brief, to be done in a thread."""

    def work(cancelled: Cancelled) -> Iterator[BriefEvent]:
        yield from Briefer(searcher).events(read(upload), cancelled)

    return work
