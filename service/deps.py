"""What routes depend on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from retrieval.search import Searcher
from service.runtime import Runtime


def _searcher(request: Request) -> Searcher:
    runtime: Runtime = request.app.state.runtime
    return runtime.searcher()


SearcherDep = Annotated[Searcher, Depends(_searcher)]
