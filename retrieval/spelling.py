"""A word that no passage holds → the word of the collection that was probably meant.

Of all forms within few edits (insertion, deletion, replacement, swap of neighbours: optimal string alignment) the
likeliest wins, by the noisy channel of Kernighan, Church and Gale (1990) with one error rate for all edits:

    records that hold the form  ÷  40 ^ edits

Forms of the query's own language count in full, of the others a tenth. Accents cost nothing.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.analysis import fold, words

_EDIT = 40.0  # how much rarer each further edit is
_FIRST = 4.0  # and how much rarer one that changes the first letter
_ELSEWHERE = 0.1
_LONG = 6  # letters from which a word may have two edits; shorter ones one
_SHORTEST = 4  # letters; of shorter words too many others are near
_MOST = 4  # unknown words; a text with more of them is about something else


class Speller:
    """Knows the word forms of one collection. Safe to share between threads; nothing in it changes."""

    def __init__(self, forms: Mapping[str, Mapping[str, int]]) -> None:
        """`forms` gives, by language, each form in lower case with the number of records that hold it."""
        self._forms = forms
        self._counts: Counter[str] = Counter()
        for counts in forms.values():
            self._counts.update({word: count for word, count in counts.items() if word.isalpha()})
        ordered = sorted(self._counts, key=lambda word: (len(fold(word)), word))
        self._words = ordered
        self._folded = [fold(word) for word in ordered]
        self._lengths = [len(word) for word in self._folded]

    def knows(self, word: str) -> bool:
        """Whether the collection writes a lower-case word so."""
        return word in self._counts

    def count(self, word: str) -> int:
        """The number of records that hold a form."""
        return self._counts[word]

    def correct(self, word: str, language: str) -> str | None:
        """The form that was probably meant by an unknown lower-case word, if any is near."""
        plain = fold(word)
        if len(plain) < _SHORTEST:
            return None
        most = 2 if len(plain) >= _LONG else 1
        begin = bisect_left(self._lengths, len(plain) - most)
        end = bisect_left(self._lengths, len(plain) + most + 1)
        near = process.extract(
            plain, self._folded[begin:end], scorer=OSA.distance, processor=None, score_cutoff=most, limit=None
        )
        own = self._forms.get(language, {})
        best: tuple[float, str] | None = None
        for folded, edits, at in near:
            form = self._words[begin + at]
            here = own.get(form, 0)
            likely = (here + _ELSEWHERE * (self._counts[form] - here)) / _EDIT**edits
            likely /= 1 if folded[0] == plain[0] else _FIRST
            best = min(best or (0.0, form), (-likely, form))
        return best[1] if best else None

    def correct_text(self, text: str, unknown: Iterable[str], language: str) -> str | None:
        """The text with its unknown words corrected where they can be; None where nothing changes.

        Nothing is done for more than `_MOST` of them. Numbers, symbols and what looks like a code or a name (capitals
        after the first letter) are left alone.
        """
        wanted = frozenset(unknown)
        if len(wanted) > _MOST:
            return None
        plain = unicodedata.normalize("NFC", text)
        pieces: list[str] = []
        end = 0
        for word, start, stop in words(plain):
            said = plain[start:stop]
            if word in wanted and word.isalpha() and (said[1:].islower() or plain.isupper()):
                corrected = self.correct(word, language)
                if corrected:
                    pieces += [plain[end:start], _cased(corrected, said)]
                    end = stop
        return "".join([*pieces, plain[end:]]) if pieces else None


def _cased(word: str, like: str) -> str:
    """The word in capitals, with one, or without, as another is written."""
    if like.isupper():
        return word.upper()
    return word.capitalize() if like[0].isupper() else word
