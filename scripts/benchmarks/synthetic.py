"""A collection made by chance, of any size: the same words, records and vectors for the same seed.

Texts are as long as those of the ILO's export (half of them have more than 50 words that are no stop words) and made of
the encoder's own vocabulary, drawn by Zipf's law (rank + 3 to the power of -1), which gives the ten most frequent terms
the share of passages that they have there. Two words in five are of the twelve of the text's subject, so that a query
has passages that answer it and many more that share words.

Vectors lie where the encoder's do. Three texts of each subject are encoded; a passage's vector is one of these plus
half of the difference of two others drawn at random, made one long again. So passages of a subject lie in a cluster,
clusters lie as the encoder puts them, and the spread has the encoder's own directions; vectors drawn evenly would have
no neighbours worth finding, and no query of the real encoder would fall near them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.analysis import is_stop_word
from index.encoders.base import Encoder, Vectors
from index.encoders.batches import BATCH
from index.encoders.models import locate
from index.encoders.packaged import DEFAULT_MODEL
from index.model import Anchor, Document, Facets, Kind, Part, Record

GENERATOR = "zipf-1"  # bump when the same seed would give another collection: those that are kept are made again
SUBJECTS = 1_500
_ENCODED = 3  # texts a subject
_OWN_WORDS = 12  # of a subject
_ABOUT = 0.4  # of a text's words are of its subject
_MEDIAN, _SIGMA = 50, 0.45  # words a text, by a log-normal law
_SHORTEST, _LONGEST = 12, 120
_OFFSET = 3  # of Zipf's law, as Mandelbrot has it
_SPREAD = 0.5
_A_DOCUMENT = 10  # records
_KINDS = (Kind.LESSON, Kind.RECOMMENDATION, Kind.FINDING, Kind.GOOD_PRACTICE)
_THEMES, _COUNTRIES = 40, 60
_AT_ONCE = 50_000
_ANCHOR = Anchor()

Numbers = NDArray[np.int64]


class Synthetic:
    """Makes records and their vectors by number; what record 17 says does not depend on how many there are."""

    def __init__(self, encoder: Encoder, kept: Path, subjects: int = SUBJECTS, seed: int = 1) -> None:
        """`kept` is the folder in which the encoded texts are kept between runs."""
        chance = np.random.default_rng(seed)
        self._seed = seed
        self._subjects = subjects
        self.words = np.array(chance.permutation(vocabulary()), dtype=object)
        shares = 1 / np.arange(1 + _OFFSET, len(self.words) + 1 + _OFFSET)
        self._zipf = np.cumsum(shares / shares.sum())
        self._own = chance.integers(len(self.words), size=(subjects, _OWN_WORDS))
        self._anchors = self._encoded(encoder, kept / f"anchors-{subjects}.npy")

    def _encoded(self, encoder: Encoder, kept: Path) -> Vectors:
        """The vectors of the encoded texts, shape (subjects · _ENCODED, dimensions)."""
        if kept.is_file():
            return np.asarray(np.load(kept, allow_pickle=False))
        subjects = np.repeat(np.arange(self._subjects), _ENCODED)
        texts = [self._text(one) for one in self._drawn(np.random.default_rng([self._seed, 0]), subjects)]
        made = np.concatenate([encoder.encode(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)])
        np.save(kept, made, allow_pickle=False)
        return made

    def _drawn(self, chance: np.random.Generator, subjects: Numbers) -> list[Numbers]:
        """For the subject of each text, the numbers of its words."""
        lengths = np.exp(chance.normal(np.log(_MEDIAN), _SIGMA, size=len(subjects))).astype(np.int64)
        lengths = lengths.clip(_SHORTEST, _LONGEST)
        total = int(lengths.sum())
        drawn = np.searchsorted(self._zipf, chance.random(total)).clip(max=len(self.words) - 1)
        own = self._own[np.repeat(subjects, lengths), chance.integers(_OWN_WORDS, size=total)]
        numbers = np.where(chance.random(total) < _ABOUT, own, drawn)
        return np.split(numbers, np.cumsum(lengths)[:-1])

    def _text(self, numbers: Numbers) -> str:
        return f"{' '.join(self.words[numbers]).capitalize()}."

    def records(self, passages: int) -> Iterator[Record]:
        """That many records of one passage each, by identifier."""
        return (record for record, _ in self.told(passages))

    def told(self, passages: int) -> Iterator[tuple[Record, Numbers]]:
        """The same, each with the numbers of its words within `words`."""
        for block, first in enumerate(range(0, passages, _AT_ONCE), start=1):
            chance = np.random.default_rng([self._seed, 1, block])
            subjects = chance.integers(self._subjects, size=_AT_ONCE)
            for offset, numbers in enumerate(self._drawn(chance, subjects)[: passages - first]):
                yield record(first + offset, self._text(numbers), int(subjects[offset])), numbers

    def documents(self, passages: int) -> Iterator[Document]:
        """The documents of so many records."""
        for number in range((passages + _A_DOCUMENT - 1) // _A_DOCUMENT):
            title = " ".join(self.words[self._own[number % self._subjects][:4]]).capitalize()
            yield Document(
                id=f"made:evaluation:{number:07}",
                publisher="made",
                title=f"{title} {number}",
                number=str(number),
                year=2000 + number % 25,
                language="en",
            )

    def vectors(self, passages: int, file: Path) -> Vectors:
        """The vectors of so many records: float32, shape (passages, dimensions), mapped from a new .npy file."""
        shape = (passages, self._anchors.shape[1])
        made: Vectors = np.lib.format.open_memmap(file, mode="w+", dtype=np.float32, shape=shape)
        for block, first in enumerate(range(0, passages, _AT_ONCE), start=1):
            subjects = np.random.default_rng([self._seed, 1, block]).integers(self._subjects, size=_AT_ONCE)
            chance = np.random.default_rng([self._seed, 2, block])
            near = subjects * _ENCODED + chance.integers(_ENCODED, size=_AT_ONCE)
            one, other = chance.integers(len(self._anchors), size=(2, _AT_ONCE))
            some = self._anchors[near] + np.float32(_SPREAD) * (self._anchors[one] - self._anchors[other])
            some /= np.linalg.norm(some, axis=1, keepdims=True)
            made[first : first + _AT_ONCE] = some[: passages - first]
        return made


def record(number: int, text: str, subject: int) -> Record:
    """A small record with a few values to filter by."""
    return Record(
        id=f"made:lesson:{number:07}",
        local_id=f"lesson:{number}",
        document_id=f"made:evaluation:{number // _A_DOCUMENT:07}",
        kind=_KINDS[number % len(_KINDS)],
        parts=(Part(name="text", text=text, language="en", anchor=_ANCHOR),),
        facets=_filed_under(subject % _THEMES, number % _COUNTRIES),
    )


@cache
def _filed_under(theme: int, country: int) -> Facets:
    """One object for all records that are filed alike: a million of them would take a gigabyte."""
    return Facets(themes=(f"Theme {theme}",), countries=(f"Country {country}",))


def vocabulary() -> Sequence[str]:
    """Whole words of the default encoder's vocabulary that say something in English, sorted."""
    tokenizer = json.loads((locate(DEFAULT_MODEL).folder / "tokenizer.json").read_text("utf-8"))
    return sorted(
        word
        for word in tokenizer["model"]["vocab"]
        if word.isascii() and word.isalpha() and len(word) > 2 and not is_stop_word(word, "en")
    )
