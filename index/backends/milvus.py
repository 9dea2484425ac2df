"""Milvus as a backend: a server, a cluster, or a milvus-lite file.

A generation is a collection, `PREFIX_NAME`; the published one has the alias `PREFIX`. A passage is one entity:

    row            its number in the generation, the primary key
    id             its identifier
    vector         searched by inner product
    impacts        BM25 by our own analyser and weights, as a sparse vector: the inner product with the weights of a
                   query's terms is the score of the embedded index, on every Milvus (its own BM25 function differs
                   by segment and version)
    facet_NAME     the numbers of the passage's values

Milvus does not say in which order it gives equal scores, so a few more are asked for than are wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

import numpy as np

from index.backends.base import CodeBook, Entries, Found
from index.backends.expressions import Expression
from index.backends.milvus_filter import field_of, filter_of
from index.encoders.base import Vectors
from index.errors import EngineError
from index.vectors import Rows

if TYPE_CHECKING:
    from pymilvus import MilvusClient

EngineIndex = Literal["FLAT", "AUTOINDEX"]

MOST = 16_384  # what Milvus gives in one answer
_MORE = 64  # of equal scores at the edge, those with the lowest rows are wanted
_FETCH = 1_000  # passages of one answer: some megabytes
_VALUES = 4_096  # what Milvus lets an array hold
_LONGEST = 65_535  # and a text
_BUILDING = 3_600.0  # seconds that building and loading an index may take
_NO_ALIAS = (100, 1600)  # milvus-lite's code and Milvus's
_NOT_LOADED = 101
_NO_TERM = 0  # the dimension of passages without any term, which no query asks for: Milvus wants at least one

T = TypeVar("T")


class Server(NamedTuple):
    """A Milvus to talk to. `uri` is as it may be shown: it holds no password."""

    client: MilvusClient
    uri: str
    timeout: float  # seconds
    prefix: str
    vector_index: EngineIndex

    def ask(self, doing: str, call: Callable[..., T], *args: Any, timeout: float | None = None, **more: Any) -> T:
        """Call the client. Raises EngineError that says what was being done."""
        from grpc import RpcError
        from pymilvus.exceptions import MilvusException

        try:
            return call(*args, timeout=timeout or self.timeout, **more)
        except MilvusException as error:
            raise EngineError(f"The engine at {self.uri} failed {doing}: {error.message}", hint=_HINT) from error
        except (RpcError, ValueError) as error:  # a client that was closed raises ValueError
            raise EngineError(f"The engine at {self.uri} failed {doing}: {error}", hint=_HINT) from error

    def read(self, doing: str, call: Callable[..., T], collection: str, **more: Any) -> T:
        """The same for what reads a collection; one that the engine let go, as on a restart, is loaded again."""
        try:
            return self.ask(doing, call, collection, **more)
        except EngineError as error:
            if getattr(error.__cause__, "code", None) != _NOT_LOADED:
                raise
        self.ask("to load a collection", self.client.load_collection, collection, timeout=_BUILDING)
        return self.ask(doing, call, collection, **more)

    def collection(self, name: str) -> str:
        """The collection of a generation."""
        return f"{self.prefix}_{name}"


_HINT = "Check that it runs and can be reached (AFTERWISE_ENGINE), then try again; `afterwise doctor` looks at it too."


class MilvusBackend:
    """Keeps generations in Milvus. Safe to share between threads."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._client = server.client

    def begin(self, name: str, book: CodeBook) -> int:
        """Make room for a generation, or go on with one that was begun; gives the number of passages that it has."""
        collection = self.server.collection(name)
        if not self._has(name):
            self.server.ask(
                "to make a collection",
                self._client.create_collection,
                collection,
                schema=self._schema(book),
                index_params=self._indexes(),
                consistency_level="Bounded",
                timeout=_BUILDING,
            )
        return _count(self.server, collection, "")

    def upsert(self, name: str, entries: Entries) -> None:
        """Write passages of a generation that was begun; those already there are written over."""
        rows = [
            {"row": row, "id": id_, "vector": vector, "impacts": _sparse(impacts)}
            | {field_of(facet): values[at] for facet, values in entries.facets.items()}
            for at, (row, id_, vector, impacts) in enumerate(
                zip(entries.rows.tolist(), entries.ids, entries.vectors, entries.impacts, strict=True)
            )
        ]
        for at, id_ in enumerate(entries.ids):
            _check(id_, {facet: values[at] for facet, values in entries.facets.items()})
        self.server.ask("to write passages", self._client.upsert, self.server.collection(name), rows, timeout=_BUILDING)

    def delete(self, name: str, rows: Rows) -> None:
        """Take passages out of a generation that was begun."""
        collection = self.server.collection(name)
        self.server.ask("to delete passages", self._client.delete, collection, ids=rows.tolist())

    def seal(self, name: str, passages: int) -> None:
        """Finish a generation. Raises EngineError where it has not so many passages."""
        collection = self.server.collection(name)
        self._known(name)
        self.server.ask("to write to disk", self._client.flush, collection, timeout=_BUILDING)
        self.server.ask("to load a collection", self._client.load_collection, collection, timeout=_BUILDING)
        kept = _count(self.server, collection, "")
        if kept != passages:
            raise EngineError(
                f"{collection} has {kept:,} passages, not {passages:,}.",
                hint="Write them again: afterwise migrate --rewrite",
            )

    def publish(self, name: str) -> None:
        """Move the alias to a sealed generation, which Milvus does in one step."""
        self._known(name)
        move = self._client.create_alias if self.published() is None else self._client.alter_alias
        self.server.ask("to publish", move, self.server.collection(name), self.server.prefix)

    def published(self) -> str | None:
        """The name of the published generation, or None before the first."""
        found = self.server.ask("to look up the alias", self._alias)  # one call: an alias may move between two
        return None if found is None else str(found["collection_name"]).removeprefix(self.server.collection(""))

    def _alias(self, timeout: float) -> dict[str, Any] | None:
        from pymilvus.exceptions import MilvusException

        try:
            return dict(self._client.describe_alias(self.server.prefix, timeout=timeout))
        except MilvusException as error:
            if error.code in _NO_ALIAS:
                return None
            raise

    def names(self) -> list[str]:
        """The names of all generations, also of those that were only begun, in order."""
        start = self.server.collection("")
        found = self.server.ask("to list collections", self._client.list_collections)
        return sorted(name.removeprefix(start) for name in found if name.startswith(start))

    def open(self, name: str, book: CodeBook) -> MilvusCollection:
        """A sealed generation, to be searched. Raises EngineError where there is none."""
        self._known(name)
        self.server.ask(
            "to load a collection", self._client.load_collection, self.server.collection(name), timeout=_BUILDING
        )
        return MilvusCollection(self.server, self.server.collection(name), book)

    def drop(self, name: str) -> None:
        """Forget a generation; the published one cannot be dropped."""
        if name == self.published():
            raise EngineError(f"{name} is published.", hint="Publish another generation first.")
        self.server.ask("to drop a collection", self._client.drop_collection, self.server.collection(name))

    def _has(self, name: str) -> bool:
        collection = self.server.collection(name)
        return bool(self.server.ask("to look for a collection", self._client.has_collection, collection))

    def _known(self, name: str) -> None:
        if not self._has(name):
            raise EngineError(
                f"The engine at {self.server.uri} has no collection {self.server.collection(name)}.",
                hint=f"Copy the index there: afterwise migrate --data DIR --to {self.server.uri}",
            )

    def _schema(self, book: CodeBook) -> Any:
        from pymilvus import DataType

        schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("row", DataType.INT64, is_primary=True)
        schema.add_field("id", DataType.VARCHAR, max_length=_LONGEST)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=book.dimensions)
        schema.add_field("impacts", DataType.SPARSE_FLOAT_VECTOR)
        for facet in book.facets:
            schema.add_field(field_of(facet), DataType.ARRAY, element_type=DataType.INT32, max_capacity=_VALUES)
        return schema

    def _indexes(self) -> Any:
        indexes = self._client.prepare_index_params()
        indexes.add_index(field_name="vector", index_type=self.server.vector_index, metric_type="IP")
        indexes.add_index(field_name="impacts", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
        return indexes


class MilvusCollection:
    """One generation in Milvus."""

    def __init__(self, server: Server, collection: str, book: CodeBook) -> None:
        self.server = server
        self._client = server.client
        self._collection = collection
        self._book = book
        self._numbers = {term: number for number, term in enumerate(book.terms)}
        self._passages = next((facet.passages for facet in book.facets.values()), 0)

    def dense(self, vector: Vectors, depth: int, where: Expression) -> Found:
        """The `depth` passages closest to a vector of shape (dimensions,), among those that `where` keeps."""
        return self._search("vector", vector, depth, where)

    def lexical(self, weights: Mapping[str, float], depth: int, where: Expression) -> Found:
        """The `depth` passages of the highest BM25 for weighted terms; none of those that hold no term."""
        known = {self._numbers[term]: weight for term, weight in weights.items() if weight and term in self._numbers}
        if not known:
            return Found(np.empty(0, np.int64), np.empty(0, np.float32))
        return self._search("impacts", _sparse(known), depth, where)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of these rows, in their order."""
        found = self._get(rows, ["vector"])
        shape = (len(rows), self._book.dimensions)
        return np.array([found[row]["vector"] for row in rows.tolist()], dtype=np.float32).reshape(shape)

    def fetch(self, rows: Rows) -> Entries:
        """All that is kept of these rows, in their order."""
        found = self._get(rows, self._fields())
        return self._entries([found[row] for row in rows.tolist()])

    def scan(self, where: Expression) -> Iterator[Entries]:
        """All that is kept of the passages that `where` keeps, by row."""
        iterator = self.server.read(
            "to read passages",
            self._client.query_iterator,
            self._collection,
            batch_size=_FETCH,
            filter=self._filter(where),
            output_fields=self._fields(),
        )
        try:
            while found := self.server.ask("to read passages", lambda timeout: iterator.next()):  # noqa: ARG005
                yield self._entries(sorted(found, key=lambda one: one["row"]))
        finally:
            iterator.close()

    def count(self, where: Expression) -> int:
        """How many passages `where` keeps."""
        return _count(self.server, self._collection, self._filter(where))

    def _filter(self, where: Expression) -> str:
        return filter_of(where, self._book.facets, self._passages)

    def _fields(self) -> list[str]:
        return ["row", "id", "vector", "impacts", *map(field_of, self._book.facets)]

    def _search(self, field: str, query: Any, depth: int, where: Expression) -> Found:
        if depth > MOST:
            raise EngineError(f"Milvus gives at most {MOST:,} passages, not {depth:,}.", hint="Ask for fewer hits.")
        found = self.server.read(
            "to search",
            self._client.search,
            self._collection,
            data=[query],
            anns_field=field,
            limit=min(depth + _MORE, MOST),
            filter=self._filter(where),
            output_fields=["row"],  # without it all fields are sent, vectors too
            search_params={"metric_type": "IP"},
        )[0]
        rows = np.array([one["row"] for one in found], dtype=np.int64)
        return Found.best(rows, np.array([one["distance"] for one in found], dtype=np.float32), depth)

    def _get(self, rows: Rows, fields: list[str]) -> dict[int, Any]:
        found: dict[int, Any] = {}
        for begin in range(0, len(rows), _FETCH):
            some = rows[begin : begin + _FETCH].tolist()
            answer = self.server.read(
                "to read passages", self._client.query, self._collection, ids=some, output_fields=["row", *fields]
            )
            found.update((one["row"], one) for one in answer)
        if len(found) != len(set(rows.tolist())):
            raise EngineError(
                f"{self._collection} lacks {len(set(rows.tolist())) - len(found):,} passages of its generation.",
                hint="Write them again: afterwise migrate --rewrite",
            )
        return found

    def _entries(self, found: Sequence[Mapping[str, Any]]) -> Entries:
        shape = (len(found), self._book.dimensions)
        return Entries(
            rows=np.array([one["row"] for one in found], dtype=np.int64),
            ids=[one["id"] for one in found],
            vectors=np.array([one["vector"] for one in found], dtype=np.float32).reshape(shape),
            impacts=[_shares(one["impacts"]) for one in found],
            facets={name: [list(one[field_of(name)]) for one in found] for name in self._book.facets},
        )


def _sparse(weights: Mapping[int, float]) -> dict[int, float]:
    return {number + 1: weight for number, weight in weights.items()} or {_NO_TERM: 1.0}


def _shares(sparse: Mapping[int, float]) -> dict[int, float]:
    return {number - 1: weight for number, weight in sorted(sparse.items()) if number != _NO_TERM}


def _count(server: Server, collection: str, filter_: str) -> int:
    answer = server.read(
        "to count passages",
        server.client.query,
        collection,
        filter=filter_,
        output_fields=["count(*)"],
        consistency_level="Strong",
    )
    return int(answer[0]["count(*)"])


def _check(id_: str, facets: Mapping[str, Sequence[int]]) -> None:
    """Raises EngineError for what Milvus could not keep whole."""
    if len(id_.encode()) > _LONGEST:
        raise EngineError(
            f"The identifier {id_[:100]!r}… is longer than Milvus keeps.", hint="Shorten it at its source."
        )
    for facet, values in facets.items():
        if len(values) > _VALUES:
            raise EngineError(
                f"{id_} has {len(values):,} values of {facet!r}; Milvus keeps {_VALUES:,}.", hint="Split the record."
            )
