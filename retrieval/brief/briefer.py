"""A draft → its brief, piece by piece.

understand  the draft's sections, countries, themes and telling words      sections.py, places.py, terms.py
ask         a few short searches for each section                          queries.py
merge       their results, one order a section; home first among equals    merging.py
share       the places of a brief among its sections, in order             choosing.py
choose      few, good, from several evaluations, countries and sides       choosing.py
show        quotations, why they are there, how they are supported         items.py
check       what the draft does not mention and others were told           design.py, checking.py
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing

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
from retrieval.brief.choosing import Places, Shown
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
NO_MORE = "The collection holds no good evidence for this section beyond what other sections show."


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
        places = Places(len(sections), draft.words, self._settings.brief_items, self._settings.brief_records)
        shown, known = Shown(), False
        with closing(self._found(finder, draft, sections, subject, stop)) as found:
            for number, (section, evidence) in enumerate(zip(sections, found, strict=False), start=1):
                known = known or evidence.ranking is not None
                items = finder.items(evidence, places.next(), shown)
                places.take(len(items))
                yield SectionReady(section=_shown(number, section, evidence, items))
        if stop():
            return
        checker = Checker(self._searcher, finder, terms, self._settings)
        warnings, checked = checker.check(draft, sections, shown) if known else ([], 0)
        yield WarningsReady(warnings=warnings, checked=checked)
        yield Finished(message=NOTHING if shown.next_number == 1 else None)

    def _found(
        self, finder: Finder, draft: Draft, sections: Sequence[Section], subject: Subject, stop: Cancelled
    ) -> Generator[Evidence]:
        """The evidence for each section in its turn, none for any where the collection does not know the subject.

        It ends early once it was cancelled. Most of the time goes into encoding, which several threads can do at once;
        a section need not wait for those after it, unless it is doubtful whether the collection knows the subject.
        """
        threads = ThreadPoolExecutor(self._settings.brief_threads, "brief")
        try:
            gist = threads.submit(finder.knows_gist, draft)
            asked = [threads.submit(finder.find, section, subject) for section in sections]
            known = gist.result() or finder.knows_sections(list(_until(stop, asked)))
            for evidence in _until(stop, asked):
                yield evidence if known else Evidence.none()
        finally:
            threads.shutdown(wait=True, cancel_futures=True)

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
        message=None if items else NO_MORE if evidence.queries else NO_EVIDENCE,
    )


def _until(stop: Cancelled, asked: Sequence[Future[Evidence]]) -> Iterator[Evidence]:
    """What was asked for, one by one, until it is called off."""
    for one in asked:
        if stop():
            return
        yield one.result()
