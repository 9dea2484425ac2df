-- Keys, and what was changed by whom. No secret is in here, only what one is checked with.

CREATE TABLE IF NOT EXISTS keys (
    id TEXT PRIMARY KEY,        -- the open part of the key
    name TEXT NOT NULL UNIQUE,  -- what people call it
    digest BLOB NOT NULL,       -- SHA-256 of the whole key
    scopes TEXT NOT NULL,
    groups TEXT NOT NULL,
    created TEXT NOT NULL,      -- all times in UTC, ISO 8601
    expires TEXT,
    used TEXT,
    revoked TEXT
) WITHOUT ROWID;

-- Whose jobs are whose: a caller sees their own.
CREATE TABLE IF NOT EXISTS senders (
    who TEXT NOT NULL,
    job TEXT NOT NULL,
    PRIMARY KEY (who, job)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS audit (
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    what TEXT NOT NULL
);
