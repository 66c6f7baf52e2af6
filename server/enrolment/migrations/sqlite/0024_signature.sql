-- Signatures: an item more, and what was signed, sealed by the server.

CREATE TABLE enrolment_item_new (
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    item TEXT NOT NULL CHECK (item IN ('document', 'card', 'photo', 'face', 'details', 'attachments', 'signature')),
    state TEXT NOT NULL CHECK (state IN ('missing', 'provided', 'accepted', 'returned')),
    -- Why it was sent back last
    reason TEXT,
    changed_in_round INTEGER,
    PRIMARY KEY (enrolment_id, item)
) STRICT;
INSERT INTO enrolment_item_new (enrolment_id, item, state, reason, changed_in_round)
    SELECT enrolment_id, item, state, reason, changed_in_round FROM enrolment_item;
DROP TABLE enrolment_item;
ALTER TABLE enrolment_item_new RENAME TO enrolment_item;
CREATE INDEX enrolment_item_reason ON enrolment_item (reason) WHERE reason IS NOT NULL;

CREATE TABLE signature (
    id BLOB NOT NULL PRIMARY KEY,
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    method TEXT NOT NULL CHECK (method IN ('drawn', 'typed')),
    -- Strokes, or the name
    mark_sealed BLOB NOT NULL,
    -- What the hashes of the statement are salted with, so that nobody finds by trying what was signed
    salt_sealed BLOB NOT NULL,
    -- Canonical JSON: when and how it was signed, and a hash of every part; no personal data
    statement TEXT NOT NULL,
    -- Ed25519 over the statement
    seal BLOB NOT NULL,
    key_id TEXT NOT NULL,
    -- Of the form, so that sending it twice signs once
    sign_key BLOB NOT NULL,
    -- JSON: why a reviewer decides although the province decides at once; absent where it leaves that to reviewers
    waits TEXT,
    signed_at INTEGER NOT NULL,
    -- Another one took its place
    superseded_at INTEGER
) STRICT;
CREATE UNIQUE INDEX signature_current ON signature (enrolment_id) WHERE superseded_at IS NULL;
CREATE INDEX signature_enrolment ON signature (enrolment_id, signed_at);
