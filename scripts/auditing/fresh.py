"""A wheel in an environment of its own, far from the checkout: it must index, search and serve there."""

from __future__ import annotations

import json
import os
import site
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from auditing.distributions import ROOT, Incomplete

PAGES = (
    "/", "/?q=exit+strategy", "/p/ilo:lesson:910063", "/embed", "/demo/widget", "/widget.js", "/openapi.json",
    "/v1/stats", "/v1/export?q=exit&format=xlsx", "/v1/export?q=exit&format=docx",
)  # fmt: skip
_PATIENCE = 60.0  # seconds for one page


class Fresh:
    """An environment in `folder` with a wheel and what it needs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._python = folder / "venv" / "bin" / "python"
        self._data = folder / "data"

    def install(self, wheel: Path, *, borrow: bool) -> None:
        """Install the wheel with all that it needs, or `borrow` that from the environment that runs this.

        Raises Incomplete.
        """
        self._run(sys.executable, "-m", "venv", str(self._folder / "venv"))
        if borrow:
            (lib,) = (self._folder / "venv" / "lib").glob("python*/site-packages")
            # A path file within a borrowed folder is not read: the checkout that is installed there stays away.
            (lib / "borrowed.pth").write_text("\n".join(site.getsitepackages()), "utf-8")
            self._pip("--no-deps", str(wheel))
        else:
            self._pip("--constraint", str(ROOT / "constraints.txt"), str(wheel))

    def check(self) -> list[str]:
        """What was tried, a line each. Raises Incomplete where something does not work."""
        where = self._run(str(self._python), "-c", "import service; print(service.__file__)").strip()
        if not where.startswith(str(self._folder)):
            raise Incomplete(f"what runs is not the wheel: {where}")
        version = self._afterwise("--version").strip()
        report = json.loads(
            self._afterwise("index", str(ROOT / "eval_sets" / "sample"), "--data", str(self._data), "--json")
        )
        found = json.loads(self._afterwise("search", "exit strategies", "--data", str(self._data), "--json"))
        if not found["hits"]:
            raise Incomplete("the search finds nothing in the sample")
        findings = json.loads(self._afterwise("doctor", "--data", str(self._data), "--json"))
        return [
            version,
            f"index: {report['passages']} passages",
            f"search: {found['total']} records match",
            f"doctor: {len(findings['checks'])} checks, all well",
            f"serve: {self._serve()} pages",
        ]

    def _serve(self) -> int:
        """How many pages it serves. Raises Incomplete for one that fails."""
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = str(probe.getsockname()[1])
        command = [
            str(self._python.with_name("afterwise")),
            "serve",
            "--data",
            str(self._data),
            "--port",
            port,
            "--json",
        ]
        with subprocess.Popen(
            command, cwd=self._folder, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as service:
            assert service.stdout is not None
            try:
                if not service.stdout.readline():  # else it listens by then
                    raise Incomplete("afterwise serve ends before it listens")
                for page in PAGES:
                    with urlopen(f"http://127.0.0.1:{port}{page}", timeout=_PATIENCE) as answer:
                        answer.read()
            except OSError as error:
                raise Incomplete(f"afterwise serve: {error}") from error
            finally:
                service.terminate()
        return len(PAGES)

    def _afterwise(self, *arguments: str) -> str:
        return self._run(str(self._python.with_name("afterwise")), *arguments)

    def _pip(self, *arguments: str) -> None:
        self._run(str(self._python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments)

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            command, cwd=self._folder, env=_environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["it says nothing"]
            raise Incomplete(f"{Path(command[0]).name} {' '.join(command[1:3])}: {last[0]}")
        return done.stdout


def _environment() -> dict[str, str]:
    """Ours, without what would lead back to the checkout, or into another data folder."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "PYTHONHOME") and not name.startswith("AFTERWISE_")
    }
