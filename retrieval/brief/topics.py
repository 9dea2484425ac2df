"""What a part of a draft is about, told by its heading or by its words. The words stand in topics.toml."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any

from index.analysis import stem
from retrieval.brief.answer import Topic
from retrieval.brief.wording import Found, Phrases, Text, longest_first

_NUMBER = re.compile(
    r"^\s*(?:(?:section|part|chapter|annex|sección|parte|partie|chapitre)\s+)?"
    r"(?:\d+(?:\.\d+)*|[ivxlc]{1,5}|[a-z])\s*[.):–-]\s*",
    re.IGNORECASE,
)
LONGEST_HEADING = 14  # words
_CLEAR = 1.5  # how much more a topic's words must say than those of the next one, where there is no heading


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("retrieval.brief").joinpath("topics.toml").read_text("utf-8"))


@cache
def _headings() -> Phrases:
    return Phrases({name: table["headings"] for name, table in _tables().items() if name != "silent"})


@cache
def _content() -> Phrases:
    return Phrases({name: table["content"] for name, table in _tables().items() if name != "silent"})


@cache
def silent(language: str) -> frozenset[str]:
    """Stems of words that say nothing of what a draft is about."""
    return frozenset(stem(word, language) for word in _tables()["silent"].get(language, ()))


def vocabulary(topic: Topic, language: str) -> str:
    """The words that evaluations use for a topic; English where there are none in this language. Empty for OTHER."""
    table = _tables().get(topic.value, {}).get("vocabulary", {})
    return str(table.get(language) or table.get("en") or "")


def topic_of_heading(heading: str) -> Topic | None:
    """The topic that a heading names, in any of the languages; None where it names none that is known.

    The longest known phrase wins ("risk management" is about risks), of equal ones the first.
    """
    text = Text(_NUMBER.sub("", heading))
    if not text.words or len(text.words) > LONGEST_HEADING:
        return None
    found = longest_first(_headings().find(text))
    return Topic(found[0].name) if found else None


def names_topic(line: str) -> bool:
    """Whether a line is nothing but a known heading, so that it is one however it is set."""
    text = Text(_NUMBER.sub("", line))
    covered = {at for one in _headings().find(text) for at in range(one.start, one.end)}
    return bool(text.words) and len(text.words) - len(covered) <= len(text.words) // 3


def topic_of_content(text: Text) -> Topic | None:
    """The topic whose words a text holds most of; None where no topic is clearly ahead.

    Each phrase counts with the square root of how often it comes, so that one word that is repeated does not decide.
    """
    counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for one in longest_first(_content().find(text)):
        counts[one.name, _words(text, one)] += 1
    scores: Counter[str] = Counter()
    for (name, _), count in counts.items():
        scores[name] += math.sqrt(count)  # type: ignore[assignment]
    if not scores:
        return None
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    second = ranked[1][1] if len(ranked) > 1 else 0
    return Topic(ranked[0][0]) if ranked[0][1] >= _CLEAR * second else None


def _words(text: Text, one: Found) -> tuple[str, ...]:
    return tuple(word for word, _, _ in text.words[one.start : one.end])
