"""What may be a query, a filter or an identifier at all."""

from __future__ import annotations


def is_text(value: str) -> bool:
    """Whether a string is Unicode text that can be encoded and stored.

    JSON escapes and bytes of a command line that are not UTF-8 can give halves of surrogate pairs, which are not.
    """
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
