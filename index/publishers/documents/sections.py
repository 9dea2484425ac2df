"""Headings that say what their section holds: "Lessons learned", "Office response", "Annex 2. Terms of reference"."""

from __future__ import annotations

import re
from enum import StrEnum

from index.model import Kind
from index.publishers.documents.numbering import without_number


class Section(StrEnum):
    """What a section holds, as its heading says."""

    FINDINGS = "findings"
    CONCLUSIONS = "conclusions"
    LESSONS = "lessons"
    GOOD_PRACTICES = "good_practices"
    RECOMMENDATIONS = "recommendations"
    RESPONSES = "responses"
    CHALLENGES = "challenges"
    SUCCESSES = "successes"
    SUMMARY = "summary"  # tells the whole document once more
    BODY = "body"  # text that is none of the above: introduction, method, draft decision
    CONTEXT = "context"  # annexes, terms of reference, questionnaires
    REFERENCES = "references"
    CONTENTS = "contents"  # tables of contents, lists of figures and acronyms
    PEOPLE = "people"  # names of evaluators and of persons met: personal data, never read


KIND_OF = {
    Section.FINDINGS: Kind.FINDING,
    Section.CONCLUSIONS: Kind.CONCLUSION,
    Section.LESSONS: Kind.LESSON,
    Section.GOOD_PRACTICES: Kind.GOOD_PRACTICE,
    Section.RECOMMENDATIONS: Kind.RECOMMENDATION,
    Section.RESPONSES: Kind.MANAGEMENT_RESPONSE,
    Section.CHALLENGES: Kind.CHALLENGE,
    Section.SUCCESSES: Kind.SUCCESS_FACTOR,
}

