"""The beginning of a long text, in whole sentences, and marked where more follows."""

from __future__ import annotations

import re

MORE = "[…]"
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)|\n")


def excerpt(text: str, words: int) -> str:
    """The whole text if it has so few words, else its sentences that end within so many, and a mark.

    A first sentence that is longer by itself is cut between words, and ends with the same mark.
    """
    if len(text.split()) <= words:
        return text
    ends = [one.end() for one in _SENTENCE_END.finditer(text)]
    whole = [end for end in ends if len(text[:end].split()) <= words]
    kept = text[: whole[-1]].rstrip() if whole else " ".join(text.split()[:words])
    return f"{kept} {MORE}"
