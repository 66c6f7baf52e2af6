-- What happened, chained and append-only, and the work that follows.

CREATE TABLE audit (
    seq INTEGER NOT NULL PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL CHECK (actor IN ('guest', 'candidate', 'staff', 'system')),
    actor_id BLOB,
    action TEXT NOT NULL,
    province TEXT,
    enrolment_id BLOB,
    -- JSON without personal data
    detail TEXT NOT NULL,
    previous_hash BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_enrolment ON audit (enrolment_id, seq);

-- The end of the chain; locked while an entry is added.
CREATE TABLE audit_head (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO audit_head (one, seq, hash) VALUES (1, 0, x'');

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

CREATE TABLE job (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    -- What it is about: never personal data
    subject_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    run_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    -- A runner has it until then
    locked_until INTEGER,
    last_error TEXT,
    gave_up_at INTEGER
) STRICT;
CREATE INDEX job_due ON job (run_at) WHERE gave_up_at IS NULL;
