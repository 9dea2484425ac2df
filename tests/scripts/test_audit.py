"""What scripts/audit says: findings, the all-clear, and that nothing was asked."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from auditing.advisories import Advisory, NotRun, audit
from auditing.distributions import Built, Incomplete, check, contents, tracked

KNOWN = {
    "id": "PYSEC-2026-1",
    "modified": "2026-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "leaky", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
        }
    ],
}


@pytest.fixture
def service() -> Iterator[str]:
    """An advisory service that knows one thing; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known = [KNOWN] if asked["package"]["name"] == "leaky" else []
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"vulns": known} if known else {}).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1/query"
    server.shutdown()
    server.server_close()
    thread.join()


def osv(address: str) -> tuple[str, ...]:
    return ("--vulnerability-service", "osv", "--osv-url", address)


def pinned(folder: Path, *lines: str) -> Path:
    file = folder / "constraints.txt"
    file.write_text("\n".join(lines), "utf-8")
    return file


def test_what_is_known_is_told(service: str, tmp_path: Path) -> None:
    audited = audit(pinned(tmp_path, "leaky==1.0", "sound==2.0"), [osv(service)])
    assert audited == ("osv", 2, [Advisory("leaky", "1.0", "PYSEC-2026-1", ("1.1",))])


def test_nothing_known_is_the_all_clear(service: str, tmp_path: Path) -> None:
    assert audit(pinned(tmp_path, "sound==2.0"), [osv(service)]) == ("osv", 1, [])


def test_a_service_that_is_not_there_is_no_all_clear(tmp_path: Path) -> None:
    with pytest.raises(NotRun, match=r"^osv: .*127\.0\.0\.1"):
        audit(pinned(tmp_path, "sound==2.0"), [osv("http://127.0.0.1:9/v1/query")])


def test_a_package_that_the_service_does_not_know_is_no_all_clear(service: str, tmp_path: Path) -> None:
    """pip-audit passes over what it cannot ask for, and exits with 0."""
    with pytest.raises(NotRun, match="it does not know 1 of 2 packages, such as other"):
        audit(pinned(tmp_path, "sound==2.0", "other @ file:///nowhere/other-1.0.tar.gz"), [osv(service)])


def wheel(folder: Path, names: set[str]) -> Path:
    file = folder / "afterwise-0-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for name in {*names, "afterwise-0.dist-info/METADATA"}:
            archive.writestr(name, "")
    return file


def test_a_wheel_without_a_file_of_ours_is_named(tmp_path: Path) -> None:
    wanted = tracked()
    assert {"service/pages/templates/search.html", "index/catalog.sql", "service/widget/widget.js"} <= wanted
    lacking = wheel(tmp_path, wanted - {"index/catalog.sql"})
    assert contents(lacking) == wanted - {"index/catalog.sql"}
    with pytest.raises(Incomplete, match=r"lacks 1 files, such as index/catalog\.sql"):
        check(Built(lacking, tmp_path), tmp_path, Path("python"))
