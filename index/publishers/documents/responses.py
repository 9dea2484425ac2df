"""Answers to recommendations: where one begins ("Management response: …") and what it says ("partly agrees")."""

from __future__ import annotations

import re

_WHO = (
    r"(?:the\s+)?(?:management|office|administration|secretariat|government|agency|organi[sz]ation|"
    r"independent evaluation office|[A-Z][A-Z-]{1,9})(?:['’]s)?(?:\s+management)?"
)
_OPENING = re.compile(
    rf"(?:{_WHO}\s+(?:response|comments?)|réponse de la direction|respuesta de la administración)"
    r"(?:\s+to\s+(?:the\s+)?recommendation\s+(?P<number>\d{1,3}))?\s*[:.–—]\s*(?:\[[^\]]*\]\s*)?",
    re.IGNORECASE,
)
_DEGREE = r"(?:fully|partly|partially|largely|mostly|broadly|generally|in principle|in part|strongly)"
_STANCE = (
    r"(?:dis)?agree[sd]?|(?:concur|accept|reject|support|welcome|endorse|question|decline)(?:s|ed|ring)?|"
    r"(?:does|do|did|is|are) not (?:agree|accept|concur|support|able to (?:agree|accept))|takes? note|notes?"
)
_WHOLE = re.compile(rf"(?:{_DEGREE}\s+)?(?:{_STANCE})(?:\s+{_DEGREE})?(?=\s*(?:$|[.;,:]))", re.IGNORECASE)
_ASSERTED = re.compile(
    rf"\b(?P<stance>(?:{_DEGREE}\s+)?\b(?:{_STANCE})(?:\s+{_DEGREE})?)\s+(?:with\s+|of\s+|and\s+\w+\s+(?:with\s+)?)?"
    r"(?:the\s+|this\s+|all\s+|both\s+)?(?:overall\s+|evaluation(?:['’]s)?\s+|proposed\s+|above\s+|main\s+|"
    r"evaluators?['’]?\s+)*(?:recommendations?|finding|proposal)",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:recommendation|proposal)s?\b[^.]{0,60}?\b(?:is|are|was|were)\s+"
    rf"(?P<stance>(?:{_DEGREE}\s+)?(?:not\s+)?(?:welcomed|accepted|agreed|rejected|supported|endorsed|noted))",
    re.IGNORECASE,
)
_OUTRIGHT = re.compile(
    rf"[^.]{{0,50}}?\b(?P<stance>(?:{_DEGREE}\s+)?(?:dis)?(?:agree|accept|reject|endorse)s?)\b", re.IGNORECASE
)
_HEAD = 400  # characters: whoever answers says so at once


def response_opening(text: str) -> re.Match[str] | None:
    """The words with which a response begins, up to its text; group "number" is the recommendation, if named."""
    return _OPENING.match(text)


def stance(text: str) -> str | None:
    """How an answer stands to its recommendation, in its own words ("partially agrees"); None if it does not say."""
    whole = _WHOLE.match(text)
    if whole:
        return " ".join(whole.group().lower().split())
    found = [match for rule in (_ASSERTED, _PASSIVE) if (match := rule.search(text[:_HEAD]))]
    first = min(found, key=lambda match: match.start("stance"), default=None) or _OUTRIGHT.match(text)
    return " ".join(first["stance"].lower().split()) if first else None
