-- Schema 3: what not everybody could see leaves no trace that everybody finds. A withdrawn record says so at its
-- permalink; one that was not public says nothing.

ALTER TABLE records ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deleted ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;

-- A source keeps the visibility that it was given, however often it is read again.
ALTER TABLE sources ADD COLUMN visibility TEXT;
