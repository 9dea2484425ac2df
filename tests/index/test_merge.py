"""Several claims make one value, in whatever order they come."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from index.merge import DocumentClaim, RecordClaim, merge_documents, merge_records, unite
from index.model import Document, Facets, Kind, Part, Record

_NAMES = st.lists(st.sampled_from(["Jordan", "Mali", "Peru"]), max_size=3, unique=True).map(lambda n: tuple(sorted(n)))
_FACETS = st.builds(Facets, countries=_NAMES, themes=_NAMES)
_MAYBE = st.none() | st.sampled_from(["a", "b"])
_DOCUMENTS = st.builds(
    Document,
    id=st.just("ilo:evaluation:1"),
    publisher=st.just("ilo"),
    title=st.sampled_from(["Final", "Midterm"]),
    number=_MAYBE,
    url=_MAYBE,
    year=st.none() | st.integers(2010, 2012),
    facets=_FACETS,
)
_RECORDS = st.builds(
    Record,
    id=st.just("ilo:lesson:1"),
    local_id=st.just("lesson:1"),
    document_id=st.just("ilo:evaluation:1"),
    kind=st.just(Kind.LESSON),
    parts=st.lists(st.builds(Part, name=st.just("text"), text=st.sampled_from("xyz")), max_size=2).map(tuple),
    status=_MAYBE,
    facets=_FACETS,
)
_RUNS = st.integers(1, 3)


@given(claims=st.lists(st.builds(DocumentClaim, _RUNS, _DOCUMENTS), min_size=1, max_size=6), data=st.data())
def test_the_order_of_documents_claims_means_nothing(claims: list[DocumentClaim], data: st.DataObject) -> None:
    assert merge_documents(data.draw(st.permutations(claims))) == merge_documents(claims)


@given(claims=st.lists(st.builds(RecordClaim, _RUNS, _RECORDS), min_size=1, max_size=6), data=st.data())
def test_the_order_of_records_claims_means_nothing(claims: list[RecordClaim], data: st.DataObject) -> None:
    assert merge_records(data.draw(st.permutations(claims))) == merge_records(claims)


@given(claims=st.lists(st.builds(DocumentClaim, _RUNS, _DOCUMENTS), min_size=1, max_size=6))
def test_a_document_has_what_any_claim_has_of_it(claims: list[DocumentClaim]) -> None:
    merged = merge_documents(claims)
    for field in ("number", "url", "year"):
        said = {getattr(claim.value, field) for claim in claims} - {None}
        assert getattr(merged, field) in (said or {None})
    assert merged.facets == unite(claim.value.facets for claim in claims)


@given(claims=st.lists(st.builds(RecordClaim, _RUNS, _RECORDS), min_size=1, max_size=6))
def test_a_record_reads_as_one_source_of_the_newest_run_states_it(claims: list[RecordClaim]) -> None:
    merged = merge_records(claims)
    newest = [claim.value for claim in claims if claim.run == max(claim.run for claim in claims)]
    assert merged.model_copy(update={"facets": Facets()}) in [v.model_copy(update={"facets": Facets()}) for v in newest]
    assert merged.facets == unite(value.facets for value in newest)


def document(**fields: object) -> Document:
    return Document.model_validate({"id": "ilo:evaluation:1", "publisher": "ilo", "title": "Final"} | fields)


def test_a_newer_run_corrects_an_older_one_and_leaves_what_it_does_not_say() -> None:
    old = document(title="Finall", published=date(2019, 5, 1), url="https://example.org/1")
    new = document(title="Final", published=date(2020, 5, 1))
    merged = merge_documents([DocumentClaim(1, old), DocumentClaim(2, new)])
    assert (merged.title, merged.published, merged.url) == ("Final", date(2020, 5, 1), "https://example.org/1")


def test_within_a_run_the_claim_that_says_most_goes_first() -> None:
    short = document(title="From the sheet of lessons")
    full = document(title="From the sheet of evaluations", number="17", year=2019, facets=Facets(countries=("Mali",)))
    assert merge_documents([DocumentClaim(1, short), DocumentClaim(1, full)]).title == full.title


def test_uniting_sorts_and_drops_doubles() -> None:
    one, two = Facets(countries=("Mali", "Peru")), Facets(countries=("Jordan", "Mali"), units=("EVAL",))
    assert unite([one, two]) == Facets(countries=("Jordan", "Mali", "Peru"), units=("EVAL",))


def test_a_document_is_for_those_who_may_see_all_that_is_said_of_it() -> None:
    claims = [
        DocumentClaim(1, Document(id="own:evaluation:1", publisher="own", title="A", visibility="public")),
        DocumentClaim(2, Document(id="own:evaluation:1", publisher="own", title="A", visibility="group:hr")),
        DocumentClaim(3, Document(id="own:evaluation:1", publisher="own", title="A", number="7")),
    ]
    assert merge_documents(claims).visibility == "group:hr"
