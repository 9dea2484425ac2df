"""`afterwise keys create|list|revoke`"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.table import Table

from index.errors import AfterwiseError
from index.visibility import is_group
from service.access.audit import audit, local_user
from service.access.caller import EVERY_GROUP, READING, Scope
from service.access.keys import Key, KeyStore, NameTaken, NoSuchKey
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, messages, print_json

app = typer.Typer(name="keys", help="Make and revoke the API keys of a data folder.", rich_markup_mode=None)

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}")
_MOST_DAYS = 3_650


@app.command("create")
def create(
    name: Annotated[str, typer.Argument(help="What people call the key, such as the program that uses it.")],
    data: Data = DEFAULT_DATA,
    scopes: Annotated[
        list[Scope] | None, typer.Option("--scope", help="What it may do; left out: search, export and feedback.")
    ] = None,
    groups: Annotated[
        list[str] | None,
        typer.Option("--group", help="A group whose documents it sees too; * for every group."),
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, max=_MOST_DAYS, help="Days until it expires.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it, once: nobody can read it again."""
    if not _NAME.fullmatch(name):
        raise typer.BadParameter("use letters, digits, spaces and . _ @ - (at most 64)", param_hint="NAME")
    for group in groups or []:
        if group != EVERY_GROUP and not is_group(group):
            raise typer.BadParameter(f"{group!r} can be no group's name", param_hint="--group")
    expires = datetime.now(tz=UTC) + timedelta(days=days) if days else None
    try:
        key, text = KeyStore(data).create(name, scopes or READING, groups or [], expires)
    except NameTaken as error:
        hint = "Choose another name: names stay taken, so that the audit log says who it was."
        raise AfterwiseError(f"There is, or was, a key called {name}.", hint=hint) from error
    audit(data, "key created", local_user(), f"{name}: {_told(key)}")
    if as_json:
        print_json({"key": text, **key.model_dump(mode="json")})
    else:
        messages.print(f"Key {name}: {_told(key)}. This is shown once; keep it where secrets are kept:")
        typer.echo(text)


@app.command("list")
def list_(data: Data = DEFAULT_DATA, as_json: AsJson = False) -> None:
    """All keys with what they may do; never the keys themselves."""
    keys = KeyStore(data).all()
    if as_json:
        print_json({"keys": [key.model_dump(mode="json") for key in keys]})
        return
    table = Table("name", "scopes", "groups", "last use", "state", box=None, pad_edge=False)
    for key in keys:
        used = f"{key.used:%Y-%m-%d}" if key.used else "never"
        table.add_row(key.name, " ".join(key.scopes), " ".join(key.groups), used, _state(key))
    console.print(table)


@app.command("revoke")
def revoke(
    name: Annotated[str, typer.Argument(help="The key's name.")], data: Data = DEFAULT_DATA, as_json: AsJson = False
) -> None:
    """Refuse a key from now on, in every process."""
    try:
        key = KeyStore(data).revoke(name)
    except NoSuchKey as error:
        raise AfterwiseError(f"There is no key called {name}.", hint="See them all: afterwise keys list.") from error
    audit(data, "key revoked", local_user(), name)
    if as_json:
        print_json(key)
    else:
        console.print(f"Key {name} is refused from now on.")


def _told(key: Key) -> str:
    groups = f", groups {' '.join(key.groups)}" if key.groups else ""
    return f"{' '.join(key.scopes)}{groups}" + (f", until {key.expires:%Y-%m-%d}" if key.expires else "")


def _state(key: Key) -> str:
    if key.revoked:
        return f"revoked {key.revoked:%Y-%m-%d}"
    if key.expires is None:
        return "valid"
    return f"{'valid until' if key.is_valid(datetime.now(tz=UTC)) else 'expired'} {key.expires:%Y-%m-%d}"
