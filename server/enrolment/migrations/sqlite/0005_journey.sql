-- no-transaction
-- More items and kinds of files, sessions of limited scope, passwords of candidates, consents that are taken back.
-- SQLite changes a CHECK only by rebuilding the table; others refer to `file`, so references rest meanwhile.

PRAGMA foreign_keys = OFF;
BEGIN;

CREATE TABLE enrolment_item_new (
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    item TEXT NOT NULL CHECK (item IN ('document', 'card', 'photo', 'face', 'details', 'attachments')),
    state TEXT NOT NULL CHECK (state IN ('missing', 'provided', 'accepted', 'returned')),
    -- Why it was sent back last
    reason TEXT,
    PRIMARY KEY (enrolment_id, item)
) STRICT;
INSERT INTO enrolment_item_new SELECT enrolment_id, item, state, reason FROM enrolment_item;
DROP TABLE enrolment_item;
ALTER TABLE enrolment_item_new RENAME TO enrolment_item;

CREATE TABLE file_new (
    id BLOB NOT NULL PRIMARY KEY,
    candidate_id BLOB NOT NULL REFERENCES candidate (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('photo', 'photo_source', 'card', 'face', 'attachment', 'thumbnail')),
    size_bytes INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- The bytes are deleted after this instant. A file that is being written has it until a row refers to it.
    delete_after INTEGER
) STRICT;
INSERT INTO file_new SELECT id, candidate_id, purpose, size_bytes, created_at, delete_after FROM file;
DROP TABLE file;
ALTER TABLE file_new RENAME TO file;
CREATE INDEX file_delete_after ON file (delete_after) WHERE delete_after IS NOT NULL;

-- 'evidence': handed over to a phone, may provide evidence only. Absent for guests and staff.
ALTER TABLE session ADD COLUMN scope TEXT CHECK (scope IN ('full', 'evidence'));
UPDATE session SET scope = 'full' WHERE kind = 'candidate';

-- PHC string, argon2id; absent until the candidate has chosen a password
ALTER TABLE candidate ADD COLUMN password_hash TEXT;
ALTER TABLE candidate ADD COLUMN password_set_at INTEGER;

ALTER TABLE consent ADD COLUMN withdrawn_at INTEGER;

COMMIT;
PRAGMA foreign_keys = ON;
