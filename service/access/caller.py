"""Who asks: what they may do (scopes) and what they may see (groups)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import Literal, NamedTuple

from index.visibility import EVERYBODY, Audience
from service.access.errors import NotAllowed, NotSignedIn

EVERY_GROUP = "*"
"""In place of a key's groups: nothing is kept from it. No token and no proxy can say so."""

_LONGEST_NAME = 200  # characters

Method = Literal["none", "key", "token", "proxy"]


class Scope(StrEnum):
    """What one may do."""

    SEARCH = "search"  # read: search, suggest, records, documents, briefs, pages
    EXPORT = "export"  # whole results as files
    FEEDBACK = "feedback"  # say what was useful
    INGEST = "ingest"  # bring in and take out documents
    ADMIN = "admin"  # see use, go back to an older generation


READING = frozenset({Scope.SEARCH, Scope.EXPORT, Scope.FEEDBACK})


class Caller(NamedTuple):
    """Whoever sent a request. `who` stands in the audit log and is what a rate is counted for.

    `by_browser` says that a browser adds by itself what they are known by, also to what other sites make it send.
    """

    who: str
    scopes: frozenset[Scope]
    audience: Audience = EVERYBODY
    method: Method = "none"
    by_browser: bool = False

    @property
    def signed_in(self) -> bool:
        """Whether it is known who it is."""
        return self.method != "none"

    def require(self, scope: Scope) -> None:
        """Let a caller pass who has the scope. Raises NotSignedIn, NotAllowed."""
        if scope in self.scopes:
            return
        if not self.signed_in:
            raise NotSignedIn(
                f"This needs the scope {scope}, and nobody is signed in.",
                hint="Send the header Authorization: Bearer with an API key that has it.",
            )
        raise NotAllowed(
            f"This needs the scope {scope}; {self.who} has {', '.join(sorted(self.scopes)) or 'none'}.",
            hint="Ask those who run this service for it.",
            details={"scope": scope.value},
        )


def shown_name(name: str) -> str:
    """A name that somebody else gave, as it may stand in a log; two names never become one."""
    shown = "".join(one if one.isprintable() else "?" for one in name[:_LONGEST_NAME])
    if shown == name and "#" not in name:
        return name
    return f"{shown}#{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def nobody(may_read: bool) -> Caller:
    """Whoever did not say who they are: reads what is public, or nothing at all."""
    return Caller("anonymous", READING if may_read else frozenset())


def audience_of(groups: Iterable[str]) -> Audience:
    """The audience of somebody who has signed in."""
    named = frozenset(groups)
    return Audience(signed_in=True, groups=named - {EVERY_GROUP}, everything=EVERY_GROUP in named)
