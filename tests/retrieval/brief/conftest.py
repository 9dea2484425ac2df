"""A draft on what the sample collection knows, and briefs of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.brief.answer import Brief
from retrieval.brief.briefer import Briefer
from retrieval.brief.draft import Draft, draft_of_text
from retrieval.search import Searcher

DRAFT = """Fish and futures: skills for young people at the lakes of Malawi and Zambia

Background
Young women and men at the landing sites of the lake smoke and sell fish and have learned no trade. Training centres are
far away, and fish processing spoils much of the catch.

Objectives
Young people at the landing sites find decent work in fish processing.

Activities
Train 400 young people as apprentices with master processors, and give start-up kits to those who finish.

Partners
The Ministry of Labour, the district councils, the employers' association and the fishers' union.

Risks
Procurement of cold storage may be late, and trained counterparts may leave their posts.

Sustainability
The district councils are to run the training centres when the money ends.
"""
STARS = """Polishing mirrors for a telescope

Background
Aspheric segments of glass ceramic need a surface figure of eight nanometres; quilting scatters starlight into the halo.

Monitoring
The interferometer is calibrated against a reference flat, and thermal gradients across the lap are logged.

Risks
The fracture of a blank during acid etching blurs the fringes of every interferogram that was stitched before.
"""
CAKES = """Cakes of the valley: a book of recipes

Background

Bakers in the valley make a sponge with butter, sugar and eggs, and every family keeps a recipe of its own. Most of
these recipes are not written down, and the oldest bakers can no longer lift the bowl.

Objectives

To collect forty recipes for layered cakes and to bake each of them three times in a wood oven.

Activities

Cream the butter with the sugar until it is pale, fold in the flour, and bake the layers for twenty minutes. Fill them
with apricot jam, cover them with chocolate icing, and let them rest overnight before they are cut.

Risks

The egg whites may collapse, the icing may crack, and yeast dough does not rise in a cold kitchen.

Budget

Flour, butter, sugar, eggs, vanilla and cocoa, and a new whisk.
"""


@pytest.fixture(scope="session")
def draft() -> Draft:
    """A concept note with headings."""
    return draft_of_text(DRAFT)


@pytest.fixture(scope="session")
def brief(searcher: Searcher, draft: Draft) -> Brief:
    """Its brief on the sample collection."""
    return Briefer(searcher).brief(draft)


@pytest.fixture(scope="session")
def ilo_briefer(open_data: Callable[..., Searcher], ilo_data: Path) -> Briefer:
    """Makes briefs from the ILO export."""
    return Briefer(open_data(ilo_data))


@pytest.fixture(scope="session")
def drafts() -> Path:
    """The drafts that the project ships."""
    return Path(__file__).parents[3] / "eval_sets" / "briefs" / "drafts"
