-- Signatures: an item more, and what was signed, sealed by the server.

ALTER TABLE enrolment_item DROP CONSTRAINT enrolment_item_item_check;
ALTER TABLE enrolment_item ADD CONSTRAINT enrolment_item_item_check CHECK (item IN ('document', 'card', 'photo', 'face', 'details', 'attachments', 'signature'));

CREATE TABLE signature (
    id UUID NOT NULL PRIMARY KEY,
    enrolment_id UUID NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    method TEXT NOT NULL CHECK (method IN ('drawn', 'typed')),
    -- Strokes, or the name
    mark_sealed BYTEA NOT NULL,
    -- What the hashes of the statement are salted with, so that nobody finds by trying what was signed
    salt_sealed BYTEA NOT NULL,
    -- Canonical JSON: when and how it was signed, and a hash of every part; no personal data
    statement TEXT NOT NULL,
    -- Ed25519 over the statement
    seal BYTEA NOT NULL,
    key_id TEXT NOT NULL,
    -- Of the form, so that sending it twice signs once
    sign_key BYTEA NOT NULL,
    -- JSON: why a reviewer decides although the province decides at once; absent where it leaves that to reviewers
    waits TEXT,
    signed_at BIGINT NOT NULL,
    -- Another one took its place
    superseded_at BIGINT
);
CREATE UNIQUE INDEX signature_current ON signature (enrolment_id) WHERE superseded_at IS NULL;
CREATE INDEX signature_enrolment ON signature (enrolment_id, signed_at);
