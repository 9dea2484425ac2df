"""An engine follows a data folder: it holds a generation before the pointer names it, and then its alias moves.

So whoever reads the pointer finds in the engine what it names. Where the engine cannot be reached nothing is published:
the generation lies whole in the folder, the old one goes on answering, and the next run tries again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from index.backends.base import Backend
from index.backends.projection import Projected, copy
from index.generation import current
from index.opened import open_named
from index.progress import Progress, Silent

_GENERATION = re.compile(r"[0-9a-f]{16}")


class Follower:
    """Keeps an engine in step with a data folder; without an engine it does nothing.

    Only for who has the data folder alone. Every method raises EngineError where the engine cannot do it.
    """

    def __init__(self, data: Path, engine: Backend | None, progress: Progress | None = None) -> None:
        self._data = data
        self._engine = engine
        self._progress = progress or Silent()

    def hold(self, name: str) -> Projected | None:
        """Have the engine hold this generation, whole and checked; None where its alias says that it does.

        Vectors are copied, never encoded. Raises GenerationError where the generation is not whole on disk.
        """
        if self._engine is None or self._engine.published() == name:
            return None
        opened = open_named(self._data, name)
        with closing(opened.store):
            return copy(opened, self._engine, self._progress)

    def follow(self) -> None:
        """Have the alias name what the pointer names, and drop what the folder held no more before that.

        Searches that began with the generation before go on: it stays until the next one is published.
        """
        name = current(self._data)
        if self._engine is None or name is None or (before := self._engine.published()) == name:
            return
        self.hold(name)
        self._engine.publish(name)
        self.drop(one for one in self.surplus() if one != before)

    def surplus(self) -> list[str]:
        """The generations that the engine holds and the data folder does not, in order."""
        if self._engine is None:
            return []
        root = self._data / "generations"
        kept = {self._engine.published(), *(folder.name for folder in (root.iterdir() if root.is_dir() else ()))}
        # Another data folder's collections may begin with our name and go on after it.
        return [name for name in self._engine.names() if _GENERATION.fullmatch(name) and name not in kept]

    def drop(self, names: Iterable[str]) -> None:
        """Have the engine forget these."""
        for name in names:
            if self._engine is not None:
                self._engine.drop(name)
