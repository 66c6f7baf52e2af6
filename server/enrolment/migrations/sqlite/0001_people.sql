-- Who uses the service: staff, candidates, their sessions, what they typed, and the one-time codes sent to them.
-- Instants are milliseconds since 1970, UTC. Ids are made by the service. *_sealed columns are encrypted, *_index columns are
-- keyed hashes for looking up and for uniqueness.

CREATE TABLE staff (
    id BLOB NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('reviewer', 'senior_reviewer', 'desk_officer', 'institution_operator',
        'province_administrator', 'auditor', 'operator')),
    province TEXT NOT NULL,
    -- GB/T 2260, six digits; absent for the whole province
    region TEXT,
    -- PHC string, argon2id
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT;

-- Wrong passwords by keyed hash of the login, whether or not there is such an account.
CREATE TABLE sign_in_attempt (
    login_index BLOB NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    locked_until INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT;

CREATE TABLE candidate (
    id BLOB NOT NULL PRIMARY KEY,
    province TEXT NOT NULL,
    phone_index BLOB NOT NULL,
    phone_sealed BLOB NOT NULL,
    document_type TEXT NOT NULL CHECK (document_type IN ('resident_id_card', 'hong_kong_macao_travel_permit',
        'hong_kong_macao_residence_permit', 'taiwan_travel_permit', 'taiwan_residence_permit')),
    document_index BLOB NOT NULL,
    document_sealed BLOB NOT NULL,
    -- The candidate's own key, sealed by the master key; absent once everything under it has been made unreadable
    data_key BLOB,
    registered_at INTEGER NOT NULL,
    UNIQUE (province, phone_index),
    UNIQUE (province, document_index)
) STRICT;

CREATE TABLE session (
    id BLOB NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('guest', 'candidate', 'staff')),
    province TEXT,
    candidate_id BLOB REFERENCES candidate (id) ON DELETE CASCADE,
    -- The application that a candidate's session is limited to
    enrolment_id BLOB,
    staff_id BLOB REFERENCES staff (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    idle_until INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    CHECK (kind <> 'candidate' OR (province IS NOT NULL AND candidate_id IS NOT NULL AND enrolment_id IS NOT NULL)),
    CHECK (kind <> 'staff' OR staff_id IS NOT NULL)
) STRICT;
CREATE INDEX session_expires ON session (expires_at);

CREATE TABLE draft (
    session_id BLOB NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    page TEXT NOT NULL,
    sealed BLOB NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (session_id, page)
) STRICT;

CREATE TABLE code (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL,
    province TEXT NOT NULL,
    phone_index BLOB NOT NULL,
    -- Where to send it; emptied when it was sent
    phone_sealed BLOB,
    address_index BLOB NOT NULL,
    requested_at INTEGER NOT NULL,
    -- Absent until the job has made the code
    code_hash BLOB,
    expires_at INTEGER,
    tries INTEGER NOT NULL,
    sent_at INTEGER,
    -- Used, replaced by a newer one, or given up
    closed_at INTEGER
) STRICT;
CREATE INDEX code_phone ON code (phone_index, requested_at);
CREATE INDEX code_address ON code (address_index, requested_at);
CREATE INDEX code_requested ON code (requested_at);

-- One row for each phone and address that codes were requested for: locking it makes counting and inserting one step.
CREATE TABLE code_limit (
    limit_index BLOB NOT NULL PRIMARY KEY,
    last_at INTEGER NOT NULL
) STRICT;
