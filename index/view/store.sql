-- Within one connection a temporary name hides the file's own: every query of the store, also one that is written
-- tomorrow, is answered from these. Only main.NAME reaches the whole table.

PRAGMA temp_store = MEMORY;

CREATE TEMP TABLE visible (
    document TEXT PRIMARY KEY
) WITHOUT ROWID;

-- Records whose links lead elsewhere where some documents are not there.
CREATE TEMP TABLE relinked (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL
) WITHOUT ROWID;

CREATE TEMP TABLE relinks (
    target TEXT NOT NULL,
    relation TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (target, relation, source)
) WITHOUT ROWID;

-- Records whose hit is another one, where the recommendation that they answer is not there.
CREATE TEMP TABLE heads (
    record TEXT PRIMARY KEY,
    head TEXT NOT NULL
) WITHOUT ROWID;

CREATE TEMP VIEW documents AS
SELECT * FROM main.documents AS d WHERE EXISTS (SELECT 1 FROM temp.visible WHERE document = d.id);

CREATE TEMP VIEW records AS
SELECT r.id, r.local_id, r.document, r.digest,
    coalesce((SELECT x.body FROM temp.relinked AS x WHERE x.id = r.id), r.body) AS body
FROM main.records AS r WHERE EXISTS (SELECT 1 FROM temp.visible WHERE document = r.document);

CREATE TEMP VIEW passages AS
SELECT p.number, p.id, p.record, p.part, p.start, p.stop, p.kind,
    coalesce((SELECT h.head FROM temp.heads AS h WHERE h.record = p.record), p.head) AS head
FROM main.passages AS p
WHERE EXISTS (
    SELECT 1 FROM main.records AS r JOIN temp.visible AS v ON v.document = r.document WHERE r.id = p.record
);

CREATE TEMP VIEW links AS
SELECT l.target, l.relation, l.source FROM main.links AS l
WHERE NOT EXISTS (SELECT 1 FROM temp.relinked AS x WHERE x.id = l.source) AND EXISTS (
    SELECT 1 FROM main.records AS r JOIN temp.visible AS v ON v.document = r.document WHERE r.id = l.source
)
UNION ALL
SELECT target, relation, source FROM temp.relinks;

CREATE TEMP TABLE forms (
    term TEXT NOT NULL,
    word TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (term, word)
) WITHOUT ROWID;
