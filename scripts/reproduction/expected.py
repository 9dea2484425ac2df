"""The file of expected figures.

prepare:            steps that commands need, each run once
  NAME:
    needs: [PATH…]
    command: …
figures:
  NAME:
    quick: true       seconds, and needs nothing but the repository: the tests check it too
    needs: [PATH…]    without these it is skipped
    prepare: [NAME…]
    command: …        prints JSON
    expect:
      STEP > STEP: {is: NUMBER, within: NUMBER}      or {at least: NUMBER}, {at most: NUMBER}, {above: NUMBER}

A STEP is a field of an object, or the `name` or `set` of an object in a list. Commands run in bash, in the repository's
root; $SHARED is the folder with real data and $WORK one for what the commands make.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Expectation(_Value):
    """What a value must be: near a number, or on one side of it."""

    value: Annotated[float | None, Field(alias="is")] = None
    within: Annotated[float, Field(ge=0)] = 0.0
    least: Annotated[float | None, Field(alias="at least")] = None
    most: Annotated[float | None, Field(alias="at most")] = None
    above: float | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Expectation:
        given = [one for one in (self.value, self.least, self.most, self.above) if one is not None]
        if len(given) != 1:
            raise ValueError("give one of: is, at least, at most, above")
        if self.within and self.value is None:
            raise ValueError("within belongs to is")
        return self

    def met(self, seen: float) -> bool:
        """Whether a value is as expected."""
        if self.value is not None:
            return abs(seen - self.value) <= self.within + 1e-9  # both were rounded when they were written down
        if self.least is not None:
            return seen >= self.least
        if self.most is not None:
            return seen <= self.most
        return self.above is not None and seen > self.above

    def __str__(self) -> str:
        if self.value is not None:
            return f"{self.value:g} ± {self.within:g}" if self.within else f"{self.value:g}"
        bounds = {"≥": self.least, "≤": self.most, ">": self.above}
        return " ".join(f"{sign} {bound:g}" for sign, bound in bounds.items() if bound is not None)


class Step(_Value):
    """A command that makes what others need."""

    command: str
    needs: tuple[str, ...] = ()


class Figure(Step):
    """A command with what is expected of the JSON that it prints: path of a value → expectation."""

    expect: dict[str, Expectation] = Field(min_length=1)
    prepare: tuple[str, ...] = ()
    quick: bool = False


class Expected(_Value):
    """The whole file."""

    prepare: dict[str, Step] = {}
    figures: dict[str, Figure]

    @model_validator(mode="after")
    def _steps_are_known(self) -> Expected:
        for name, figure in self.figures.items():
            if unknown := set(figure.prepare) - self.prepare.keys():
                raise ValueError(f"{name} needs a step that there is not: {', '.join(sorted(unknown))}")
        return self


def load(file: Path) -> Expected:
    """Read the file. Raises SystemExit that says what is wrong with it."""
    try:
        return Expected.model_validate(yaml.safe_load(file.read_text("utf-8")))
    except (OSError, yaml.YAMLError) as error:
        raise SystemExit(f"{file} cannot be read: {error}") from error
    except ValidationError as error:
        problems = [f"{' > '.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        raise SystemExit("\n".join([f"{file} is not as it must be:", *problems])) from error
