"""Where a generation is searched: in its own files, or in an engine that others keep.

base.py         the protocol: what a backend does for a generation, and what a search asks of it
expressions.py  filters as a closed tree, which each backend translates
embedded.py     the generation's own indexes: FAISS, BM25, facets
milvus.py       a Milvus server or cluster, or a milvus-lite file
projection.py   a generation → a backend: copied without encoding again, checked, published
follow.py       an engine that is kept in step with a data folder
book.py         what the numbers of a generation stand for
engine.py       the two indexes of a generation that is searched in an engine
load.py         a setting → a backend

The catalog is the truth and every backend a projection of it, which can be dropped and made again.
"""
