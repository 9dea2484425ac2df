"""The pieces of a brief, as they come → the brief."""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.brief.answer import Brief, BriefEvent, BriefSection, Finished, SectionReady, Started, WarningsReady


def whole(events: Iterable[BriefEvent]) -> Brief:
    """The brief. Raises ValueError where it was not finished."""
    sections: list[BriefSection] = []
    started: Started | None = None
    check: WarningsReady | None = None
    for event in events:
        match event:
            case Started():
                started = event
            case SectionReady():
                sections.append(event.section)
            case WarningsReady():
                check = event
            case Finished() if started:
                return Brief(
                    draft=started.draft,
                    generation=started.generation,
                    sections=sections,
                    warnings=check.warnings if check else [],
                    checked=check.checked if check else 0,
                    message=event.message,
                )
    raise ValueError("the brief was not finished")
