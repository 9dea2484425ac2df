"""How people and programs sign in, and how much they may ask. Each setting is a variable AFTERWISE_<NAME>."""

from __future__ import annotations

from typing import Annotated, Literal

from limits import parse
from pydantic import AfterValidator, Field, StringConstraints

from index.configuration import Settings
from index.visibility import is_group
from service.access.addresses import Networks

AnonymousName = Literal["off", "public"]


def _rate(value: str) -> str:
    if value:
        try:
            parse(value)
        except ValueError as error:
            raise ValueError(f"{value!r} is no rate: write 600/minute, 20/second, or nothing") from error
    return value


def _group(value: str) -> str:
    if value and not is_group(value):
        raise ValueError(f"{value!r} can be no group's name")
    return value


Rate = Annotated[str, AfterValidator(_rate)]
Group = Annotated[str, AfterValidator(_group)]
Header = Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9-]{1,64})?$")]
Address = Annotated[str, StringConstraints(pattern=r"^(https?://[^\s#]+)?$", max_length=500)]


class AccessSettings(Settings):
    """Settings of who may do and see what."""

    anonymous: Annotated[
        AnonymousName, Field(description="What those see who have not signed in: nothing, or what is public.")
    ] = "public"
    views: Annotated[
        int, Field(ge=1, le=100, description="Views kept ready, one for all callers who may see the same documents.")
    ] = 8
    ingest_group: Annotated[Group, Field(description="Signed-in members of it may bring in documents.")] = ""
    admin_group: Annotated[Group, Field(description="Signed-in members of it run the service.")] = ""
    oidc_issuer: Annotated[Address, Field(description="The identity provider, as its tokens name it (iss).")] = ""
    oidc_audience: Annotated[str, Field(max_length=500, description="This service, as tokens name it (aud).")] = ""
    oidc_jwks_url: Annotated[Address, Field(description="Where the provider's keys are. Nothing else is fetched.")] = ""
    oidc_groups_claim: Annotated[
        str, Field(pattern=r"^[\w:/.-]{1,200}$", description="The claim with the groups; dots lead into objects.")
    ] = "groups"
    trusted_proxies: Annotated[
        Networks, Field(default_factory=tuple, description="Addresses of proxies whose headers are believed.")
    ]
    proxy_user_header: Annotated[Header, Field(description="The header in which a proxy says who it is.")] = ""
    proxy_groups_header: Annotated[Header, Field(description="The header in which it lists their groups.")] = ""
    rate_per_caller: Annotated[Rate, Field(description="Most requests of one key or person.")] = "3000/minute"
    rate_per_address: Annotated[Rate, Field(description="Most requests of one address; not of this machine.")] = (
        "3000/minute"
    )
    rate_of_failures: Annotated[Rate, Field(description="Most failed sign-ins of one address.")] = "30/minute"
