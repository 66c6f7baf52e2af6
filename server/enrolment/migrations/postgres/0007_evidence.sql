-- Evidence: uploads piece by piece, both sides of the identity document and what was confirmed of them, the live capture of
-- the face, and the tries that engines have.

CREATE TABLE upload (
    id UUID NOT NULL PRIMARY KEY,
    enrolment_id UUID NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL CHECK (purpose IN ('card_portrait', 'card_emblem', 'face', 'attachment')),
    size_bytes BIGINT NOT NULL CHECK (size_bytes > 0),
    chunk_bytes BIGINT NOT NULL,
    -- Keyed, of the SHA-256 of the whole file
    content_index BYTEA NOT NULL,
    content_type TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- A request is finishing it until then
    claimed_until BIGINT,
    finished_at BIGINT,
    -- JSON: what finishing answered, to answer the same again
    answer TEXT
);
CREATE INDEX upload_enrolment ON upload (enrolment_id, purpose, created_at);
CREATE INDEX upload_expires ON upload (expires_at);

CREATE TABLE upload_chunk (
    upload_id UUID NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
    -- From 0 on
    place BIGINT NOT NULL,
    bytes_sealed BYTEA NOT NULL,
    PRIMARY KEY (upload_id, place)
);

CREATE TABLE card_side (
    id UUID NOT NULL PRIMARY KEY,
    enrolment_id UUID NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    side TEXT NOT NULL CHECK (side IN ('portrait', 'emblem')),
    file_id UUID NOT NULL UNIQUE REFERENCES file (id),
    -- JSON, `shared::photo::CardVerdict`
    verdict TEXT NOT NULL,
    prepared BOOLEAN NOT NULL,
    taken_at BIGINT NOT NULL,
    UNIQUE (enrolment_id, side)
);

-- Why the last picture of a side was refused; gone when one is accepted.
CREATE TABLE card_refusal (
    enrolment_id UUID NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    side TEXT NOT NULL CHECK (side IN ('portrait', 'emblem')),
    verdict TEXT NOT NULL,
    refused_at BIGINT NOT NULL,
    PRIMARY KEY (enrolment_id, side)
);

-- What stands on the document: as it was read, and as the candidate confirmed it.
CREATE TABLE card_record (
    enrolment_id UUID NOT NULL PRIMARY KEY REFERENCES enrolment (id) ON DELETE CASCADE,
    reading_sealed BYTEA,
    record_sealed BYTEA,
    -- Absent while what stands here has to be confirmed (again)
    confirmed_at BIGINT
);

CREATE TABLE face_capture (
    id UUID NOT NULL PRIMARY KEY,
    enrolment_id UUID NOT NULL UNIQUE REFERENCES enrolment (id) ON DELETE CASCADE,
    -- Absent where the face is compared at the office, or a reviewer was asked before any capture
    file_id UUID UNIQUE REFERENCES file (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'failed', 'manual', 'office')),
    -- JSON: what the engine said, absent where none did
    judgement TEXT,
    taken_at BIGINT NOT NULL
);

-- Every try that an engine judged, with what explains the judgement later. Limited for an application, not for a device.
CREATE TABLE attempt (
    id UUID NOT NULL PRIMARY KEY,
    enrolment_id UUID NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    step TEXT NOT NULL CHECK (step IN ('card', 'face')),
    status TEXT NOT NULL CHECK (status IN ('running', 'passed', 'failed', 'refunded')),
    started_at BIGINT NOT NULL,
    -- Given back then, where it is still running
    ends_by BIGINT NOT NULL,
    ended_at BIGINT,
    -- JSON: engine, version, hash of the model, limits
    engine TEXT,
    -- JSON
    scores TEXT
);
CREATE INDEX attempt_enrolment ON attempt (enrolment_id, step);
CREATE INDEX attempt_running ON attempt (ends_by) WHERE status = 'running';
