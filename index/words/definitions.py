"""Where a text says what an acronym stands for: "Decent Work Country Programme (DWCP)", "DWCP (Decent Work …)".

The method is that of Schwartz and Hearst (2003, "A simple algorithm for identifying abbreviation definitions in
biomedical text"): what stands in brackets is a short form or a long one, and all letters of the short form must be
met in order in the few words beside it, the first of them at the beginning of a word.

Where the letters can be met in several ways the paper takes the shortest long form, which reads "public private
partnerships (PPP)" as "private partnerships". Acronyms of offices are made of initials: here that long form wins
whose words begin with most of the letters, and it must account for more than half of them. Accents do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from index.analysis import DEFAULT_LANGUAGE, is_stop_word, words

SHORTEST, LONGEST = 2, 10  # characters of a short form
_ENOUGH = 0.5  # part of a short form's letters that must be exceeded by those that begin words of the long form
_LEFT_OUT = 0.5  # what a word costs that begins with none of the letters

_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]\n]{2,200}?)\s*[)\]]")
_ASIDE = re.compile(r"\s*[,;:–—]\s.*|[‘’“”\"'«»]")  # "(DWCP, 2014)" says more than the acronym
_CLAUSE_END = re.compile(r"[.;:!?•](?=\s)|[()\[\]\n]")
_WORD = re.compile(r"[^\W_]+")
_PLURAL = re.compile(r"(.*[A-Z0-9])s")
_OWNER = re.compile(r"['’]s$")  # "the Committee's (PICC) …"
_MARKS = " ,;:-–—'‘’\"“”«»"
_REACH = 200  # characters before the brackets that may hold the long form


class Definition(NamedTuple):
    """A short form as written (a plural s left out), and the words that it stands for."""

    short: str
    long: str


def definitions(text: str, language: str | None) -> Iterator[Definition]:
    """Every definition of a text, in order. `language` is ISO 639-1; None reads as English."""
    for match in _BRACKETS.finditer(text):
        inside = match.group(1)
        before = _CLAUSE_END.split(text[max(0, match.start() - _REACH) : match.start()])[-1].rstrip()
        last = before.rpartition(" ")[2]
        for short, beside, whole in ((_ASIDE.sub("", inside), before, False), (last, inside, True)):
            if is_short_form(short):
                singular = _singular(short)
                long = _long_form(singular, beside, language or DEFAULT_LANGUAGE, whole)
                if long:
                    yield Definition(singular, long)
                    break


def is_short_form(text: str) -> bool:
    """Whether a text looks like an acronym: one word of 2 to 10 characters with two capitals or more, no symbol."""
    single = _singular(text)
    if not SHORTEST <= len(single) <= LONGEST or sum(map(str.isupper, single)) < SHORTEST:
        return False
    return "/" not in single and [word for word, _, _ in words(single)] == [single.lower()]


def _singular(short: str) -> str:
    plural = _PLURAL.fullmatch(short)
    return plural.group(1) if plural else short


def _long_form(short: str, beside: str, language: str, whole: bool) -> str | None:
    """The words that end `beside` and account best for the letters, or None where none do.

    `whole` wants all of `beside`, as where the long form stands in the brackets.
    """
    letters = [letter for letter in _plain(short) if letter.isalnum()]
    near = list(_WORD.finditer(beside))[-min(len(letters) + 5, 2 * len(letters)) :]
    text = _plain(beside)
    best, found = _ENOUGH * len(letters), None
    for number in range(len(near) - 1, -1, -1):
        start = near[number].start()
        if text[start] != letters[0] or is_stop_word(near[number].group().lower(), language):
            continue
        telling = sum(not is_stop_word(word.group().lower(), language) for word in near[number:])
        initials = _initials(letters, text[start:])
        score = -1.0 if initials is None else initials - _LEFT_OUT * max(0, telling - initials)
        if score > best:
            best, found = score, start
    if found is None or (whole and found != 0):
        return None
    long = _OWNER.sub("", " ".join(beside[found:].split()).strip(_MARKS))
    return None if short.lower() in {word for word, _, _ in words(long)} or len(long) <= len(short) else long


def _initials(letters: list[str], text: str) -> int | None:
    """How many letters can at most begin a word where all are met in order, the first at the text's beginning.

    None where they cannot all be met. `best[n]` is the most initials among the first n letters so far.
    """
    best: list[int | None] = [0] + [None] * len(letters)
    for at, letter in enumerate(text):
        begins = at == 0 or not text[at - 1].isalnum()
        for number in range(len(letters), 0, -1):
            before = best[number - 1]
            if letters[number - 1] == letter and before is not None and (number > 1 or at == 0):
                best[number] = max(best[number] or 0, before + begins)
    return best[-1]


def _plain(text: str) -> str:
    """Lower case without accents, character by character, so that offsets stay."""
    return "".join(unicodedata.normalize("NFD", letter)[0].lower()[0] for letter in text)
