-- Applications, what they consist of, and continuing them on another device.

CREATE TABLE enrolment (
    id BLOB NOT NULL PRIMARY KEY,
    candidate_id BLOB NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
    province TEXT NOT NULL,
    window_code TEXT NOT NULL,
    -- GB/T 2260, six digits
    region TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'in_review', 'returned', 'approved', 'refused')),
    -- Counts changes; a decision names the version it was made on
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    receipt TEXT UNIQUE,
    submitted_at INTEGER,
    -- Keyed by the form that was handed in last, so that sending it twice does nothing twice
    submit_key BLOB,
    lease_staff_id BLOB REFERENCES staff (id),
    lease_until INTEGER,
    refusal_reason TEXT,
    decided_at INTEGER,
    UNIQUE (candidate_id, window_code),
    CHECK ((state = 'in_review') = (lease_staff_id IS NOT NULL)),
    CHECK ((lease_staff_id IS NULL) = (lease_until IS NULL)),
    CHECK (state IN ('draft') OR (receipt IS NOT NULL AND submitted_at IS NOT NULL))
) STRICT;
CREATE INDEX enrolment_queue ON enrolment (province, state, submitted_at, id);
CREATE INDEX enrolment_lease ON enrolment (lease_until) WHERE lease_until IS NOT NULL;

CREATE TABLE enrolment_item (
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    item TEXT NOT NULL CHECK (item IN ('document', 'photo')),
    state TEXT NOT NULL CHECK (state IN ('missing', 'provided', 'accepted', 'returned')),
    -- Why it was sent back last
    reason TEXT,
    PRIMARY KEY (enrolment_id, item)
) STRICT;

CREATE TABLE consent (
    id BLOB NOT NULL PRIMARY KEY,
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    -- Code of the notice in the profile
    notice TEXT NOT NULL,
    version TEXT NOT NULL,
    -- SHA-256 of the text that was shown
    text_hash BLOB NOT NULL,
    given_at INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_enrolment ON consent (enrolment_id);

CREATE TABLE file (
    id BLOB NOT NULL PRIMARY KEY,
    candidate_id BLOB NOT NULL REFERENCES candidate (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('photo', 'photo_source')),
    size_bytes INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- The bytes are deleted after this instant. A file that is being written has it until a row refers to it.
    delete_after INTEGER
) STRICT;
CREATE INDEX file_delete_after ON file (delete_after) WHERE delete_after IS NOT NULL;

CREATE TABLE photo (
    id BLOB NOT NULL PRIMARY KEY,
    enrolment_id BLOB NOT NULL UNIQUE REFERENCES enrolment (id) ON DELETE CASCADE,
    file_id BLOB NOT NULL UNIQUE REFERENCES file (id),
    -- JSON, `shared::photo::Verdict`
    verdict TEXT NOT NULL,
    prepared INTEGER NOT NULL CHECK (prepared IN (0, 1)),
    taken_at INTEGER NOT NULL
) STRICT;

-- The last picture that the server had to work on, for showing it and cropping it again.
CREATE TABLE photo_source (
    enrolment_id BLOB NOT NULL PRIMARY KEY REFERENCES enrolment (id) ON DELETE CASCADE,
    -- Absent where the picture could not be read
    file_id BLOB REFERENCES file (id),
    refused INTEGER NOT NULL CHECK (refused IN (0, 1)),
    verdict TEXT NOT NULL,
    -- JSON, four numbers, or absent
    crop TEXT,
    width_px INTEGER NOT NULL,
    height_px INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE handoff (
    id BLOB NOT NULL PRIMARY KEY,
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    candidate_id BLOB NOT NULL,
    province TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    claimed_at INTEGER,
    replaced_at INTEGER
) STRICT;
CREATE INDEX handoff_enrolment ON handoff (enrolment_id, created_at);
