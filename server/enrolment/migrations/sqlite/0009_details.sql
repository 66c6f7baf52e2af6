-- What candidates enrol in and say of themselves, and the questions to the national register of education.

CREATE TABLE details (
    enrolment_id BLOB NOT NULL PRIMARY KEY REFERENCES enrolment (id) ON DELETE CASCADE,
    major TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('college', 'bachelor')),
    -- GB/T 4658, highest education so far
    education TEXT NOT NULL,
    identity_changed INTEGER NOT NULL CHECK (identity_changed IN (0, 1)),
    -- JSON, `shared::details::Details`
    details_sealed BLOB NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT;
CREATE INDEX details_major ON details (major);

CREATE TABLE education_check (
    id BLOB NOT NULL PRIMARY KEY,
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('enrolment', 'diploma')),
    -- SHA-256 of the one-time token in the code
    token_hash BLOB NOT NULL UNIQUE,
    -- Keyed hash of the name and number that were asked about
    subject_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- A newer code took its place, or the candidate gave up
    replaced_at INTEGER,
    answered_at INTEGER,
    outcome TEXT CHECK (outcome IN ('passed', 'failed')),
    -- It came too late to count
    late INTEGER NOT NULL CHECK (late IN (0, 1)),
    -- JSON, what the register said
    result_sealed BLOB,
    CHECK ((answered_at IS NULL) = (outcome IS NULL))
) STRICT;
CREATE INDEX education_check_enrolment ON education_check (enrolment_id, created_at);

-- The candidate goes on with proofs instead
CREATE TABLE education_manual (
    enrolment_id BLOB NOT NULL PRIMARY KEY REFERENCES enrolment (id) ON DELETE CASCADE,
    chosen_at INTEGER NOT NULL
) STRICT;

-- Numbers of answers that were taken, so that none is taken twice
CREATE TABLE education_nonce (
    nonce_hash BLOB NOT NULL PRIMARY KEY,
    used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX education_nonce_used_at ON education_nonce (used_at);
