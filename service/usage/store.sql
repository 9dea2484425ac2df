-- Counts by week hold no words of anybody. Queries are kept by day, and only where the settings allow it.

CREATE TABLE IF NOT EXISTS weeks (
    week TEXT NOT NULL,
    what TEXT NOT NULL,         -- "searches", "unanswered", "language:fr"
    count INTEGER NOT NULL,
    PRIMARY KEY (week, what)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS opened (
    week TEXT NOT NULL,
    record TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (week, record)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS queries (
    day TEXT NOT NULL,
    query TEXT NOT NULL,
    answered INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, query, answered)
) WITHOUT ROWID;
