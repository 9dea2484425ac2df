"""What both engines are given: the corpus of a BEIR folder, and its judged queries."""

from __future__ import annotations

import json
from pathlib import Path

from retrieval.evaluation.beir import read_corpus


def write_texts(folder: Path, file: Path) -> int:
    """Write every text of a corpus with its title before it, [identifier, text] a line; return how many.

    The title stands before the text as our encoder reads it. Entries without any text are left out by both engines.
    """
    count = 0
    with file.open("w", encoding="utf-8") as lines:
        for entry in read_corpus(folder):
            text = ". ".join(filter(None, [entry.title.strip(), entry.text.strip()]))
            if text:
                lines.write(json.dumps([entry.id, text]) + "\n")
                count += 1
    return count
