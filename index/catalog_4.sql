-- Schema 4: what everybody was told once goes on being said. An identifier that was withdrawn openly answers so also
-- after it came back for some readers alone: that it is there again is not for the others to know.

CREATE TABLE told (
    id TEXT PRIMARY KEY
) WITHOUT ROWID;

INSERT INTO told
SELECT id FROM records WHERE withdrawn AND NOT hidden UNION SELECT document FROM deleted WHERE NOT hidden;

-- The strictest visibility of the documents that a source gave, also of those that were deleted since.
ALTER TABLE sources ADD COLUMN strictest TEXT;
