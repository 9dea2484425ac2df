"""`afterwise brief`"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from retrieval.brief.answer import Brief

Run = Callable[..., Any]
DRAFT = (
    "Sustainability and exit strategy\n\nThe project will hand its services over to the district councils and other "
    "national partners before it closes. An exit strategy will be agreed with them at the midterm review.\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A draft in a folder of its own."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    path = folder / "concept-note.txt"
    path.write_text(DRAFT, "utf-8")
    return path


def items_of(brief: Brief) -> list[Any]:
    return [item for part in (*brief.sections, *brief.warnings) for item in part.items]


def test_it_prints_quotations_with_citations(afterwise: Run, sample_data: Path, file: Path) -> None:
    done = afterwise("brief", file, "--data", sample_data)
    assert done.code == 0, done.err
    brief = Brief.model_validate(afterwise("brief", file, "--data", sample_data, "--json").json)
    assert items_of(brief)
    plain = " ".join(done.out.split())
    for item in items_of(brief):
        assert " ".join(item.hit.text.split()) in plain
        assert item.hit.record_id in plain


@pytest.mark.parametrize("suffix", ["docx", "md", "json"])
def test_a_file_is_written_whole_and_nothing_else(
    suffix: str, afterwise: Run, sample_data: Path, file: Path, tmp_path: Path
) -> None:
    to = tmp_path / f"lessons.{suffix.upper()}"
    done = afterwise("brief", file, "--data", sample_data, "--output", to)
    assert done.code == 0, done.err
    assert str(to) in done.out
    assert sorted(one.name for one in tmp_path.iterdir()) == ["drafts", to.name]
    content = to.read_bytes()
    if suffix == "docx":
        assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "Lessons for your draft"
    elif suffix == "json":
        assert items_of(Brief.model_validate_json(content))
    else:
        assert b"[^1]: " in content


def test_the_language_of_labels_can_be_chosen(afterwise: Run, sample_data: Path, file: Path, tmp_path: Path) -> None:
    to = tmp_path / "lessons.md"
    assert afterwise("brief", file, "--data", sample_data, "--output", to, "--language", "fr").code == 0
    assert to.read_text("utf-8").startswith("# Des leçons pour votre projet\n")


def test_a_dash_reads_standard_input(process: Run, sample_data: Path, afterwise: Run, file: Path) -> None:
    command = process.__globals__["COMMAND"]
    done = subprocess.run(
        [command, "brief", "-", "--json", "--data", sample_data],
        input=DRAFT.encode(),
        capture_output=True,
        env=process.__globals__["environment"](),
        timeout=120,
        check=True,
    )
    from_file = afterwise("brief", file, "--data", sample_data, "--json").json
    assert Brief.model_validate_json(done.stdout).sections == Brief.model_validate(from_file).sections


def test_a_mistyped_name_gets_the_one_that_was_meant(afterwise: Run, sample_data: Path, file: Path) -> None:
    done = afterwise("brief", file.with_name("concept-not.txt"), "--data", sample_data)
    assert done.code == 2
    assert f"Did you mean {file}?" in done.err


def test_an_ending_that_says_no_format_is_wrong_use(afterwise: Run, sample_data: Path, file: Path) -> None:
    done = afterwise("brief", file, "--data", sample_data, "--output", file.with_suffix(".pdf"))
    assert done.code == 2
    assert "must end with .docx, .md, .json" in done.err


def test_an_empty_or_too_large_draft_is_an_error_that_names_it(
    afterwise: Run, sample_data: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = file.with_name("empty.txt")
    empty.write_text("\n", "utf-8")
    done = afterwise("brief", empty, "--data", sample_data, "--json")
    assert done.code == 2
    assert "empty.txt is empty" in done.json["error"]["message"]
    monkeypatch.setenv("AFTERWISE_LARGEST_DRAFT", "1000")
    file.write_text(DRAFT * 10, "utf-8")
    done = afterwise("brief", file, "--data", sample_data)
    assert done.code == 2
    assert "concept-note.txt is larger than 1,000 bytes" in done.err


def test_a_folder_that_is_not_there_is_told_before_any_work(afterwise: Run, sample_data: Path, file: Path) -> None:
    done = afterwise("brief", file, "--data", sample_data, "--output", file.parent / "nowhere" / "lessons.docx")
    assert done.code == 2
    assert "there is no folder" in done.err


def test_a_folder_is_no_draft(afterwise: Run, sample_data: Path, file: Path) -> None:
    done = afterwise("brief", file.parent, "--data", sample_data)
    assert done.code == 2
    assert f"{file.parent} is a folder" in done.err
