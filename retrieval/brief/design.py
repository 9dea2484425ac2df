"""What similar projects were told and a draft does not mention: the design check.

The catalogue of questions is a file (design.toml) that an office can edit or replace (AFTERWISE_DESIGN_QUESTIONS).
A question is asked where it applies to the draft and the draft holds none of the words that show that it was thought
of. Nothing is said without evidence: a question for which the collection has none is no warning.
"""

from __future__ import annotations

import tomllib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import SettingsError
from retrieval.brief.answer import Topic
from retrieval.brief.wording import Phrases, Text

CATALOGUE = Path(__file__).with_name("design.toml")
_FEWEST_WORDS = 80  # a shorter draft is a note: what it does not mention says nothing
_MOST_QUESTIONS = 200

Phrase = Annotated[str, Field(min_length=2, max_length=100)]
Language = Literal["en", "es", "fr"]
ByLanguage = dict[Language, list[Phrase]]


class DesignQuestion(BaseModel):
    """One question of the catalogue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    topic: Topic
    question: dict[Language, Annotated[str, Field(min_length=5, max_length=300)]]
    query: Annotated[str, Field(min_length=3, max_length=300)]
    covered: ByLanguage
    applies: ByLanguage = Field(default_factory=dict, description="Without words, it applies to every draft.")

    @property
    def always(self) -> bool:
        """Whether it applies to every draft."""
        return not any(self.applies.values())

    def asked_in(self, language: str) -> str:
        """The question in a language, in English where there is none, else in the first that there is."""
        return (
            self.question.get(cast("Language", language))
            or self.question.get("en")
            or next(iter(self.question.values()))
        )


class Catalogue(BaseModel):
    """All questions, in the order in which they are asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    questions: Annotated[list[DesignQuestion], Field(max_length=_MOST_QUESTIONS)]

    def uncovered(self, text: str, language: str, words: int) -> list[DesignQuestion] | None:
        """The questions that apply to a draft and that it does not touch; None where it is too short to tell."""
        if words < _FEWEST_WORDS:
            return None
        draft = Text(text, language)
        covered, applying = self._covered.names(draft), self._applies.names(draft)
        return [one for one in self.questions if one.id not in covered and (one.always or one.id in applying)]

    @cached_property
    def _covered(self) -> Phrases:
        return Phrases({one.id: one.covered for one in self.questions})

    @cached_property
    def _applies(self) -> Phrases:
        return Phrases({one.id: one.applies for one in self.questions})


@lru_cache(maxsize=8)
def _read(path: Path, _changed: float) -> Catalogue:
    try:
        catalogue = Catalogue.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path, str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise _wrong(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    ids = [one.id for one in catalogue.questions]
    for id_ in ids:
        if ids.count(id_) > 1:
            raise _wrong(path, f"there are several questions of the id {id_!r}")
    for one in catalogue.questions:
        if not one.question:
            raise _wrong(path, f"{one.id}: there is no question in any language")
    return catalogue


def load_catalogue(path: Path | None = None) -> Catalogue:
    """The catalogue in a file; the one that comes along where none is named. Raises SettingsError, naming the file."""
    file = path or CATALOGUE
    try:
        changed = file.stat().st_mtime
    except OSError as error:
        raise _wrong(file, error.strerror or "it cannot be read") from error
    return _read(file, changed)


def _wrong(path: Path, reason: str) -> SettingsError:
    return SettingsError(
        f"{path.name}: this catalogue of design questions cannot be used: {reason}.",
        hint="Correct the file that AFTERWISE_DESIGN_QUESTIONS names; docs/how-it-works.md describes its fields.",
        details={"file": path.name},
    )
