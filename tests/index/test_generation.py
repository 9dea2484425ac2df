"""Generations: written once, checked whole, published by one pointer."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.encoders.base import Identity
from index.errors import GenerationError
from index.generation import (
    MANIFEST,
    POINTER,
    SCHEMA,
    SEAL,
    Manifest,
    checksum,
    current,
    folder_of,
    prune,
    publish,
    verify,
)

NAMES = [f"{n:016x}" for n in range(1, 6)]


def manifest(name: str) -> Manifest:
    return Manifest(
        schema_version=SCHEMA,
        name=name,
        content=name,
        encoder=Identity("model", "0" * 64, "fp32", 3, 8),
        lexical="bm25s",
        chunker="c",
        analyzer="a",
        representation="r",
        words="w",
        documents=2,
        planned=1,
        records={"lesson": 3},
        passages=4,
        files={},
    )


def writer(name: str, content: str = "vectors") -> Callable[[Path], Manifest]:
    def write(folder: Path) -> Manifest:
        assert list(folder.iterdir()) == []
        (folder / "vectors.faiss").write_text(content)
        (folder / "facets").mkdir()
        (folder / "facets" / "country.npy").write_text("countries")
        return manifest(name)

    return write


def published(data: Path, name: str, at: int = 0) -> None:
    """Publish a generation that was written `at` seconds after the epoch."""
    publish(data, name, writer(name))
    os.utime(folder_of(data, name), (at, at))


def test_a_published_generation_is_what_was_written(tmp_path: Path) -> None:
    made = publish(tmp_path, NAMES[0], writer(NAMES[0]))
    folder = folder_of(tmp_path, NAMES[0])
    assert current(tmp_path) == NAMES[0]
    assert made.files == {
        "facets/country.npy": hashlib.sha256(b"countries").hexdigest(),
        "vectors.faiss": hashlib.sha256(b"vectors").hexdigest(),
    }
    assert made == manifest(NAMES[0]).model_copy(update={"files": made.files})
    assert verify(folder, tmp_path) == made
    assert (folder / SEAL).read_text() == f"{checksum(folder / MANIFEST)}  manifest.json\n"
    assert [path.name for path in folder.parent.iterdir()] == [NAMES[0]]


def test_before_the_first_there_is_none(tmp_path: Path) -> None:
    assert current(tmp_path) is None


def test_a_whole_generation_is_published_again_without_being_written(tmp_path: Path) -> None:
    publish(tmp_path, NAMES[0], writer(NAMES[0]))
    publish(tmp_path, NAMES[1], writer(NAMES[1]))
    publish(tmp_path, NAMES[0], writer(NAMES[0], content="must not be written"))
    assert current(tmp_path) == NAMES[0]
    assert (folder_of(tmp_path, NAMES[0]) / "vectors.faiss").read_text() == "vectors"


def test_a_damaged_one_is_written_again(tmp_path: Path) -> None:
    publish(tmp_path, NAMES[0], writer(NAMES[0]))
    (folder_of(tmp_path, NAMES[0]) / "vectors.faiss").write_text("vektors")
    publish(tmp_path, NAMES[0], writer(NAMES[0], content="fresh"))
    assert (
        verify(folder_of(tmp_path, NAMES[0]), tmp_path).files["vectors.faiss"] == hashlib.sha256(b"fresh").hexdigest()
    )


def test_what_fails_while_writing_publishes_nothing(tmp_path: Path) -> None:
    publish(tmp_path, NAMES[0], writer(NAMES[0]))

    def fail(folder: Path) -> Manifest:
        (folder / "vectors.faiss").write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        publish(tmp_path, NAMES[1], fail)
    assert current(tmp_path) == NAMES[0]
    assert not folder_of(tmp_path, NAMES[1]).exists()
    publish(tmp_path, NAMES[1], writer(NAMES[1]))
    assert current(tmp_path) == NAMES[1]


def test_a_schema_of_another_version_is_refused(tmp_path: Path) -> None:
    other = manifest(NAMES[0]).model_copy(update={"schema_version": 99})

    def write(folder: Path) -> Manifest:
        return other

    publish(tmp_path, NAMES[0], write)
    with pytest.raises(GenerationError, match=f"schema 99; this version reads {SCHEMA}") as caught:
        verify(folder_of(tmp_path, NAMES[0]), tmp_path)
    assert "afterwise index --rebuild" in caught.value.hint


def test_an_old_schema_is_named_also_where_its_manifest_has_other_fields(tmp_path: Path) -> None:
    publish(tmp_path, NAMES[0], writer(NAMES[0]))
    folder = folder_of(tmp_path, NAMES[0])
    stored = json.loads((folder / MANIFEST).read_text("utf-8"))
    del stored["words"]
    body = json.dumps(stored | {"schema_version": 1}).encode()
    (folder / MANIFEST).write_bytes(body)
    (folder / SEAL).write_text(f"{hashlib.sha256(body).hexdigest()}  {MANIFEST}\n", "ascii")
    with pytest.raises(GenerationError, match=f"schema 1; this version reads {SCHEMA}"):
        verify(folder, tmp_path)


def test_a_manifest_of_another_version_is_refused(tmp_path: Path) -> None:
    publish(tmp_path, NAMES[0], writer(NAMES[0]))
    folder = folder_of(tmp_path, NAMES[0])
    body = json.dumps(json.loads((folder / MANIFEST).read_text()) | {"mood": "good"})
    (folder / MANIFEST).write_text(body)
    (folder / SEAL).write_text(f"{hashlib.sha256(body.encode()).hexdigest()}  manifest.json\n")
    with pytest.raises(GenerationError, match="of another version of Afterwise"):
        verify(folder, tmp_path)


@pytest.mark.parametrize("pointer", [b"", b"\xff" * 16, b"../../etc", b"000000000000000G", b"\0" * 16])
def test_a_damaged_pointer_is_named(tmp_path: Path, pointer: bytes) -> None:
    publish(tmp_path, NAMES[0], writer(NAMES[0]))
    (tmp_path / POINTER).write_bytes(pointer)
    name = current(tmp_path)
    assert name is not None
    with pytest.raises(GenerationError, match="CURRENT is damaged") as caught:
        folder_of(tmp_path, name)
    assert f"afterwise index --rebuild --data {tmp_path}" in caught.value.hint


def test_the_pointer_is_replaced_never_written_over(tmp_path: Path) -> None:
    publish(tmp_path, NAMES[0], writer(NAMES[0]))
    with (tmp_path / POINTER).open() as held:
        publish(tmp_path, NAMES[1], writer(NAMES[1]))
        assert held.read() == f"{NAMES[0]}\n"
    assert (tmp_path / POINTER).read_text() == f"{NAMES[1]}\n"


def test_pruning_keeps_the_published_and_the_newest_others(tmp_path: Path) -> None:
    for at, name in enumerate(NAMES):
        published(tmp_path, name, at)
    published(tmp_path, NAMES[1], at=1)  # going back to an old one
    making = folder_of(tmp_path, NAMES[0]).with_name(f".making-{NAMES[0]}")
    shutil.copytree(folder_of(tmp_path, NAMES[0]), making)
    gone = prune(tmp_path, keep=2)
    assert sorted(gone) == sorted([NAMES[0], NAMES[2], making.name])
    left = {path.name for path in (tmp_path / "generations").iterdir()}
    assert left == {NAMES[1], NAMES[3], NAMES[4]}
    for name in left:
        verify(folder_of(tmp_path, name), tmp_path)


def test_pruning_to_none_keeps_the_published(tmp_path: Path) -> None:
    for at, name in enumerate(NAMES[:3]):
        published(tmp_path, name, at)
    assert sorted(prune(tmp_path, keep=0)) == NAMES[:2]
    assert prune(tmp_path, keep=0) == []
    verify(folder_of(tmp_path, NAMES[2]), tmp_path)
