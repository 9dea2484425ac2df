"""Whether a query asks for what worked or for what did not, and in which words it does so.

A small table of the ways to ask, for each language. A query that asks for both, or for neither, or that is a written
text rather than a question, prefers nothing.

"What worked for exit strategies" is about exits: its "worked" says what is wanted of them. Words that only say so are
no words of the subject (`Asked.words`), and a passage need not hold them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import words
from index.facets import Facet
from index.model import Kind, Polarity

LONGEST = 20  # words; a longer query is written text, which mentions challenges without asking for them


class Asked(NamedTuple):
    """What a query asks for, and the words, in lower case, that ask for it."""

    polarity: Polarity | None = None
    words: frozenset[str] = frozenset()


# "…" stands for up to ten words of the subject. Apostrophes may be typed or typographic.
_WAYS: Mapping[Polarity, tuple[str, ...]] = {
    Polarity.SUCCESS: (
        r"what (really |actually )?(works|worked|has worked|have worked|went well|succeeded|was successful)",
        r"what (made|makes|helped|helps) … (work|succeed|successful|a success)",
        r"why (did|do|does|has|have) … (work|worked)",
        r"(why|how) (did|do|does|has|have|was|were) … (succeed|succeeded|successful)",
        r"success (factors?|stor(y|ies))|(critical )?factors? (of|for) success|keys? to success|successes",
        r"(good|best|promising|successful) (practices?|examples?|approaches|experiences?)",
        r"(qué|que) (bien )?(funciona|funcionó|funciono|ha funcionado|salió bien|tuvo éxito)",
        r"por qué … (funcionó|tuvo éxito|tuvieron éxito)",
        r"factor(es)? de éxito|claves? del éxito|casos? de éxito|éxitos",
        r"(buenas?|mejores) prácticas?|experiencias? exitosas?",
        r"(ce |qu'est-ce )qui (a (bien )?(marché|fonctionné|réussi)|marche|fonctionne)",
        r"pourquoi … (a (bien )?(marché|fonctionné|réussi)|ont (réussi|marché|fonctionné))",
        r"facteurs? (de|du) (succès|réussite)|clés? (du succès|de la réussite)|réussites",
        r"(bonnes?|meilleures?) pratiques?|expériences? réussies?",
    ),
    Polarity.CHALLENGE: (
        r"what (did not|didn't|does not|doesn't|has not|hasn't) work(ed)?|what (failed|fails|goes wrong|went wrong)",
        r"why (did|do|does|has|have|was|were) … (fail|failed|unsuccessful|go wrong|gone wrong)",
        r"why (did|do|does|has|have|was|were) … not (work|worked|succeed|succeeded)",
        r"what (hindered|hinders|hampered|hampers|delayed|prevented|prevents|blocked)",
        r"challenges?|pitfalls?|obstacles?|barriers?|bottlenecks?|shortcomings?|weaknesses|mistakes?|failures?",
        r"difficulties|drawbacks?|(things|what) to avoid",
        r"(qué|que) (no (funciona|funcionó|funciono|ha funcionado)|falló|fallo|fracasó|salió mal|evitar)",
        r"por qué … (falló|fallaron|fracasó|fracasaron|no (funcionó|funcionaron))",
        r"obstáculos?|dificultad(es)?|desafíos?|retos?|barreras?|errores|fracasos?|debilidad(es)?",
        r"(ce |qu'est-ce )qui (n'a pas (bien )?(marché|fonctionné|réussi)|ne (marche|fonctionne) pas|a échoué)",
        r"pourquoi … (a échoué|ont échoué|n'(a|ont) pas (bien )?(marché|fonctionné|réussi))",
        r"obstacles?|difficultés?|défis?|échecs?|erreurs?|pièges?|faiblesses?|points? faibles?|à éviter",
    ),
}
_SUBJECT = r"(?:(?!not |no |pas )[^\W_]+[ '-]+){0,10}?"  # "why did it not work" does not ask for a success
_TYPOGRAPHIC = str.maketrans("’ʼ", "''")


def _compiled(way: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{way})(?!\w)".replace("… ", f"(?P<subject>{_SUBJECT})"))


_PATTERNS = {polarity: [_compiled(way) for way in ways] for polarity, ways in _WAYS.items()}


def asked(text: str) -> Asked:
    """The polarity that a query asks for, or none, and the words that say so."""
    if len(text.split()) > LONGEST:
        return Asked()
    plain = text.lower().translate(_TYPOGRAPHIC)
    found = {
        polarity: said
        for polarity, patterns in _PATTERNS.items()
        if (said := [_words(match) for pattern in patterns for match in pattern.finditer(plain)])
    }
    if len(found) != 1:
        return Asked()
    [(polarity, said)] = found.items()
    return Asked(polarity, frozenset().union(*said))


def _words(match: re.Match[str]) -> set[str]:
    """The words of a match but those of its subject."""
    said = match.group()
    subject = match.groupdict().get("subject")
    return {word for word, _, _ in words(said.replace(subject, " ", 1) if subject else said)}


def polarity_weights(facets: Mapping[str, Facet], weight: float) -> dict[Polarity, NDArray[np.float64]]:
    """For each polarity, what the score of every passage of a generation is multiplied by: shape (n,).

    `weight` is for passages of that polarity; those of the other one are divided by it. Good practices count as what
    worked, by the name that their source gives them, but nothing says that they never failed.
    """
    kinds, polarities = facets["kind"], facets["polarity"]
    good = kinds.mask(kinds.find(Kind.GOOD_PRACTICE))
    success, challenge = (polarities.mask(polarities.find(one)) for one in Polarity)
    up, down = weight, 1 / weight
    return {
        Polarity.SUCCESS: np.select([challenge, success | good], [down, up], 1.0),
        Polarity.CHALLENGE: np.select([challenge, success], [up, down], 1.0),
    }
