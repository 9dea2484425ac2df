"""What pages and files say beside the quotations of a brief, in one language, so that all of them say the same.

All of it are labels of service/pages/strings: nothing is written about a project.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from retrieval.address import source_address
from retrieval.answer import Hit, LinkedRecord
from retrieval.brief.answer import Aspect, BriefItem, BriefSection, DraftFacts, SectionQuery, Support, Topic, Why
from service.brief.excerpts import excerpt
from service.pages.wording import Wording

BETWEEN = " · "
_COUNTRIES = 6
_RESPONSE = 60  # words of what management answered; its page has all of them
_WORDS = 6  # of a section that are named as the reason for an item


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language."""

    words: Wording

    def labelled(self, label: str, value: str) -> str:
        """A label and its value, with the colon of the language."""
        return self.words.say("brief.labelled", label=label, value=value)

    def title_of(self, section: BriefSection) -> str:
        """The heading as the draft has it, else what the section is about."""
        return section.title or self.words.name("topic", section.topic)

    def topic_of(self, section: BriefSection) -> str:
        """What the section is about, where its heading does not say so already."""
        name = self.words.name("topic", section.topic)
        told = section.title is None or section.topic == Topic.OTHER or section.title.casefold() == name.casefold()
        return "" if told else name

    def aspects(self, items: Iterable[BriefItem]) -> Iterator[tuple[Aspect, list[BriefItem]]]:
        """Items under the headings of a section, what worked first."""
        given = list(items)
        for aspect in Aspect:
            if chosen := [item for item in given if item.aspect == aspect]:
                yield aspect, chosen

    def nothing(self, section: BriefSection) -> str:
        """What is said of a section without items: nothing was found, or nothing that is not shown elsewhere."""
        return self.words.say("brief.none_more" if section.queries else "brief.none")

    def check(self, warnings: int, checked: int) -> str:
        """What is said before the warnings of a design check, or instead of them."""
        say = self.words.say
        if not checked:
            return say("brief.check_not_made")
        lead = say("brief.check_lead" if warnings else "brief.check_clear")
        return f"{lead} {say('brief.checked', count=checked)}"

    def support(self, support: Support) -> str:
        """How widely the items of a section are supported, in one line."""
        say = self.words.say
        words = [
            say("brief.records", count=support.records),
            say("brief.evaluations", count=support.evaluations),
            say("brief.countries", count=len(support.countries)) if support.countries else "",
            say("brief.latest", year=str(support.latest_year)) if support.latest_year else "",
        ]
        return BETWEEN.join(filter(None, words))

    def why(self, why: Why) -> str:
        """Why an item was chosen, in one line."""
        say = self.words.say
        words = [
            say("brief.same_country", names=_named(why.countries)) if why.countries else "",
            say("brief.same_region", names=_named(why.regions)) if why.regions and not why.countries else "",
            say("brief.same_theme", names=_named(why.themes, "; ")) if why.themes else "",
            say("brief.shared", words=", ".join(why.terms[:_WORDS])) if why.terms else say("brief.meaning"),
        ]
        return BETWEEN.join(filter(None, words))

    def facts(self, hit: Hit) -> str:
        """What kind of evidence an item is, of when and where, in one line."""
        countries = _named(hit.facets.countries)
        words = [self.words.name("kind", hit.kind), str(hit.year or ""), countries, "" if hit.whole else self.part]
        return BETWEEN.join(filter(None, words))

    @property
    def part(self) -> str:
        """What is said of a passage that is part of a longer text."""
        return self.words.say("hit.part")

    def cited(self, hit: Hit) -> tuple[str, str | None]:
        """The citation without the source's address, and that address, for it to become a link."""
        source = source_address(hit.document.url, hit.anchor.page)
        if source and hit.citation.endswith(source):
            return hit.citation.removesuffix(source).rstrip(), source
        return hit.citation, None

    def told(self, linked: LinkedRecord) -> tuple[str, str]:
        """What a linked record is, with its status as the source states it, and the beginning of what it says."""
        status = " / ".join(filter(None, [linked.status, linked.progress]))
        name = self.words.name("kind", linked.kind)
        texts = excerpt("\n".join(part.text for part in linked.texts), _RESPONSE)
        return f"{name} ({status})" if status else name, texts

    def also(self, hit: Hit) -> str:
        """By how many others the same is said; empty where by none."""
        if not hit.also:
            return ""
        if hit.corroboration.evaluations > 1:
            return self.words.say("hit.said_by_evaluations", count=hit.corroboration.evaluations)
        return self.words.say("hit.said_by_records", count=hit.corroboration.records)

    def searched(self, query: SectionQuery) -> str:
        """A query as it can be made again."""
        filters = "; ".join(f"{self.words.name('field', name)}: {', '.join(v)}" for name, v in query.filters.items())
        return f"{query.text} [{filters}]" if filters else query.text

    def understood(self, draft: DraftFacts) -> list[tuple[str, str]]:
        """What was understood of a draft: label and value."""
        say, name = self.words.say, self.words.name
        size = [say("brief.words", count=draft.words)]
        size += [say("brief.pages", count=draft.pages)] if draft.pages else []
        given = [
            (say("brief.size"), BETWEEN.join(size)),
            (name("field", "language"), name("language", draft.language)),
            (name("field", "country"), ", ".join(draft.countries)),
            (name("field", "region"), ", ".join(draft.regions)),
            (name("field", "theme"), "; ".join(draft.themes)),
            (say("brief.left_out"), draft.truncated or ""),
        ]
        return [(label, value) for label, value in given if value]


def _named(names: Iterable[str], between: str = ", ") -> str:
    given = list(names)
    return between.join(given[:_COUNTRIES]) + (" …" if len(given) > _COUNTRIES else "")
