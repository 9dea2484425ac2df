"""What the user typed → words, quoted phrases and project symbols.

'exit strategies "handed over" RAS/16/13'   →   words exit, strategies; phrase "handed over"; symbol ras/16/13
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.analysis import DEFAULT_LANGUAGE, is_stop_word, stem, words
from index.annotate.language import likeliest
from index.model import Polarity
from retrieval.characters import is_text
from retrieval.errors import QueryError
from retrieval.polarity import asked

LONGEST = 10_000  # characters; a pasted page of text fits
PROSE = 10  # words beside the quoted ones: a longer query is written text, and what it quotes is no condition

_QUOTED = re.compile(r'["“”„«]\s*([^"“”„«»]+?)\s*["“”»]')


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the query and how often it comes.

    `terms` are its stems in the query's language and in English: any of them is a match.
    """

    text: str
    terms: tuple[str, ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class Expansion:
    """What something in the query means too: "DWCP" is `said`, "Decent Work Country Programme" is `meant`.

    A passage that holds all terms of one of the `runs` holds it. `weight` is that of each of those terms in BM25.
    Where `equal`, such a passage holds the query's `words` as well as one that holds the words themselves.
    """

    said: str
    meant: str
    runs: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    weight: float
    equal: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. `text` is what the encoder reads; `phrases` must stand in a hit word for word."""

    text: str
    language: str
    words: tuple[Word, ...]
    phrases: tuple[str, ...]
    symbols: tuple[str, ...]
    expansions: tuple[Expansion, ...] = ()
    polarity: Polarity | None = None  # what is asked for: what worked, or what did not

    @property
    def own_terms(self) -> dict[str, float]:
        """Every term of every word, with how often the word comes in the query."""
        return {term: float(word.count) for word in self.words for term in word.terms}

    @property
    def weights(self) -> dict[str, float]:
        """The weight of every term in BM25: of the query's own, and of those that only expansions add."""
        own = self.own_terms
        added: dict[str, float] = {}
        for expansion in self.expansions:
            for term in {term for run in expansion.runs for term in run} - own.keys():
                added[term] = added.get(term, 0.0) + expansion.weight
        return own | added

    @property
    def only_symbols(self) -> bool:
        """Whether nothing is asked for but projects: then a record of another project is no answer."""
        return bool(self.symbols) and len(self.words) == len(self.symbols)


def parse(text: str, languages: Sequence[str] = (DEFAULT_LANGUAGE,)) -> Query:
    """Parse a query. `languages` are those of the collection, ISO 639-1. Raises QueryError.

    English stems stand beside those of any other language: titles and terms of art are English everywhere.
    """
    stripped = unicodedata.normalize("NFC", " ".join(text.split()))  # some keyboards type accents apart
    if not is_text(stripped):
        raise QueryError("The query holds characters that are not Unicode text.", hint="Write it in UTF-8.")
    if not any(True for _ in words(stripped)):
        raise QueryError("The query has no words.", hint="Ask in plain words, e.g. what worked for exit strategies.")
    if len(stripped) > LONGEST:
        raise QueryError(
            f"The query has {len(stripped):,} characters; the most is {LONGEST:,}.",
            hint="Search for one section of the text at a time.",
        )
    phrases = _phrases(stripped)
    plain = re.sub(r'["“”„«»]', " ", stripped)
    language = likeliest(plain, tuple(languages))
    spoken = tuple(dict.fromkeys([language, DEFAULT_LANGUAGE]))
    found = Counter(w for w, _, _ in words(plain) if not any(is_stop_word(w, one) for one in spoken))
    polarity, asking = asked(plain)
    subject = Counter({word: count for word, count in found.items() if word not in asking}) or found
    return Query(
        text=" ".join(plain.split()),
        language=language,
        words=tuple(Word(word, _stems(word, spoken), count) for word, count in subject.items()),
        phrases=phrases,
        symbols=tuple(word for word in found if "/" in word),
        polarity=polarity,
    )


def _phrases(text: str) -> tuple[str, ...]:
    """What stands in quotation marks, unless the text around it is prose."""
    beside = sum(1 for _ in words(_QUOTED.sub(" ", text)))
    quoted = [match.group(1) for match in _QUOTED.finditer(text)] if beside <= PROSE else []
    return tuple(dict.fromkeys(quoted))


def _stems(word: str, languages: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem(word, language) for language in languages))
