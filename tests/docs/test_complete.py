"""What users can set, call and type is documented, and nothing is documented that they cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer

from index.configuration import PREFIX, Settings
from index.facets import FACETS
from index.settings import IndexSettings
from retrieval.brief.settings import BriefSettings
from retrieval.request import SearchRequest
from retrieval.settings import SearchSettings
from service.access.settings import AccessSettings
from service.app import create_app
from service.cli import app as command_line
from service.doctor import CHECKS
from service.settings import ServiceSettings

DOCS = Path(__file__).parents[2] / "docs"
CONFIGURATION = (DOCS / "configuration.md").read_text("utf-8")
API = (DOCS / "api.md").read_text("utf-8")
CLI = (DOCS / "cli.md").read_text("utf-8")
OPERATIONS = (DOCS / "operations.md").read_text("utf-8")

EVERY = (IndexSettings, SearchSettings, BriefSettings, ServiceSettings, AccessSettings)


def row_of(name: str) -> list[str]:
    """The cells of a setting's row: variable, default, may be, meaning."""
    found = re.search(rf"^\| `{PREFIX}{name.upper()}` \|(.*)\|$", CONFIGURATION, flags=re.MULTILINE)
    assert found is not None, f"docs/configuration.md lacks {PREFIX}{name.upper()}"
    return [cell.strip() for cell in found[1].split("|")]


@pytest.mark.parametrize("kind", EVERY)
def test_every_setting_is_documented_with_its_default(kind: type[Settings]) -> None:
    for name, field in kind.model_fields.items():
        default, _, meaning = row_of(name)
        assert meaning
        if field.default_factory is None:
            assert default == f"`{field.default}`"


@pytest.mark.parametrize("kind", EVERY)
def test_every_bound_is_documented(kind: type[Settings]) -> None:
    for name, field in kind.model_fields.items():
        bounds = [getattr(one, side) for one in field.metadata for side in ("ge", "le") if hasattr(one, side)]
        if bounds:
            least, most = bounds
            assert row_of(name)[1] == f"{least:,} to {most:,}"


def test_no_setting_is_documented_that_there_is_not() -> None:
    known = {f"{PREFIX}{name.upper()}" for kind in EVERY for name in kind.model_fields}
    for page in sorted(DOCS.glob("*.md")):
        assert set(re.findall(rf"{PREFIX}[A-Z_]+", page.read_text("utf-8"))) - {f"{PREFIX}SHARED"} <= known, page.name


def endpoints() -> list[str]:
    """Method and path of every endpoint, as the OpenAPI document lists them."""
    paths = create_app().openapi()["paths"]
    return [f"{method.upper()} {path}" for path, operations in paths.items() for method in operations]


@pytest.mark.parametrize("endpoint", endpoints())
def test_every_endpoint_is_documented(endpoint: str) -> None:
    assert f"`{endpoint}`" in API


def test_no_endpoint_is_documented_that_there_is_not() -> None:
    named = set(re.findall(r"`((?:GET|POST|PUT|DELETE|PATCH) /[^`?]*)`", API))
    assert named <= {*endpoints(), "GET /", "GET /docs", "GET /redoc", "GET /openapi.json"}


def test_every_parameter_and_filter_of_a_search_is_documented() -> None:
    for name in {*SearchRequest.model_fields, *FACETS}:
        assert f"`{name}`" in API, name


def verbs(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every verb with its full name, also those of a verb that has verbs of its own."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from verbs(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def test_every_verb_and_option_of_the_command_line_is_documented() -> None:
    for name, command in verbs(typer.main.get_command(command_line), "afterwise"):  # type: ignore[arg-type]
        assert name in CLI
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--") and option != "--help":
                    assert re.search(rf"{option}\b", CLI), f"{name} {option}"


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_of_the_doctor_is_documented(check: str) -> None:
    assert f"| {check} |" in OPERATIONS


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in sorted(DOCS.glob("*.md")):
        for target, heading in re.findall(r"\]\(([\w./-]*)(?:#([\w-]+))?\)", page.read_text("utf-8")):
            file = (DOCS / target) if target else page
            assert file.exists(), f"{page.name} → {target}"
            if heading:
                headings = re.findall(r"^#+ (.*)$", file.read_text("utf-8"), flags=re.MULTILINE)
                slugs = {re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-") for one in headings}
                assert heading in slugs, f"{page.name} → {target}#{heading}"
