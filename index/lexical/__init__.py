"""Passages → a BM25 index: a cache of the catalog, built for one generation.

base.py       the face of a lexical index, and the scoring formula that all backends share
postings.py   which passages hold which term, how often: what impacts are computed from, also for some passages alone
impact.py     the default: an impact matrix as in bm25s, memory-mapped; scoring adds up its columns
rank_bm25.py  the small one, and the oracle that tests hold the default against
"""
