"""What is measured on: an index, the texts that its encoder read, and queries that its passages answer."""

from __future__ import annotations

import random
import re
from pathlib import Path

from index.encoders.base import Encoder
from index.encoders.cache import VectorCache
from index.encoders.load import load_encoder
from index.indexer import index
from index.opened import Opened
from index.representation import heading
from index.settings import IndexSettings

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "eval_sets" / "sample"
FIRST = "what worked for exit strategies"  # the query that tells that a process answers
_KEPT = ROOT / ".afterwise" / "bench"
_QUOTES = re.compile(r'["“”„«»]')


def indexed(source: Path) -> Path:
    """The data folder of a source, kept between runs: an unchanged source is not encoded again."""
    data = _KEPT / source.resolve().name
    index([source], data, IndexSettings())
    return data


def load(settings: IndexSettings, threads: int) -> Encoder:
    """The encoder of the settings. The first call on a machine exports its graph, so call it before timing anything."""
    return load_encoder(settings.model, settings.backend, settings.precision, settings.cache, threads)


def encoded_texts(data: Path, opened: Opened, encoder: Encoder) -> list[str]:
    """Every distinct text that the indexer had the encoder read, checked against its cache of vectors."""
    quarter = encoder.tokens.budget // 4
    texts = list(
        dict.fromkeys(
            encoder.identity.passage_prefix + encoder.tokens.clip(heading(passage.record), quarter) + passage.text
            for passage in opened.store.passages(range(opened.manifest.passages))
        )
    )
    cache = VectorCache(data / "vectors.sqlite", encoder.identity)
    known = sum(1 for _ in cache.find(texts))
    cache.close()
    if known != len(texts):
        raise RuntimeError(f"{len(texts) - known} of {len(texts)} texts are not what the indexer encoded")
    return texts


def queries(opened: Opened, count: int, seed: int = 1) -> list[str]:
    """Distinct runs of 3 to 10 words from random passages: they have answers, and no two ask for the same."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        (passage,) = opened.store.passages([chance.randrange(opened.manifest.passages)])
        words = _QUOTES.sub(" ", passage.text).split()
        length = chance.randint(3, 10)
        begin = chance.randrange(max(1, len(words) - length))
        found[" ".join(words[begin : begin + length])] = None
    return list(found)
