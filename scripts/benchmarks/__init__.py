"""Speed, measured as ratios within one run, so that a figure means the same on a fast and on a slow machine.

indexing.py   a whole indexing run over the bare encoding of the same texts; an unchanged second run
search.py     a whole search over the encoding of its query
lexical.py    the BM25 leg over rank-bm25 on the same passages
scale/        search, memory, start, HTTP and new records in collections of any size, made by chance
probes.py     recall and time of cells by the number that a query reads
encoder.py    passages a second and milliseconds a query of each backend, precision and batch size

Every figure is the median of several repetitions; what is compared takes turns, so that a machine that slows down
slows both.
"""
