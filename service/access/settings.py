"""How people and programs sign in. Every setting is an environment variable AFTERWISE_<NAME>."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from index.configuration import Settings

AnonymousName = Literal["off", "public"]


class AccessSettings(Settings):
    """Settings of who may do and see what."""

    anonymous: Annotated[
        AnonymousName, Field(description="What those see who have not signed in: nothing, or what is public.")
    ] = "public"
