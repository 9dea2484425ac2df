"""What can go wrong with a brief, beside what the engine itself says of a draft.

AfterwiseError (index.errors)
└── BriefError
    ├── UploadError      what was sent holds no draft that can be taken
    ├── BriefBusy        as many briefs are being made as there are places
    ├── BriefTimeout     the brief took longer than it may
    ├── BriefChanged     a finished brief does not say what the collection holds
    └── BriefFault       a fault of ours, told without a word of the draft
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from index.errors import AfterwiseError


class BriefError(AfterwiseError):
    code = "brief_error"


class UploadError(BriefError):
    code = "bad_draft"


class BriefBusy(BriefError):
    code = "brief_busy"
    headers: ClassVar[Mapping[str, str]] = {"Retry-After": "5"}  # seconds


class BriefTimeout(BriefError):
    code = "brief_timeout"


class BriefChanged(BriefError):
    code = "brief_changed"


class BriefFault(BriefError):
    code = "internal_error"
