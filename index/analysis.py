"""Text → the terms that BM25 counts. The same rules serve passages and queries.

    "Stratégies de sortie (RAS/16/13/EUR)"  →  strateg, sort, ras/16/13/eur, ras/16/13

Words are lower-cased, stemmed with the Snowball stemmer of their language (Porter 2001) and stripped of accents;
stop words of that language are left out. A project symbol is one term, and so is its beginning, which names the
project without its donor: they match exactly or not at all.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from operator import itemgetter

import Stemmer
from bm25s import stopwords

ANALYZER = "snowball-1"  # part of a generation's identity: bump when the same text would give other terms
DEFAULT_LANGUAGE = "en"

_TOKEN = re.compile(r"[^\W_]+(?:(?:/[^\W_]+)+|&[^\W_]+)?")
_JOINING = frozenset("/&")  # what may stand inside a token
_SYMBOL = re.compile(r"[^\W\d_]{2,}/\d{2}/.+")
_PROJECT = 3  # RAS/16/13 is the project; what follows names the donor

_LANGUAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "ar": ("arabic", ()),
    "de": ("german", stopwords.STOPWORDS_GERMAN),
    "en": ("english", stopwords.STOPWORDS_EN_PLUS),
    "es": ("spanish", stopwords.STOPWORDS_SPANISH),
    "fr": ("french", stopwords.STOPWORDS_FRENCH),
    "it": ("italian", stopwords.STOPWORDS_ITALIAN),
    "pt": ("portuguese", stopwords.STOPWORDS_PORTUGUESE),
    "ru": ("russian", stopwords.STOPWORDS_RUSSIAN),
}

# A stemmer is not safe to share between threads, and cheap to make.
_per_thread = threading.local()


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Lower-cased words and project symbols of a text with their character spans, in order.

    A slash joins only what makes a symbol: "and/or" is two words, "RAS/16/13/EUR" is one.
    """
    for match in _TOKEN.finditer(text):
        token = match.group().lower()
        if "/" not in token or _SYMBOL.fullmatch(token):
            yield token, *match.span()
            continue
        begin = match.start()
        for piece in match.group().split("/"):
            yield piece.lower(), begin, begin + len(piece)
            begin += len(piece) + 1


def find_words(text: str, wanted: Mapping[str, bool]) -> list[tuple[str, int, int]]:
    """The words of a text that are wanted, as `words` gives them.

    `wanted` tells of every word in lower case whether it is. Most words of a text are not: each distinct one is
    asked about once, and only the others are looked for.
    """
    found: list[tuple[str, int, int]] = []
    for token in set(_TOKEN.findall(text)):
        if "/" not in token:
            pieces = [(token.lower(), 0, len(token))] if wanted[token.lower()] else []
        else:
            pieces = [piece for piece in words(token) if wanted[piece[0]]]
        if pieces:
            places = _places(token, text)
            found.extend((word, at + start, at + end) for at in places for word, start, end in pieces)
    return sorted(found, key=itemgetter(1))


def _places(token: str, text: str) -> Iterator[int]:
    """Where a token stands in a text on its own, not inside a longer one."""
    at = text.find(token)
    while at >= 0:
        if _stands_alone(text, at, at + len(token)):
            yield at
        at = text.find(token, at + 1)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() or after.isalnum():
        return False
    if _JOINING.isdisjoint((before, after)):
        return True
    run = start
    while run and (text[run - 1].isalnum() or text[run - 1] in _JOINING):
        run -= 1
    token = next(match for match in _TOKEN.finditer(text, run) if match.end() > start)
    return token.span() == (start, end)


def is_stop_word(word: str, language: str) -> bool:
    """Whether the word says nothing in this language. Languages without a list have no stop words."""
    return word in _stop_words(language)


@cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(_LANGUAGES.get(language, ("", ()))[1])


def stem(word: str, language: str) -> str:
    """The word's stem without accents; unknown languages are stemmed as English. Symbols and numbers stay."""
    if "/" in word or word.isdigit():
        return word
    return _fold(_stemmer(language if language in _LANGUAGES else DEFAULT_LANGUAGE).stemWord(word))


def _stemmer(language: str) -> Stemmer.Stemmer:
    stemmers = _per_thread.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(_LANGUAGES[language][0])
    return stemmers[language]


@lru_cache(maxsize=1 << 16)
def _fold(word: str) -> str:
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def terms(text: str, language: str | None) -> list[str]:
    """Every term of a passage, with repetitions. `language` is ISO 639-1; None reads as English."""
    spoken = language or DEFAULT_LANGUAGE
    found: list[str] = []
    for word, _, _ in words(text):
        if not is_stop_word(word, spoken):
            found.append(stem(word, spoken))
            found.extend(symbol_prefix(word))
    return found


def symbol_prefix(word: str) -> list[str]:
    """The project without its donor: ["ras/16/13"] of "ras/16/13/eur"; nothing of any other word."""
    parts = word.split("/")
    return ["/".join(parts[:_PROJECT])] if len(parts) > _PROJECT else []
