"""Whether readers found a hit useful: votes in a file of their own, and judged sets made of them.

votes        what a vote is
store        votes ↔ one SQLite file in the data folder
judgments    votes → the queries and grades that `afterwise evaluate --set` measures with
"""
