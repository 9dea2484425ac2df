-- The catalog: what was read, what each source claims, and what that adds up to. The one truth of a data folder.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    signature TEXT NOT NULL,    -- content, reader version and mapping: the same signature is not read again
    run INTEGER NOT NULL
);

-- What one source says of one document or record, as JSON of index.model. Several claims make one value.
CREATE TABLE claims (
    source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    sort TEXT NOT NULL CHECK (sort IN ('document', 'record')),
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (sort, id, source, body)
) WITHOUT ROWID;

CREATE INDEX claims_of_source ON claims (source);

CREATE TABLE problems (
    source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    body TEXT NOT NULL
);

CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL
) WITHOUT ROWID;

-- A record that no source claims any more is withdrawn, not deleted: its permalink must say so.
CREATE TABLE records (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
