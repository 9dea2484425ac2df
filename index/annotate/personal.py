"""E-mail addresses and phone numbers → a note that one stood there.

International numbers are found by `phonenumbers`; local ones only behind a label ("Tel.", "fax:"), because project
symbols, sums and years look just like them.
"""

from __future__ import annotations

import re

from phonenumbers import Leniency, PhoneNumberMatcher

EMAIL_NOTE = "[e-mail removed]"
PHONE_NOTE = "[phone removed]"

_EMAIL = re.compile(
    r"(?:mailto:)?[\w.+-]{1,64}(?:@|\s?[\[(]\s?(?:at|arroba)\s?[\])]\s?)[\w-]+"
    r"(?:(?:\.|\s?[\[(]\s?(?:dot|punto|point)\s?[\])]\s?)[\w-]+)+",
    re.IGNORECASE,
)
_BRACKETED_AT = re.compile(r"[\[(]\s?(?:at|arroba)\s?[\])]", re.IGNORECASE)
_NUMBER = r"\+?\(?\d(?:[ ()./\u2010-\u2013-]{0,2}\d){5,14}"  # 6 to 15 digits (ITU-T E.164 allows 15)
_LABELLED = re.compile(
    rf"""\b(
        (?:tel|tél|tlf|fax)\b\.?[ ]?(?:no\b\.?|n[°º])?[ ]?:?
        |(?:telephone|téléphone|teléfono|telefone|phone|mobile|mob\.|cell|celular|móvil|telemóvel|portable|whatsapp)
         [ ]?(?:(?:no\b\.?|n[°º]|number|numéro|número)[ ]?:?|:|(?=[(+]?0))
    )[ ]?({_NUMBER}(?:[ ]?(?:/|\bor\b|\bou\b)[ ]?{_NUMBER})*)""",
    re.VERBOSE | re.IGNORECASE,
)
_YEARS = re.compile(r"(?:19|20)\d\d[-–/ ]+(?:19|20)\d\d|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")
_DIGITS = re.compile(r"\d[\d ()./\u2010-\u2013-]{4,}\d")  # looking for these first is five times faster
_INTERNATIONAL = re.compile(r"\+ ?\(?\d")
# "+12 000 000" is a sum unless it is a number that some telephone really has.
_THOUSANDS = re.compile(r"\+ ?\d{1,3}(?:[ .,]\d{3})+")


def mask(text: str) -> str:
    """`text` without e-mail addresses and phone numbers. Masking twice changes nothing more."""
    if "@" in text or _BRACKETED_AT.search(text):
        text = _EMAIL.sub(EMAIL_NOTE, text)
    if not _DIGITS.search(text):
        return text
    if _INTERNATIONAL.search(text):
        text = _without_international(text)
    return _LABELLED.sub(_without_number, text)


def _without_international(text: str) -> str:
    sure = {match.start for match in PhoneNumberMatcher(text, None, leniency=Leniency.VALID)}
    for match in reversed(list(PhoneNumberMatcher(text, None, leniency=Leniency.POSSIBLE))):
        if match.start in sure or not _THOUSANDS.fullmatch(match.raw_string):
            opened = match.raw_string.startswith("(") and ")" not in match.raw_string
            text = text[: match.start + opened] + PHONE_NOTE + text[match.end :]
    return text


def _without_number(match: re.Match[str]) -> str:
    label, number = match[1], match[2]
    return match[0] if _YEARS.fullmatch(number) else f"{label.rstrip()} {PHONE_NOTE}"
