"""A draft → its brief, piece by piece.

understand  the draft's sections, countries, themes and telling words      sections.py, places.py, terms.py
ask         a few short searches for each section                          queries.py
merge       their results, one order a section; home first among equals    merging.py
allot       each record to the section that it bears on most               here
choose      few, good, from several evaluations, countries and sides       choosing.py
show        quotations, why they are there, how they are supported         items.py
check       what the draft does not mention and others were told           design.py, checking.py
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from retrieval.brief.answer import (
    Brief,
    BriefEvent,
    BriefItem,
    BriefSection,
    DraftFacts,
    Finished,
    SectionReady,
    Started,
    WarningsReady,
)
from retrieval.brief.checking import Checker
from retrieval.brief.choosing import Shown
from retrieval.brief.draft import Draft
from retrieval.brief.finding import Evidence, Finder
from retrieval.brief.items import support_of
from retrieval.brief.places import Home
from retrieval.brief.sections import Section, sections_of
from retrieval.brief.settings import BriefSettings
from retrieval.brief.subject import Subject, subject_of
from retrieval.brief.terms import Terms
from retrieval.search import Searcher

Cancelled = Callable[[], bool]

NOTHING = "The collection holds nothing that bears on this draft: no brief can be made from it."
NO_EVIDENCE = "The collection holds no good evidence for this section."


class Briefer:
    """Makes briefs from what one searcher may see. Safe to share between threads."""

    def __init__(self, searcher: Searcher, settings: BriefSettings | None = None) -> None:
        self._searcher = searcher
        self._settings = settings or BriefSettings()

    def brief(self, draft: Draft) -> Brief:
        """The whole brief. Raises QueryError and SettingsError."""
        sections: list[BriefSection] = []
        found: dict[str, object] = {}
        for event in self.events(draft):
            match event:
                case Started():
                    found |= {"draft": event.draft, "generation": event.generation}
                case SectionReady():
                    sections.append(event.section)
                case WarningsReady():
                    found |= {"warnings": event.warnings, "checked": event.checked}
                case Finished():
                    found["message"] = event.message
        return Brief.model_validate(found | {"sections": sections})

    def events(self, draft: Draft, cancelled: Cancelled | None = None) -> Iterator[BriefEvent]:
        """The brief as it is made: first what was understood, then each section, the design check, and the end.

        `cancelled` is asked between the pieces; once it says so, nothing more comes. Raises QueryError, SettingsError.
        """
        stop = cancelled or (lambda: False)
        every = sections_of(draft)
        sections = every[: self._settings.brief_sections]
        terms = Terms(self._searcher.opened.lexical, self._searcher.opened.manifest.passages)
        subject = subject_of(draft, sections, terms, self._searcher.opened)
        yield Started(
            draft=self._facts(draft, every, sections, subject.home),
            generation=self._searcher.opened.manifest.name,
            titles=[section.title for section in sections],
            topics=[section.topic for section in sections],
        )
        finder = Finder(self._searcher, terms, subject.home)
        found = self._find(finder, draft, sections, subject, stop)
        if found is None:
            return
        owners = _owners(found)
        shown = Shown()
        for at, (section, evidence) in enumerate(zip(sections, found, strict=True)):
            if stop():
                return
            own = evidence.only({saying for saying, owner in owners.items() if owner == at})
            items = finder.items(own, self._settings.brief_items, shown)
            yield SectionReady(section=_shown(at + 1, section, evidence, items))
        if stop():
            return
        known = any(evidence.ranking is not None for evidence in found)
        checker = Checker(self._searcher, finder, terms, self._settings)
        warnings, checked = checker.check(draft, shown) if known else ([], 0)
        yield WarningsReady(warnings=warnings, checked=checked)
        yield Finished(message=NOTHING if shown.next_number == 1 else None)

    def _find(
        self, finder: Finder, draft: Draft, sections: Sequence[Section], subject: Subject, stop: Cancelled
    ) -> list[Evidence] | None:
        """The evidence for each section, none for any where the collection does not know the draft's subject.

        None once it was cancelled. Most of the time goes into encoding, which several threads can do at once.
        """
        with ThreadPoolExecutor(self._settings.brief_threads, "brief") as threads:
            asked = [threads.submit(finder.find, section, subject) for section in sections]
            found = []
            for one in asked:
                if stop():
                    threads.shutdown(wait=True, cancel_futures=True)
                    return None
                found.append(one.result())
        return found if finder.knows(draft, found) else [Evidence.none() for _ in sections]

    def _facts(self, draft: Draft, every: list[Section], kept: list[Section], home: Home) -> DraftFacts:
        left_out = [draft.truncated] if draft.truncated else []
        if len(every) > len(kept):
            left_out.append(f"Only the first {len(kept)} of {len(every)} sections get evidence.")
        return DraftFacts(
            language=draft.language,
            words=draft.words,
            pages=draft.pages,
            sections=len(every),
            truncated=" ".join(left_out) or None,
            countries=list(home.countries),
            regions=list(home.regions),
            themes=list(home.themes),
        )


def _shown(number: int, section: Section, evidence: Evidence, items: list[BriefItem]) -> BriefSection:
    return BriefSection(
        number=number,
        topic=section.topic,
        title=section.title,
        beginning=section.beginning,
        page=section.page,
        language=section.language,
        queries=evidence.queries,
        items=items,
        support=support_of(items),
        message=None if items else NO_EVIDENCE,
    )


def _owners(found: list[Evidence]) -> dict[int, int]:
    """What is said → the section for which it is worth most; of equal ones the first."""
    best: dict[int, tuple[float, int]] = {}
    for section, evidence in enumerate(found):
        for choice in evidence.choices:
            worth = (-choice.score, section)
            best[choice.saying] = min(best.get(choice.saying, worth), worth)
    return {saying: section for saying, (_, section) in best.items()}
