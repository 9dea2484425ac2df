"""What the interface says, in the reader's language: sentences of strings/<language>.json, numbers, plurals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files

LANGUAGES = ("en", "fr", "es")
DEFAULT = "en"

Sentence = str | dict[str, str]  # {"one": …, "other": …} where a count decides


class Wording:
    """One language of the interface."""

    def __init__(self, code: str, sentences: Mapping[str, Sentence]) -> None:
        self.code = code
        self.direction = str(sentences["direction"])
        self._sentences = sentences

    def say(self, key: str, **values: object) -> str:
        """The sentence under `key`; whole numbers in it are written as the language writes them."""
        sentence = self._sentences[key]
        if not isinstance(sentence, str):
            sentence = sentence[self._plural(values["count"])]
        return sentence.format(**{name: self._written(value) for name, value in values.items()})

    def name(self, family: str, value: str) -> str:
        """What `value` is called in the language, e.g. ("kind", "lesson"); the value itself where it has no name."""
        return str(self._sentences.get(f"{family}.{value}", value))

    def number(self, value: int) -> str:
        """12547 → 12,547 or as the language separates thousands; years are not numbers in this sense."""
        return f"{value:,}".replace(",", str(self._sentences["thousands"]))

    def _written(self, value: object) -> str:
        return self.number(value) if isinstance(value, int) else str(value)

    def _plural(self, count: object) -> str:
        """Plural rules of CLDR for whole numbers: French counts 0 as one."""
        return "one" if count == 1 or (count == 0 and self.code == "fr") else "other"


def load(code: str) -> dict[str, Sentence]:
    """The sentences of one language."""
    text = files("service.pages").joinpath("strings", f"{code}.json").read_text("utf-8")
    sentences: dict[str, Sentence] = json.loads(text)
    return sentences


_WORDINGS = {code: Wording(code, load(code)) for code in LANGUAGES}


def wording(asked: str | None, accepted: str | None) -> Wording:
    """The language that the address asks for, else the one that the browser likes best, else English.

    `accepted` is the header Accept-Language (RFC 9110, section 12.5.4).
    """
    if asked in _WORDINGS:
        return _WORDINGS[asked]
    for code in _by_preference(accepted or ""):
        if code in _WORDINGS:
            return _WORDINGS[code]
    return _WORDINGS[DEFAULT]


def _by_preference(accepted: str) -> list[str]:
    ranked = []
    for entry in accepted.split(","):
        tag, *parameters = (part.strip() for part in entry.split(";"))
        weights = [part.removeprefix("q=") for part in parameters if part.startswith("q=")]
        ranked.append((_weight(weights), tag.partition("-")[0].lower()))
    return [code for weight, code in sorted(ranked, key=lambda one: -one[0]) if weight > 0]


def _weight(weights: list[str]) -> float:
    try:
        return float(weights[0]) if weights else 1.0
    except ValueError:
        return 0.0
