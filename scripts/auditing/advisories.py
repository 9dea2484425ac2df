"""constraints.txt → what is known to be wrong with the packages in it, as an advisory service knows it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

SERVICES: tuple[tuple[str, ...], ...] = (("--vulnerability-service", "pypi"), ("--vulnerability-service", "osv"))
_PATIENCE = 900  # seconds for all packages of one service


class NotRun(Exception):
    """No service could be asked; the message says why of each. That is no all-clear."""


class Advisory(NamedTuple):
    """One thing that is known to be wrong."""

    package: str
    version: str
    name: str
    fixed_in: tuple[str, ...]


class Audited(NamedTuple):
    """Which service knew every package, how many there are, and what it knows of them."""

    service: str
    packages: int
    advisories: list[Advisory]


def audit(requirements: Path, services: Sequence[Sequence[str]] = SERVICES) -> Audited:
    """What the first service says that knows every package of a file of pinned requirements. Raises NotRun."""
    reasons = []
    for service in services:
        name = service[1]
        try:
            return _read(name, _asked(requirements, service))
        except NotRun as reason:
            reasons.append(f"{name}: {reason}")
    raise NotRun("; ".join(reasons))


def _asked(requirements: Path, service: Sequence[str]) -> str:
    """The report of pip-audit as JSON; it exits with 1 where it found something."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(requirements), "--no-deps", "--disable-pip"]
    command += ["--format", "json", "--progress-spinner", "off", *service]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise NotRun(f"no answer within {_PATIENCE} seconds") from error
    if not done.stdout.strip():
        raise NotRun((done.stderr.strip().splitlines() or ["pip-audit says nothing"])[-1])
    return done.stdout


def _read(service: str, report: str) -> Audited:
    """A report as findings. Raises NotRun where packages were passed over: nobody knows anything of these."""
    packages = json.loads(report)["dependencies"]
    unknown = [one["name"] for one in packages if "skip_reason" in one]
    if unknown:
        raise NotRun(f"it does not know {len(unknown)} of {len(packages)} packages, such as {unknown[0]}")
    found = [
        Advisory(one["name"], one["version"], vulnerability["id"], tuple(vulnerability["fix_versions"]))
        for one in packages
        for vulnerability in one["vulns"]
    ]
    return Audited(service, len(packages), found)
