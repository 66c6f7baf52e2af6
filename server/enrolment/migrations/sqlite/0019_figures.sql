-- Anchors and archives of the audit trail, daily figures, and what the checks of the data found.

-- Where the end of the chain stood, day by day: a chain that ends before its last anchor was cut off.
CREATE TABLE audit_anchor (
    seq INTEGER NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL,
    at INTEGER NOT NULL,
    -- Keyed, over the three
    mac BLOB NOT NULL
) STRICT;

-- Entries up to the greatest `last_seq` were taken out into files; the chain goes on from `last_hash`.
CREATE TABLE audit_archive (
    last_seq INTEGER NOT NULL PRIMARY KEY,
    last_hash BLOB NOT NULL,
    -- Of the first entry that stayed, at least
    before_at INTEGER NOT NULL,
    archived_at INTEGER NOT NULL,
    mac BLOB NOT NULL
) STRICT;

-- What was archived may go; nothing else.
DROP TRIGGER audit_no_delete;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
WHEN OLD.seq > (SELECT COALESCE(MAX(last_seq), 0) FROM audit_archive) BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

-- For the viewer: newest first, by place, by action, by person
CREATE INDEX audit_place ON audit (province, at, seq);
CREATE INDEX audit_action ON audit (province, action, at, seq);
CREATE INDEX audit_actor ON audit (actor_id, at, seq) WHERE actor_id IS NOT NULL;

-- Counts by day, place and person, summed up from the audit trail. What is counted:
-- 'submitted'; 'decided' by decision; 'wait' by class of hours; 'reason' by reason.
CREATE TABLE figure (
    province TEXT NOT NULL,
    -- Days since 1970 in Beijing
    day INTEGER NOT NULL,
    region TEXT NOT NULL,
    -- Zeros where no staff had to do with it
    staff_id BLOB NOT NULL,
    measure TEXT NOT NULL CHECK (measure IN ('submitted', 'decided', 'wait', 'reason')),
    key TEXT NOT NULL,
    cases INTEGER NOT NULL,
    PRIMARY KEY (province, day, region, staff_id, measure, key)
) STRICT;

-- The last entry of the audit trail that is in the figures.
CREATE TABLE figure_cursor (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL
) STRICT;
INSERT INTO figure_cursor (one, seq) VALUES (1, 0);

-- What each check of the data found last.
CREATE TABLE check_result (
    code TEXT NOT NULL PRIMARY KEY,
    found INTEGER NOT NULL,
    -- JSON: some of the ids
    examples TEXT NOT NULL,
    -- Since when it finds something
    since INTEGER,
    checked_at INTEGER NOT NULL
) STRICT;
