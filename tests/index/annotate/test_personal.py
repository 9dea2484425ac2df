"""E-mail addresses and phone numbers go, everything that only looks like one stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.annotate.personal import mask

PERSONAL = {
    "write to jane.doe+x@example.org.": "write to [e-mail removed].",
    "MAILTO:Jane@Example.co.uk now": "[e-mail removed] now",
    "jane (at) example (dot) org": "[e-mail removed]",
    "jane[at]example.org, José@exámple.org": "[e-mail removed], [e-mail removed]",
    "call +41 22 799 6111 or +254 700 123 456": "call [phone removed] or [phone removed]",
    "Tel.: 022 799 61 11": "Tel.: [phone removed]",
    "Tél : 01 23 45 67 89, fax 01 23 45 67 80": "Tél : [phone removed], fax [phone removed]",
    "Telephone no. (022) 799-6111": "Telephone no. [phone removed]",
    "Teléfono: 55 1234 5678 / 55 1234 5679": "Teléfono: [phone removed]",
    "WhatsApp: 0700123456": "WhatsApp: [phone removed]",
    "by phone 022 799 6111 or fax": "by phone [phone removed] or fax",
    "(+221 33 869 92 00)": "([phone removed])",
}
NOT_PERSONAL = [
    "RAS/16/13/EUR and GLO/15/41/EUR",
    "from 2015-2019 and 2017-11-01, 01/03/2024",
    "$3.000.000 and 12 000 000 people, +15 % and +12 000 000 dollars",
    "the mobile 2015-2019 campaign; mobile money for 1 000 000 users",
    "ISBN 978-92-2-130000-1",
    "phase 2 (at least 300 000 workers)",
    "intel 123456789, hotels 120 000 200",
    "Convention No. 189, paragraph 37, page 112",
    "IRIS case number S-2010-029-00002",
    "telephone surveys in 2015 reached 20 000 000 people",
    "ratio 3@5 and a@b",
]


@pytest.mark.parametrize(("text", "masked"), PERSONAL.items())
def test_personal_data_goes(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_what_only_looks_personal_stays(text: str) -> None:
    assert mask(text) == text


_PIECES = st.sampled_from(
    (
        "jane@example.org",
        "(at)",
        "+41 22 799 6111",
        "Tel. ",
        "fax:",
        "022 799 6111",
        " / ",
        "2015-2019",
        "@",
        ".org",
        " ",
    )
)


@given(st.lists(st.one_of(_PIECES, st.text(max_size=4)), max_size=12).map("".join))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)
