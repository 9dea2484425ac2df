"""A backup holds everything, and what is not whole never becomes a data folder."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
from pathlib import Path

import pytest

from index.archive import backup, restore
from index.errors import ArchiveError
from index.generation import current
from index.jobs.model import Task
from index.jobs.queue import JobQueue
from index.opened import open_generation


@pytest.fixture
def kept(sample_data: Path, tmp_path: Path) -> Path:
    """A data folder of one's own, with a job that waits."""
    data = Path(shutil.copytree(sample_data, tmp_path / "kept"))
    JobQueue(data).accept(Task(kind="ingest", target="upload:a.txt", name="a.txt"), io.BytesIO(b"Plan the exit."))
    return data


@pytest.fixture
def archive(kept: Path, tmp_path: Path) -> Path:
    backup(kept, tmp_path / "backup.tar")
    return tmp_path / "backup.tar"


def test_what_is_restored_is_what_was_there(kept: Path, archive: Path, tmp_path: Path) -> None:
    restore(archive, tmp_path / "again")
    assert current(tmp_path / "again") == current(kept)
    assert open_generation(tmp_path / "again").manifest == open_generation(kept).manifest
    ((job,), (before,)) = JobQueue(tmp_path / "again").jobs(), JobQueue(kept).jobs()
    assert job == before
    assert job.task.blob
    assert JobQueue(tmp_path / "again").inbox.path(job.task.blob).read_bytes() == b"Plan the exit."
    assert archive.stat().st_mode & 0o077 == 0


def test_nothing_is_overwritten(kept: Path, archive: Path) -> None:
    with pytest.raises(ArchiveError, match="exists already"):
        backup(kept, archive)
    with pytest.raises(ArchiveError, match="is there already"):
        restore(archive, kept)


@pytest.mark.parametrize("at", [0.01, 0.2, 0.5, 0.9])
def test_a_changed_byte_is_found(archive: Path, tmp_path: Path, at: float) -> None:
    body = bytearray(archive.read_bytes())
    with tarfile.open(archive) as tar:
        members = [member for member in tar if member.size]
    member = members[int(len(members) * at)]
    body[member.offset_data + member.size // 2] ^= 0x10
    archive.write_bytes(body)
    with pytest.raises(ArchiveError, match="is damaged"):
        restore(archive, tmp_path / "again")
    assert not (tmp_path / "again").exists()
    assert not list(tmp_path.glob(".again*"))


def test_one_that_was_cut_off_is_found(archive: Path, tmp_path: Path) -> None:
    body = archive.read_bytes()
    archive.write_bytes(body[: len(body) // 2])
    with pytest.raises(ArchiveError, match="is damaged"):
        restore(archive, tmp_path / "again")
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize(
    "name", ["../outside", "/tmp/outside", "generations/../../outside", "inbox/.lock", "CURRENT/x"]
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "made.tar", "w") as tar:
        digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # of "x"
        files = [{"name": name, "size": 1, "sha256": digest}]
        contents = json.dumps({"schema_version": 1, "generation": None, "files": files}).encode()
        for member, body in (("manifest.json", contents), (name, b"x")):
            info = tarfile.TarInfo(member)
            info.size = len(body)
            tar.addfile(info, io.BytesIO(body))
    with pytest.raises(ArchiveError, match="has no place in a data folder"):
        restore(tmp_path / "made.tar", tmp_path / "again")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made.tar"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "made.tar", "w") as tar:
        files = [{"name": "CURRENT", "size": 0, "sha256": "0" * 64}]
        contents = json.dumps({"schema_version": 1, "generation": None, "files": files}).encode()
        info = tarfile.TarInfo("manifest.json")
        info.size = len(contents)
        tar.addfile(info, io.BytesIO(contents))
        link = tarfile.TarInfo("CURRENT")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(ArchiveError, match="has no place in a data folder"):
        restore(tmp_path / "made.tar", tmp_path / "again")
