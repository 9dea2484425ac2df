"""What can go wrong with votes."""

from __future__ import annotations

from index.errors import AfterwiseError


class FeedbackError(AfterwiseError):
    """A vote that cannot be kept, or votes that nothing can be measured with."""

    code = "feedback_error"
