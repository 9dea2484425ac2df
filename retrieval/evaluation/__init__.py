"""The measurement room: judged sets in, figures with intervals and tests out.

    sets, beir      a folder of queries and judgments → JudgedSet
    run             rankings ↔ TREC run file
    measures        rankings + judgments → one value for each query and measure
    intervals       values of queries → mean with a bootstrap interval
    significance    differences of queries → p of a paired randomisation test
    abstention      does the engine keep quiet when, and only when, it should
    evaluate        all of these for one engine
    compare         two runs on the same set
    against         what to compare with: an earlier run, or other settings
    table           what people and programs read of one set
    summary         and of several

It measures any function from a query text to a ranking: it knows nothing of how the ranking came about.
"""
