"""Settings that say what is wrong with them in the words of those who set them."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import SettingsError

PREFIX = "AFTERWISE_"


class Settings(BaseSettings):
    """Base of all settings: each is an environment variable AFTERWISE_<NAME>. Raises SettingsError."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            problems = {".".join(map(str, one["loc"])): one["msg"] for one in error.errors()}
            raise SettingsError(
                " ".join(f"{PREFIX}{name.upper()}: {problem}." for name, problem in problems.items()),
                hint="Correct or unset the environment variable; docs/configuration.md describes every setting.",
                details={"settings": problems},
            ) from error
