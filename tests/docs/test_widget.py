"""docs/widget.md names what the widget has, and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import service.widget
from service.routes.widget import EmbedQuery
from service.widget.script import SCRIPT

DOCS = (Path(__file__).parents[2] / "docs" / "widget.md").read_text("utf-8")
FILE = Path(service.widget.__file__).with_name("widget.js")
CODE = FILE.read_text("utf-8")


def section(heading: str) -> str:
    """The text under a heading."""
    return DOCS.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def in_first_column(text: str) -> set[str]:
    """What stands in backticks in the first cells of tables."""
    cells = re.findall(r"^\| (`.*?) \|", text, flags=re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_attributes() -> None:
    observed = set(re.findall(r'"([\w-]+)"', re.findall(r"observedAttributes = (\[.*?\])", CODE)[0]))
    read = set(re.findall(r'getAttribute\("([\w-]+)"\)', CODE)) | set(re.findall(r"host\(\[(\w+)=", CODE))
    assert in_first_column(section("Attributes")) == observed | read | {"version"}


def test_properties_and_methods() -> None:
    body = CODE.split("class AfterwiseSearch")[1]
    public = set(re.findall(r"^  (?:get |async )?(\w+)\(.*\) \{$", body, flags=re.MULTILINE))
    reflected = {"pageSize" if name == "page-size" else name for name in in_first_column(section("Attributes"))}
    life = {"constructor"} | {name for name in public if name.endswith("Callback")}
    documented = {name.partition("(")[0] for name in in_first_column(section("Properties and methods"))}
    assert documented == public - life - reflected | {"query"}
    assert reflected - public - {"lang", "version"} == set()


def test_events() -> None:
    assert in_first_column(section("Events")) == set(re.findall(r'"(afterwise:\w+)"', CODE))


def test_custom_properties() -> None:
    documented = {name for name in in_first_column(section("Look")) if name.startswith("--")}
    assert documented == set(re.findall(r"var\((--afterwise-[\w-]+)", CODE))


def test_parts() -> None:
    documented = {name for name in in_first_column(section("Look")) if not name.startswith("--")}
    named = set(re.findall(r'part: "([\w-]+)"', CODE)) | set(re.findall(r'(?:#link|line)\("([\w-]+)"', CODE))
    assert documented == named | {"suggestion-active"}


def test_styles_name_parts_that_there_are() -> None:
    styled = set(re.findall(r'\[part~?="([\w-]+)"\]', CODE))
    assert styled <= {name for name in in_first_column(section("Look")) if not name.startswith("--")}


def test_parameters_of_the_frame() -> None:
    parameters = {field.alias or name for name, field in EmbedQuery.model_fields.items()}
    named = set(re.findall(r"`([\w-]+)`", section("Where scripts are not allowed: a frame")))
    assert parameters <= named


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl")
def test_the_command_that_shows_the_hash() -> None:
    command = re.findall(r"widget\.js \| (openssl.*)$", section("Content-Security-Policy"), flags=re.MULTILINE)[0]
    shown = subprocess.run(command, shell=True, check=True, capture_output=True, input=FILE.read_bytes()).stdout
    assert f"sha384-{shown.decode()}" == SCRIPT.integrity
