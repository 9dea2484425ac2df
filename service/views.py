"""The views of one generation, each made once for all callers who may see the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable

from index.view import view
from index.visibility import Audience
from retrieval.search import Searcher

Seen = frozenset[str]  # the visibilities of the generation's documents that a caller may see


class Views:
    """Hands out searchers over what an audience may see. Safe to share between threads.

    The `most` views used last are kept. Whoever asks for one that is being made waits for it; others do not.
    """

    def __init__(self, whole: Searcher, most: int) -> None:
        self.whole = whole
        self._most = most
        self._visibilities = frozenset(whole.opened.store.visibilities().values())
        self._lock = threading.Lock()
        self._making: dict[Seen, threading.Lock] = {}
        self._kept: OrderedDict[Seen, tuple[Audience, Searcher]] = OrderedDict()

    def of(self, audience: Audience) -> Searcher:
        """The searcher of an audience: the whole where that is what they see."""
        seen = self._seen(audience)
        if seen == self._visibilities:
            return self.whole
        found = self._find(seen)
        if found is not None:
            return found
        with self._lock:
            making = self._making.setdefault(seen, threading.Lock())
        with making:
            return self._find(seen) or self._make(seen, audience)

    def ready(self, audience: Audience) -> Searcher | None:
        """The searcher of an audience where it is made already; never waits for one that is being made."""
        seen = self._seen(audience)
        return self.whole if seen == self._visibilities else self._find(seen)

    def _seen(self, audience: Audience) -> Seen:
        return frozenset(one for one in self._visibilities if audience.sees(one))

    def audiences(self) -> list[Audience]:
        """Those whose views are kept, the one used last at the end."""
        with self._lock:
            return [audience for audience, _ in self._kept.values()]

    def prepare(self, audiences: Iterable[Audience]) -> None:
        """Make the views of these ready."""
        for audience in audiences:
            self.of(audience)

    def _find(self, seen: Seen) -> Searcher | None:
        with self._lock:
            found = self._kept.get(seen)
            if found is None:
                return None
            self._kept.move_to_end(seen)
            return found[1]

    def _make(self, seen: Seen, audience: Audience) -> Searcher:
        whole = self.whole
        made = Searcher(view(whole.opened, seen), whole.encoder, whole.settings, whole.reranker)
        with self._lock:
            self._kept[seen] = audience, made
            self._making.pop(seen, None)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
