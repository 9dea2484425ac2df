"""Opening what is published: whole, or not at all."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from index.errors import GenerationError
from index.generation import MANIFEST, POINTER, SEAL, current, folder_of
from index.indexer import index
from index.opened import Opened, open_generation
from index.settings import IndexSettings


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    """A copy of the sample's data folder, to be damaged."""
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


@pytest.fixture
def folder(data: Path) -> Path:
    name = current(data)
    assert name is not None
    return folder_of(data, name)


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_everything_in_a_generation_has_a_row_for_every_passage(sample_data: Path) -> None:
    opened = open_generation(sample_data)
    n = opened.manifest.passages
    assert n > 0
    assert len(opened.store.passages(range(n))) == len(opened.store.heads()) == n
    assert [len(array) for array in opened.layout] == [n] * 4
    assert len(opened.lexical.score({"exit": 1.0})) == n
    assert sorted(opened.vectors.nearest(np.eye(384, dtype=np.float32)[0], n).rows.tolist()) == list(range(n))
    assert [len(facet.mask([])) for facet in opened.facets.values()] == [n] * len(opened.facets)
    opened.store.close()


def test_a_flipped_byte_in_any_file_is_found(data: Path, folder: Path) -> None:
    files = files_of(folder)
    assert {path.name for path in files} >= {
        MANIFEST,
        SEAL,
        "store.sqlite",
        "vectors.npy",
        "layout.npz",
        "values.json",
    }
    random = np.random.default_rng(7)
    for file in files:
        body = file.read_bytes()
        at = int(random.integers(len(body)))
        file.write_bytes(body[:at] + bytes([body[at] ^ int(random.integers(1, 256))]) + body[at + 1 :])
        with pytest.raises(GenerationError, match="damaged") as caught:
            open_generation(data)
        assert file.name in caught.value.message
        assert f"afterwise index --rebuild --data {data}" in caught.value.hint
        file.write_bytes(body)
    open_generation(data).store.close()


def test_a_missing_file_is_found(data: Path, folder: Path) -> None:
    for file in files_of(folder):
        aside = file.rename(data / "aside")
        with pytest.raises(GenerationError, match=r"missing|no whole generation") as caught:
            open_generation(data)
        assert f"afterwise index --rebuild --data {data}" in caught.value.hint
        aside.rename(file)
    open_generation(data).store.close()


def test_a_truncated_file_is_found(data: Path, folder: Path) -> None:
    with (folder / "vectors" / "vectors.npy").open("ab") as stream:
        stream.truncate(1000)
    with pytest.raises(GenerationError, match=r"vectors\.npy is damaged"):
        open_generation(data)


@pytest.mark.parametrize("pointer", ["0" * 16, "nonsense", ""])
def test_a_pointer_to_nowhere_is_found(data: Path, pointer: str) -> None:
    (data / POINTER).write_text(f"{pointer}\n")
    with pytest.raises(GenerationError) as caught:
        open_generation(data)
    assert f"afterwise index --rebuild --data {data}" in caught.value.hint


def test_an_empty_folder_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(GenerationError, match="There is no index in") as caught:
        open_generation(tmp_path)
    assert f"afterwise index PATH… --data {tmp_path}" in caught.value.hint


@pytest.mark.parametrize("damage", ["file", "manifest", "pointer"])
def test_the_next_run_builds_a_damaged_generation_again(
    data: Path, folder: Path, sample: Path, settings: IndexSettings, damage: str
) -> None:
    target = {"file": folder / "vectors" / "vectors.npy", "manifest": folder / MANIFEST, "pointer": data / POINTER}[
        damage
    ]
    whole = target.read_bytes()
    target.write_bytes(b"\xff" + whole[1:])
    report = index([sample], data, settings)
    assert (report.generation, report.built) == (folder.name, True)
    assert {file.status for file in report.files} == {"unchanged"}
    assert target.read_bytes() == whole
    open_generation(data).store.close()


def test_opening_goes_on_while_generations_come_and_go(sample: Path, settings: IndexSettings, tmp_path: Path) -> None:
    """With no old generation kept, the one that the pointer named a moment ago may be gone."""
    data, table = tmp_path / "data", tmp_path / "lessons_learned.csv"
    none_kept = settings.model_copy(update={"keep_generations": 0})
    rows = (sample / table.name).read_text("utf-8-sig").splitlines(keepends=True)[:12]
    seen: set[str] = set()
    done = threading.Event()

    def publish_in_turn() -> None:
        try:
            for turn in range(8):
                table.write_text("".join(rows[: 8 + turn % 2 * 4]), "utf-8")
                index([table], data, none_kept)
        finally:
            done.set()

    table.write_text("".join(rows), "utf-8")
    index([table], data, none_kept)
    indexer = threading.Thread(target=publish_in_turn)
    indexer.start()
    while not done.is_set():
        seen.add(answering(open_generation(data)))
    indexer.join()
    assert len(seen) == 2


def answering(opened: Opened) -> str:
    """The name of a generation that has shown its last passage."""
    assert opened.store.passages([opened.manifest.passages - 1])[0].text
    opened.store.close()
    return opened.manifest.name
