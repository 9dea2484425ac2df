-- Schema 2: work that waits, and documents that are to stay away. Jobs lie in the catalog so that accepting one and
-- taking it in have the same file, the same backup and the same fate.

CREATE TABLE jobs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order in which jobs are done; clocks may jump
    id TEXT NOT NULL UNIQUE,
    content TEXT NOT NULL,      -- SHA-256 of everything that was asked: the same again is the same job
    task TEXT NOT NULL,         -- what was asked, as JSON of index.jobs.model.Task
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'failed', 'done', 'dead')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try REAL NOT NULL,     -- seconds since 1970
    worker TEXT,                -- who is at it, for people; the lock of the data folder is what counts
    signature TEXT,             -- under which its source was taken in
    report TEXT,                -- what came of it, as JSON of index.jobs.model.JobReport
    error TEXT,                 -- what stopped the last attempt, in the one shape of errors
    generation TEXT,            -- the first generation that has it
    accepted REAL NOT NULL,
    changed REAL NOT NULL
);

CREATE INDEX jobs_by_content ON jobs (content, seq);
CREATE INDEX jobs_by_state ON jobs (state, seq);

-- Documents that somebody deleted. What sources say of them is not stored, however often they are read.
CREATE TABLE deleted (
    document TEXT PRIMARY KEY,
    at REAL NOT NULL
) WITHOUT ROWID;
