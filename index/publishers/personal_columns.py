"""Columns that hold people: a mapping may not name them, so that no name reaches the index by oversight."""

from __future__ import annotations

import re

_PERSONAL = re.compile(
    r"""\b(?:
        authors?|auteurs?|autor(?:es|as?)?|evaluators?|évaluateurs?|evaluador(?:es|as?)?|consultants?|reviewers?
        |submitters?|managers?|gestionnaires?|team\ (?:leaders?|members?)|officers?|focal\ points?|person(?:s|nel)?
        |contacts?|e-?mails?|courriels?|correos?|(?:tele)?phones?|téléphones?|teléfonos?|tel|mobile|fax|whatsapp
        |(?:submitted|prepared|created|modified|reviewed|entered|written|approved|uploaded)\ by
        |(?:first|last|family|full|given|user)\ ?names?|surnames?|nom\ et\ prénom|apellidos?
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)


def looks_personal(column: str) -> bool:
    """Whether a column of this name probably holds names, addresses or numbers of people."""
    return _PERSONAL.search(column.replace("_", " ")) is not None
