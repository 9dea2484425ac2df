"""An error → what of it is told over HTTP.

What the machine is like inside is for its log and its command line: messages of some errors name files and folders.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from index.errors import AfterwiseError, CatalogError, EncoderError, GenerationError
from service.access.database import AccessFileError
from service.feedback.errors import FeedbackError

_WHERE = "Those who run this service find the reason in its log, and with afterwise doctor."
_TOLD: Mapping[type[AfterwiseError], tuple[str, str]] = {
    GenerationError: (
        "There is no index that can be searched.",
        f"Build one: afterwise index PATH…, or mend it: afterwise index --rebuild. {_WHERE}",
    ),
    CatalogError: ("The catalog cannot be used now.", _WHERE),
    EncoderError: ("The model cannot be used now.", _WHERE),
    AccessFileError: ("Keys cannot be checked now.", _WHERE),
    FeedbackError: ("No vote can be kept now.", f"Nothing else depends on it. {_WHERE}"),
}
_CODES = frozenset(kind.code for kind in _TOLD) | {"archive_error", "data_folder_busy", "inbox_error", "indexing_error"}
_logger = logging.getLogger("afterwise.errors")


def outward(error: AfterwiseError) -> tuple[str, str]:
    """The message and the hint that anybody may read."""
    told = next((told for kind, told in _TOLD.items() if isinstance(error, kind)), None)
    return told or (error.message, error.hint)


def is_inward(code: str) -> bool:
    """Whether messages of errors with this code may name files and folders of this machine."""
    return code in _CODES


def keep(error: AfterwiseError, request_id: str) -> None:
    """Write to the log what is not told."""
    if outward(error) != (error.message, error.hint):
        told = {"request_id": request_id, "code": error.code, "problem": error.message, "hint": error.hint}
        _logger.warning("error not told", extra={"fields": told})
