"""Passages → a BM25 index: a cache of the catalog, built for one generation.

base.py       the face of a lexical index, and the scoring formula that all backends share
impact.py     the default: bm25s builds an impact matrix, memory-mapped; scoring adds up its columns
rank_bm25.py  the small one, and the oracle that tests hold the default against
"""
