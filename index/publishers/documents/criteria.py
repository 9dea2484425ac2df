"""The OECD-DAC criterion that a heading names: "A. Relevance", "E. Likelihood of impact", "3.2 Cohérence"."""

from __future__ import annotations

import re

from index.model import Criterion
from index.publishers.documents.numbering import without_number

_NAMES = {
    Criterion.RELEVANCE: "relevance|relevancy|appropriateness|pertinence|pertinencia|relevância",
    Criterion.COHERENCE: "coherence|cohérence|coherencia|coerência",
    Criterion.EFFECTIVENESS: "effectiveness|efficacité|eficacia|eficácia",
    Criterion.EFFICIENCY: "efficiency|cost-effectiveness|efficience|eficiencia|eficiência",
    Criterion.IMPACT: "impact|impacts|impacto",
    Criterion.SUSTAINABILITY: "sustainability|durabilité|viabilité|sostenibilidad|sustentabilidade|sustentabilidad",
}
_LEAD = (
    r"(?:(?:the|la|le|los|las|el|key|main|findings?|conclusions?|assessment|evidence|overall|likelihood|economy|and|prospects?|"
    r"progress|towards|orientation|on|of|for|de|du|l['’]|programme|project|probabilité|probabilidad)[\s:–—-]*)*"
)
_NAMED = {
    criterion: re.compile(
        rf"{_LEAD}(?:{names})(?=\s*(?:$|[:.,;/&(?–—]|(?:and|et|y|e|of|de|du|des|in|for|to)\b))", re.IGNORECASE
    )
    for criterion, names in _NAMES.items()
}
_LONGEST = 12  # words: a heading, not a sentence that happens to begin with "Impact"


def criterion_of(heading: str) -> Criterion | None:
    """The criterion with which `heading` begins, apart from its number and words like "Likelihood of"; else None.

    A heading that names two ("Likelihood of impact and sustainability") has the first.
    """
    text = without_number(heading)
    if len(text.split()) > _LONGEST:
        return None
    return next((criterion for criterion, named in _NAMED.items() if named.match(text)), None)
