"""What installs the service names what there is: settings, folders, verbs, addresses."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from configparser import RawConfigParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.cli import app as cli
from service.doctor import SETTINGS
from service.settings import ServiceSettings

ROOT = Path(__file__).parents[2]
CONTAINER = ROOT / "scripts" / "deploy" / "Containerfile"
UNIT = ROOT / "scripts" / "deploy" / "afterwise.service"
VARIABLES = {f"AFTERWISE_{name.upper()}" for settings in SETTINGS for name in settings.model_fields}


def instructions() -> Iterator[tuple[str, str]]:
    """Name and rest of each instruction, long lines joined."""
    lines = [line for line in CONTAINER.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        name, _, rest = line.partition(" ")
        yield name, rest


def of(instruction: str) -> list[str]:
    return [rest for name, rest in instructions() if name == instruction]


@pytest.fixture(scope="module")
def unit() -> RawConfigParser:
    parser = RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(UNIT.read_text("utf-8"))
    return parser


def test_the_image_is_made_of_what_is_in_the_repository() -> None:
    copied = {name for rest in of("COPY") if "--from" not in rest for name in rest.split()[:-1]}
    assert {name for name in copied if not (ROOT / name).exists()} == set()
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(packages["packages"]) < copied


def test_the_image_sets_what_can_be_set() -> None:
    named = {one.partition("=")[0] for rest in of("ENV") for one in rest.split() if one.startswith("AFTERWISE_")}
    assert named
    assert named <= VARIABLES


def test_the_image_listens_where_it_says_and_is_asked_there_whether_it_is_well(tmp_path: Path) -> None:
    default = ServiceSettings.model_fields["port"].default
    assert of("EXPOSE") == [str(default)]
    (health,) = of("HEALTHCHECK")
    address = re.search(r"http://127\.0\.0\.1:(\d+)(/\w+)", health)
    assert address is not None
    assert int(address[1]) == default
    assert TestClient(create_app(tmp_path)).get(address[2]).status_code == 200


def test_image_and_unit_use_verbs_that_there_are(unit: RawConfigParser) -> None:
    verbs = {command.name for command in cli.registered_commands}
    used = {line.split()[0] for rest in of("RUN") for line in re.findall(r"bin/afterwise (\w+)", rest)}
    used |= {re.sub(r"\W", "", rest) for rest in of("CMD")} | {unit["Service"]["ExecStart"].split()[1]}
    assert used == {"index", "search", "serve"}
    assert used <= verbs


def test_the_image_has_the_python_that_is_tested() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {rest.split()[0] for rest in of("FROM")} == {f"python:{project['requires-python'].removeprefix('>=')}-slim"}


def test_the_unit_sets_what_can_be_set_and_waits_for_requests_at_work(unit: RawConfigParser) -> None:
    service = unit["Service"]
    named = {one.partition("=")[0] for one in shlex.split(service["Environment"])}
    assert named <= VARIABLES
    assert int(service["TimeoutStopSec"]) > ServiceSettings.model_fields["shutdown_timeout"].default
    assert int(service["LimitNOFILE"]) > ServiceSettings.model_fields["connections"].default


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_knows_every_line_of_the_unit(tmp_path: Path) -> None:
    file = tmp_path / UNIT.name
    here = Path(sys.executable).with_name("afterwise")
    file.write_text(UNIT.read_text("utf-8").replace("/opt/afterwise/.venv/bin/afterwise", str(here)), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
