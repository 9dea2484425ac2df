-- The read-only copy of the catalog that one generation serves from: answers never mix two states.

-- `digest` is that of the catalog's own entry: it tells what has changed since.
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    digest BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE records (
    id TEXT PRIMARY KEY,
    local_id TEXT NOT NULL,
    document TEXT NOT NULL,
    body TEXT NOT NULL,
    digest BLOB NOT NULL
) WITHOUT ROWID;

CREATE INDEX records_by_local_id ON records (local_id);
CREATE INDEX records_of_document ON records (document);

CREATE TABLE passages (
    number INTEGER PRIMARY KEY, -- which row of the indexes it is, store.rows.npy tells: rows move, numbers stay
    id TEXT NOT NULL UNIQUE,
    record TEXT NOT NULL,
    head TEXT NOT NULL,         -- the record whose hit this passage belongs to: its own, or the recommendation's
    part INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    kind TEXT NOT NULL
);

CREATE INDEX passages_of_record ON passages (record);

CREATE TABLE links (
    target TEXT NOT NULL,
    relation TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (target, relation, source)
) WITHOUT ROWID;

CREATE TABLE forms (
    term TEXT NOT NULL,
    word TEXT NOT NULL,         -- in lower case
    count INTEGER NOT NULL,
    PRIMARY KEY (term, word)
) WITHOUT ROWID;

CREATE TABLE withdrawn (
    id TEXT PRIMARY KEY
) WITHOUT ROWID;
