-- Evidence: uploads piece by piece, both sides of the identity document and what was confirmed of them, the live capture of
-- the face, and the tries that engines have.

CREATE TABLE upload (
    id BLOB NOT NULL PRIMARY KEY,
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL CHECK (purpose IN ('card_portrait', 'card_emblem', 'face', 'attachment')),
    size_bytes INTEGER NOT NULL CHECK (size_bytes > 0),
    chunk_bytes INTEGER NOT NULL,
    -- Keyed, of the SHA-256 of the whole file
    content_index BLOB NOT NULL,
    content_type TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- A request is finishing it until then
    claimed_until INTEGER,
    finished_at INTEGER,
    -- JSON: what finishing answered, to answer the same again
    answer TEXT
) STRICT;
CREATE INDEX upload_enrolment ON upload (enrolment_id, purpose, created_at);
CREATE INDEX upload_expires ON upload (expires_at);

CREATE TABLE upload_chunk (
    upload_id BLOB NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
    -- From 0 on
    place INTEGER NOT NULL,
    bytes_sealed BLOB NOT NULL,
    PRIMARY KEY (upload_id, place)
) STRICT;

CREATE TABLE card_side (
    id BLOB NOT NULL PRIMARY KEY,
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    side TEXT NOT NULL CHECK (side IN ('portrait', 'emblem')),
    file_id BLOB NOT NULL UNIQUE REFERENCES file (id),
    -- JSON, `shared::photo::CardVerdict`
    verdict TEXT NOT NULL,
    prepared INTEGER NOT NULL CHECK (prepared IN (0, 1)),
    taken_at INTEGER NOT NULL,
    UNIQUE (enrolment_id, side)
) STRICT;

-- Why the last picture of a side was refused; gone when one is accepted.
CREATE TABLE card_refusal (
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    side TEXT NOT NULL CHECK (side IN ('portrait', 'emblem')),
    verdict TEXT NOT NULL,
    refused_at INTEGER NOT NULL,
    PRIMARY KEY (enrolment_id, side)
) STRICT;

-- What stands on the document: as it was read, and as the candidate confirmed it.
CREATE TABLE card_record (
    enrolment_id BLOB NOT NULL PRIMARY KEY REFERENCES enrolment (id) ON DELETE CASCADE,
    reading_sealed BLOB,
    record_sealed BLOB,
    -- Absent while what stands here has to be confirmed (again)
    confirmed_at INTEGER
) STRICT;

CREATE TABLE face_capture (
    id BLOB NOT NULL PRIMARY KEY,
    enrolment_id BLOB NOT NULL UNIQUE REFERENCES enrolment (id) ON DELETE CASCADE,
    -- Absent where the face is compared at the office, or a reviewer was asked before any capture
    file_id BLOB UNIQUE REFERENCES file (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'failed', 'manual', 'office')),
    -- JSON: what the engine said, absent where none did
    judgement TEXT,
    taken_at INTEGER NOT NULL
) STRICT;

-- Every try that an engine judged, with what explains the judgement later. Limited for an application, not for a device.
CREATE TABLE attempt (
    id BLOB NOT NULL PRIMARY KEY,
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    step TEXT NOT NULL CHECK (step IN ('card', 'face')),
    status TEXT NOT NULL CHECK (status IN ('running', 'passed', 'failed', 'refunded')),
    started_at INTEGER NOT NULL,
    -- Given back then, where it is still running
    ends_by INTEGER NOT NULL,
    ended_at INTEGER,
    -- JSON: engine, version, hash of the model, limits
    engine TEXT,
    -- JSON
    scores TEXT
) STRICT;
CREATE INDEX attempt_enrolment ON attempt (enrolment_id, step);
CREATE INDEX attempt_running ON attempt (ends_by) WHERE status = 'running';