_LEAD = (
    r"(?:the|a|summary of|synthesis of|overview of|presentation of|discussion of|analysis of|key|main|major|"
    r"principal|principales|principaux|overall|general|specific|detailed|preliminary|emerging|evaluation|strategic|"
    r"programmatic|thematic|final|evaluators['’]?|résumé des|synthèse des|resumen de|síntesis de|las?|los|les|des?)"
)
# What may follow the name without turning the section into one about something else.
_TAIL = (
    r"(?=\s*(?:$|[:.,;/&(?–—-]|(?:and|et|y|e|or|of|from|for|on|by|to|that|learne?d|learnt|per|with|in|under|identified|"
    r"aprendidas|tirés|tirées|de|del|des|du)\b))"
)
_NAMES: tuple[tuple[Section, str], ...] = (
    (
        Section.PEOPLE,
        (
            r"acknowledge?ments?|remerciements|agradecimientos|(?:project|evaluation|ieo) team|(?:core )?team members|"
            r"(?:the )?authors?$|contributors|contact(?: us|s| details| information| persons?)?$|"
            r"(?:list of |names of )?(?:key )?(?:persons?|people|individuals|stakeholders|informants|officials)\s+"
            r"(?:met|interviewed|consulted|contacted)|"
            r"(?:list|names) of (?:[\w-]+ ){0,3}(?:persons|people|interviewees|interviews|respondents|informants|"
            r"stakeholders|participants|evaluators)|interviewees|evaluation information at a glance|reference group"
        ),
    ),
    (
        Section.CONTENTS,
        (
            r"(?:table of )?contents|table des matières|índice|tabla de contenidos?|list of "
            r"(?:tables|figures|boxes|graphs|charts|annexes|acronyms|abbreviations)|(?:acronyms|abbreviations)\b.*|"
            r"(?:tables|figures|boxes|graphs)$|glossary|sigles.*|siglas.*"
        ),
    ),
    (
        Section.REFERENCES,
        (
            r"references$|bibliography|bibliographie|bibliografía|works cited|literature$|further reading|sources$|"
            r"(?:list of )?(?:key )?documents? (?:consulted|reviewed)|(?:list of )?documents$|reports published"
        ),
    ),
    (
        Section.RESPONSES,
        (
            r"(?:office|management|administration|secretariat|agency|organi[sz]ation|government|ieo|undp|"
            r"independent evaluation office)(?:['’]s)? responses?|responses? (?:of|by|from) (?:the )?"
            r"(?:office|management|secretariat|administration|government)|"
            r"réponse (?:du bureau|de la direction)|respuesta (?:de la oficina|de la administración|de gestión)"
        ),
    ),
    (
        Section.CHALLENGES,
        (
            r"challenges?|constraints|obstacles|bottlenecks|hindering factors|barriers|shortcomings|weaknesses|"
            r"what (?:did not|didn['’]t|does not|has not) work(?:ed)?(?: well)?|what could (?:be|have been) (?:done )?"
            r"(?:better|improved)|difficultés|défis|desafíos|dificultades|retos"
        ),
    ),
    (
        Section.SUCCESSES,
        (
            r"success(?:es|es? factors?| stories)?|enabling factors|facilitating factors|strengths|"
            r"what (?:is |has |was )?work(?:s|ed|ing)(?: well)?|facteurs de succès|factores de éxito|éxitos|réussites"
        ),
    ),
    (
        Section.GOOD_PRACTICES,
        r"(?:good|best|promising) practices?|bonnes pratiques|buenas prácticas|boas práticas",
    ),
    (
        Section.LESSONS,
        r"lessons?|enseignements?|leçons?|lecciones|lección|lições|what (?:have )?we (?:have )?learne?[dt]|learnings?",
    ),
    (Section.FINDINGS, r"findings?|constats|constatations|hallazgos|constatações|what the \w+ (?:found|finds)"),
    (Section.CONCLUSIONS, r"conclusions?|conclusiones|conclusión|conclusões|concluding (?:remarks|observations)"),
    (
        Section.RECOMMENDATIONS,
        (
            r"recommendations?|recommandations?|recomendaciones|recomendación|recomendações|"
            r"what the \w+ recommends|the way forward and recommendations"
        ),
    ),
    (
        Section.SUMMARY,
        (
            r"executive summary|summary|abstract|evaluation brief|at a glance|in brief|key messages|highlights|"
            r"résumé(?: exécutif)?|resumen(?: ejecutivo)?|sumário executivo"
        ),
    ),
    (
        Section.CONTEXT,
        (
            r"annex(?:e|es)?\b|appendi(?:x|ces)\b|anexos?\b|terms? of reference|termes de référence|"
            r"términos de referencia|questionnaires?|(?:survey|interview) (?:questions|guide|instrument|protocol)s?|"
            r"evaluation (?:matrix|questions|framework)|inception report"
        ),
    ),
    (
        Section.BODY,
        (
            r"introduction|background|context\b|purpose|scope|objectives?|method(?:s|ology|ological)?|approach|limitations|"
            r"overall assessment|draft decision|next steps|the way forward|overview|latest evaluations|disclaimer|"
            r"presentation|preface|foreword|programme description|contexte|introducción|metodología|méthodologie"
        ),
    ),
)
_RULES = tuple(
    (
        section,
        re.compile(
            rf"(?:{_LEAD}\s+)*(?:{names}){'' if section in {Section.CONTENTS, Section.PEOPLE} else _TAIL}",
            re.IGNORECASE,
        ),
    )
    for section, names in _NAMES
)
_ANNEX = re.compile(r"(?:annex(?:e)?|appendix|anexo)\s*(?:[\dIVX]{1,4}[a-z]?|[A-Z])?\s*[.:–—-]?\s*", re.IGNORECASE)
_LONGEST = 20  # words


def section_of(heading: str) -> Section | None:
    """What a section with this heading holds, or None where the heading does not say.

    The first thing that it names counts: "Conclusions and lessons learned" holds conclusions, "Annex. Key
    recommendations" recommendations, but "Implementation of recommendations" says nothing of the kind.
    """
    text = without_number(heading)
    if len(text.split()) > _LONGEST:
        return None
    annex = _ANNEX.match(text)
    named = _named(text[annex.end() :] if annex else text) or _named(text.partition(": ")[2])
    if annex and named in {None, Section.BODY, Section.SUMMARY}:
        return Section.CONTEXT
    return named


def _named(text: str) -> Section | None:
    return next((section for section, rule in _RULES if rule.match(text)), None)
