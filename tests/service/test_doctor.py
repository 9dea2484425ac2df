"""The doctor names each fault with a remedy, and finds none in good health."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.generation import POINTER, current, folder_of
from service.doctor import CHECKS, Finding, examine


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    """A copy of the sample's data folder that a test may damage."""
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


def faults(data: Path) -> dict[str, Finding]:
    return {finding.check: finding for finding in examine(data) if not finding.ok}


def test_a_healthy_folder_passes_every_check(sample_data: Path) -> None:
    findings = examine(sample_data)
    assert [finding.check for finding in findings] == list(CHECKS)
    assert all(finding.ok and finding.found and not finding.remedy for finding in findings)


def test_a_missing_folder_is_reported_by_every_check_that_needs_it_and_none_stops(tmp_path: Path) -> None:
    found = faults(tmp_path / "none")
    assert set(found) == {"data folder", "catalog", "generation", "encoding"}
    assert all(finding.remedy for finding in found.values())


def test_a_damaged_file_of_the_generation_is_named_with_the_command_that_mends_it(data: Path) -> None:
    name = current(data)
    assert name is not None
    file = folder_of(data, name) / "layout.npz"
    file.write_bytes(file.read_bytes()[:-1] + b"\xff")
    found = faults(data)
    assert set(found) == {"generation", "encoding"}
    assert "layout.npz" in found["generation"].found
    assert "afterwise index --rebuild" in found["generation"].remedy


def test_a_damaged_catalog_is_found(data: Path) -> None:
    (data / "catalog.sqlite").write_bytes(b"not a database" * 1000)
    for leftover in data.glob("catalog.sqlite-*"):
        leftover.unlink()
    assert set(faults(data)) == {"catalog"}


def test_a_pointer_to_nowhere_is_found(data: Path) -> None:
    (data / POINTER).write_text("nowhere\n", "ascii")
    assert set(faults(data)) == {"generation", "encoding"}


def test_a_setting_that_does_not_exist_is_found_with_the_closest_one(
    sample_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_FUSON", "rrf")
    found = faults(sample_data)
    assert set(found) == {"settings"}
    assert "AFTERWISE_FUSON" in found["settings"].found
    assert "AFTERWISE_FUSION" in found["settings"].remedy


def test_a_setting_with_a_wrong_value_is_a_finding_not_a_traceback(
    sample_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_FUSION", "magic")
    assert "AFTERWISE_FUSION" in faults(sample_data)["settings"].found
    monkeypatch.setenv("AFTERWISE_THREADS", "many")
    found = faults(sample_data)
    assert set(found) == {"settings", "model", "encoding", "reranking"}


def test_settings_of_access_that_are_not_safe_are_a_finding(sample_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERWISE_ANONYMOUS", "off")
    found = faults(sample_data)
    assert set(found) == {"access"}
    assert "afterwise keys create" in found["access"].remedy
    monkeypatch.setenv("AFTERWISE_PROXY_USER_HEADER", "X-User")
    assert "names no proxy" in faults(sample_data)["access"].found
    monkeypatch.setenv("AFTERWISE_TRUSTED_PROXIES", "10.0.0.5")
    assert faults(sample_data) == {}


def test_a_model_that_cannot_be_found_is_a_finding(
    sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_MODEL", str(tmp_path))
    found = faults(sample_data)
    assert set(found) == {"model", "encoding"}
    assert "AFTERWISE_MODEL" in found["model"].remedy


def test_a_cross_encoder_is_tried_and_timed(
    sample_data: Path, tiny_cross_encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_CACHE", str(tmp_path))
    monkeypatch.setenv("AFTERWISE_RERANK_MODEL", str(tiny_cross_encoder))
    found = {finding.check: finding for finding in examine(sample_data)}["reranking"]
    assert found.ok
    assert "tiny-cross reads 20 short passages in" in found.found


def test_a_cross_encoder_that_cannot_be_found_is_a_finding(
    sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_RERANK_MODEL", str(tmp_path))
    found = faults(sample_data)
    assert set(found) == {"reranking"}
    assert "AFTERWISE_RERANK_MODEL" in found["reranking"].remedy
