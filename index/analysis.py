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
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from operator import itemgetter

import Stemmer
from bm25s import stopwords

ANALYZER = "snowball-1"  # part of a generation's identity: bump when the same text would give other terms
DEFAULT_LANGUAGE = "en"

_TOKEN = re.compile(r"[^\W_]+(?:(?:/[^\W_]+)+|&[^\W_]+)?")
_JOINING = ("/", "&")  # what may stand inside a token
_SYMBOL = re.compile(r"[^\W\d_]{2,}/\d{2}/.+")
_ALIKE = 3  # letters that words must share to be searched for together
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


def distinct_words(text: str) -> set[str]:
    """The words of a text as they are written."""
    tokens = set(_TOKEN.findall(text))
    joined = {token for token in tokens if "/" in token}
    return (tokens - joined).union(*([token[a:b] for _, a, b in words(token)] for token in joined))


class Wanted:
    """Words in lower case to find in texts. Words that begin alike are searched for by their beginning, at once."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        alike: dict[str, list[str]] = {}
        for word in self.words:
            alike.setdefault(word[:_ALIKE], []).append(word)
        self._beginnings = [_common_beginning(some) for some in alike.values()]

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """The wanted words of a text, as `words` gives them: many times faster than to look at every word."""
        lowered = text.lower()
        if len(lowered) != len(text) or "Σ" in text:  # İ becomes two characters; Σ as what follows it wants
            return [found for found in words(text) if found[0] in self.words]
        found = set()
        for beginning in self._beginnings:
            at = lowered.find(beginning)
            while at >= 0:
                word = _word_at(lowered, at)
                if word in self.words:
                    found.add((word, at, at + len(word)))
                at = lowered.find(beginning, at + 1)
        return sorted(found, key=itemgetter(1))


def _common_beginning(words: Sequence[str]) -> str:
    first, last = min(words), max(words)
    alike = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:alike]


def _word_at(text: str, start: int) -> str | None:
    """The word that begins here, where one does."""
    before = text[start - 1 : start]
    if before.isalnum() or not (match := _TOKEN.match(text, start)):
        return None
    token = match.group()
    if "/" not in token and before not in _JOINING:
        return token
    while start and (text[start - 1].isalnum() or text[start - 1] in _JOINING):
        start -= 1
    whole = next(one for one in _TOKEN.finditer(text, start) if one.end() > match.start())
    return next((word for word, begin, _ in words(whole.group()) if whole.start() + begin == match.start()), None)


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
    return fold(_stemmer(language if language in _LANGUAGES else DEFAULT_LANGUAGE).stemWord(word))


def _stemmer(language: str) -> Stemmer.Stemmer:
    stemmers = _per_thread.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(_LANGUAGES[language][0])
    return stemmers[language]


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """The word without accents."""
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
