"""A brief → its page: a form, then the parts of the brief, the same whether they come one by one or at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi.responses import HTMLResponse
from markupsafe import Markup

from index.errors import AfterwiseError
from retrieval.brief.answer import (
    Aspect,
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
from service.brief.formats import BRIEF_FORMATS
from service.brief.labels import Labels
from service.brief.whole import whole
from service.pages.hits import beginning, place, places_covered
from service.pages.rendering import fragment, page
from service.pages.state import SearchState
from service.pages.wording import LANGUAGES, Wording

_MEGABYTE = 1_000_000


class BriefPage:
    """The page and its parts in one language; `ui` is that language where the address names it."""

    def __init__(self, wording: Wording, ui: str | None, largest: int) -> None:
        self._wording, self._ui, self._largest = wording, ui, largest
        self._labels = Labels(wording)

    def form(self) -> HTMLResponse:
        """The page before there is a draft."""
        return self._page(parts=None, ready="", save="", beside="", generation=None)

    def whole(self, brief: Brief) -> HTMLResponse:
        """The page of a finished brief."""
        parts = [self._part(section) for section in brief.sections]
        parts.append(self._check(WarningsReady(warnings=brief.warnings, checked=brief.checked)))
        entries = [self._entry(str(one.number), self._labels.title_of(one), len(one.items)) for one in brief.sections]
        entries.append(self._entry("check", self._wording.say("brief.check"), len(brief.warnings)))
        response = self._page(
            parts=parts,
            ready=self._ready(brief),
            save=self._save(brief),
            beside=self._beside(brief.draft, entries),
            generation=brief.generation,
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    def lines(self, events: Iterable[BriefEvent]) -> Iterator[bytes]:
        """A brief as it comes, one JSON object a line, with the parts of the page."""
        seen: list[BriefEvent] = []
        for event in events:
            seen.append(event)
            yield json.dumps(self._line(event, seen)).encode() + b"\n"

    def failed(self, error: AfterwiseError) -> bytes:
        """The last line of a brief that cannot go on."""
        text = " ".join(filter(None, [error.message, error.hint]))
        return json.dumps({"event": "failed", "text": text}).encode() + b"\n"

    def _line(self, event: BriefEvent, seen: list[BriefEvent]) -> dict[str, Any]:
        match event:
            case Started():
                entries = [
                    self._entry(str(number), title or self._wording.name("topic", topic))
                    for number, (title, topic) in enumerate(zip(event.titles, event.topics, strict=True), start=1)
                ]
                entries.append(self._entry("check", self._wording.say("brief.check")))
                return {"event": "started", "total": len(event.titles), "html": self._beside(event.draft, entries)}
            case SectionReady(section=section):
                title = self._labels.title_of(section)
                entry = self._entry(str(section.number), title, len(section.items))
                return {"event": "part", "place": str(section.number), "html": self._part(section), "entry": entry}
            case WarningsReady():
                entry = self._entry("check", self._wording.say("brief.check"), len(event.warnings))
                return {"event": "part", "place": "check", "html": self._check(event), "entry": entry}
            case Finished():
                brief = whole(seen)
                return {"event": "finished", "html": self._save(brief), "text": self._ready(brief)}

    def _page(self, **values: Any) -> HTMLResponse:
        megabytes = self._largest // _MEGABYTE or 1
        return page(
            "brief.html",
            self._wording,
            SearchState(ui=self._ui),
            language_links=[(code, f"/brief?ui={code}") for code in LANGUAGES],
            largest=self._largest,
            megabytes=str(megabytes),
            **self._common,
            **values,
        )

    @property
    def _common(self) -> dict[str, Any]:
        return {
            "ui": f"?ui={self._wording.code}" if self._ui else "",
            "labels": self._labels,
            "beginning": beginning,
            "place": place,
            "places_covered": places_covered,
        }

    def _fragment(self, template: str, **values: Any) -> Markup:
        return fragment(template, self._wording, **self._common, **values)

    def _beside(self, draft: DraftFacts, entries: list[Markup]) -> Markup:
        return self._fragment("_brief_beside.html", entries=entries, understood=self._labels.understood(draft))

    def _part(self, section: BriefSection) -> Markup:
        return self._fragment(
            "_brief_part.html",
            section=section,
            title=self._labels.title_of(section),
            topic=self._labels.topic_of(section),
            aspects=_by_aspect(section.items),
        )

    def _check(self, check: WarningsReady) -> Markup:
        return self._fragment("_brief_check.html", warnings=check.warnings, checked=check.checked)

    def _entry(self, at: str, title: str, count: int | None = None) -> Markup:
        """A part in the list of contents; without a count it is still to come."""
        return self._fragment("_brief_entry.html", at=at, title=title, count=count)

    def _save(self, brief: Brief) -> Markup:
        return self._fragment("_brief_save.html", brief=brief.model_dump_json(), formats=list(BRIEF_FORMATS))

    def _ready(self, brief: Brief) -> str:
        count = sum(len(section.items) for section in brief.sections)
        count += sum(len(warning.items) for warning in brief.warnings)
        return self._wording.say("brief.ready", count=count) if count else self._wording.say("brief.none_at_all")


def _by_aspect(items: list[BriefItem]) -> dict[str, list[BriefItem]]:
    return {aspect.value: [item for item in items if item.aspect == aspect] for aspect in Aspect}
