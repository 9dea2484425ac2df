"""Which language a text is written in, by py3langid (naive Bayes over byte n-grams, Lui and Baldwin 2012)."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LANGUAGES = ("ar", "en", "es", "fr", "pt", "ru", "zh")
"""ISO 639-1 codes that a text can get: the six languages of the United Nations and Portuguese. A free choice among
97 languages calls one short English text in ten something else."""

_FEWEST_LETTERS = 20
_LEAST_CONFIDENCE = 0.75
_ENOUGH = 1000  # characters; more text gives the same answer later


def language_of(text: str) -> str | None:
    """The language of `text`; None where it is too short or too mixed to tell."""
    sample = text[:_ENOUGH]
    if sum(map(str.isalpha, sample[: 4 * _FEWEST_LETTERS])) < _FEWEST_LETTERS:
        return None
    language, confidence = _identifier().classify(sample)
    return str(language) if confidence >= _LEAST_CONFIDENCE else None


def likeliest(text: str, among: tuple[str, ...]) -> str:
    """The likeliest of a few languages, however short the text: for queries, where not to choose is no choice."""
    known = tuple(language for language in among if language in LANGUAGES)
    if len(known) < 2:
        return (known or among)[0]
    return str(_identifier(known, probabilities=False).classify(text)[0])  # the same choice, ten times faster


@cache
def _identifier(languages: tuple[str, ...] = LANGUAGES, *, probabilities: bool = True) -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=probabilities)
    identifier.set_languages(languages)
    return identifier
