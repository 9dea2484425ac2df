"""Whatever stands in a document: no publisher fails, spans point at the text, identifiers are unique."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.model import Box
from index.publishers.registry import DOCUMENT_PUBLISHERS
from index.readers.blocks import ReadDocument, Role
from index.readers.drafts import Draft, assemble

HEADINGS = (
    *("Findings", "II. Key findings", "4.2 Lessons learned", "Conclusions", "Recommendations", "Office response"),
    *("Annex 1. Terms of reference", "Contents", "A. Relevance", "Recommendation 1", "Management response"),
    *("Part I. One", "Part II. Two", "Executive summary", "3. Something else", "Acknowledgements", "► X"),
)
TEXTS = (
    *("Key finding 1: It works. Key finding 2: It lasts.", "Recommendation 2. Do it now.", "1. Recommendation:"),
    *("Management response: Partially agreed.", "Key Actions:", "[Added: 2018/11/23]", "1", "eval_number:", "4711"),
    *("The office faces challenges such as:", "Countries: CHADMALI", "Conducted by:", "Ada Example", "–", "Title X"),
    *("Recommendation 1 reads as follows:", "Box 1: Good practice: lamps", "Lamps were bought. They burn well.", "…"),
    *("Responsible unit Priority Time implication Resource implication", "Unit High Long-term Low", "R1. Mend it."),
)
ROWS = (
    *("Key action(s)\tTime frame\tResponsible unit(s)\tTracking", "1.1 Print forms\tJune 2030\tOffice\tOngoing"),
    *("Recommendation\tResponsible", "\t\t", "Recommendation 3\tDo this as well.", "Management response: Agreed"),
    *("and so on\t\tOffice", "Responsible unit\tPriority", "Harbour\tHigh", "Evaluation Type:\tProject"),
)
PARAGRAPHS = st.sampled_from([None, None, None, "1", "2", "3", "1.1", "37"])


def draft(text: str, role: Role, page: int | None, paragraph: str | None, level: int | None) -> Draft:
    boxes = [Box(page=page, left=50, top=60, right=300, bottom=90)] if page else []
    printed = f"{paragraph}. {text}" if paragraph and role is Role.PARAGRAPH else text
    number = paragraph if role is Role.PARAGRAPH else None
    return Draft(printed, role, page, number, level if role is Role.HEADING else None, boxes)


DRAFTS = st.one_of(
    st.builds(
        draft,
        st.sampled_from(HEADINGS),
        st.just(Role.HEADING),
        st.none(),
        st.none(),
        st.integers(1, 3),
    ),
    st.builds(
        draft,
        st.sampled_from(TEXTS) | st.text(min_size=1, max_size=40),
        st.sampled_from([Role.PARAGRAPH, Role.LIST_ITEM, Role.CAPTION, Role.FOOTNOTE]),
        st.sampled_from([None, 1, 2]),
        PARAGRAPHS,
        st.none(),
    ),
    st.builds(
        draft,
        st.lists(st.sampled_from(ROWS), min_size=1, max_size=4).map("\n".join),
        st.just(Role.TABLE),
        st.sampled_from([None, 1, 2]),
        st.none(),
        st.none(),
    ),
)
DOCUMENTS = st.lists(DRAFTS, max_size=25).map(lambda drafts: assemble("made.txt", drafts, title="A made document"))


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS)
def test_any_document_is_published_soundly(document: ReadDocument) -> None:
    for publisher in DOCUMENT_PUBLISHERS:
        assert 0.0 <= publisher.confidence(document) <= 1.0
        extraction = publisher.publish(document)
        ids = [record.id for record in extraction.records]
        assert len(ids) == len(set(ids)), publisher
        own = extraction.documents[0].id
        for record in extraction.records:
            for part in record.parts:
                for place in (part.anchor, *part.also_at):
                    assert place.start is not None
                    assert place.end is not None
                    assert place.start < place.end <= len(document.text)
                assert document.text[part.anchor.start : part.anchor.end] == part.text
            assert all(link.target in ids for link in record.links if link.target.startswith(f"{own}:"))


@settings(max_examples=50, deadline=None)
@given(DOCUMENTS)
def test_publishing_twice_gives_the_same(document: ReadDocument) -> None:
    for publisher in DOCUMENT_PUBLISHERS:
        assert publisher.publish(document) == publisher.publish(document)
