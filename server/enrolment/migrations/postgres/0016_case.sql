-- What reviewers see of a case beside what was handed in: who looks like the same person, what was uncovered, and what stood
-- there before it was sent back.

-- By what candidates are found who may be the same person: keyed hashes of document, phone, names, and parts of the photograph's
-- print. Without the key of the service they say only that two rows are equal.
CREATE TABLE trace (
    candidate_id UUID NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('document', 'phone', 'name', 'pinyin', 'photo')),
    trace_index BYTEA NOT NULL,
    PRIMARY KEY (kind, trace_index, candidate_id)
);
CREATE INDEX trace_candidate ON trace (candidate_id, kind);

-- The print of the photograph that was kept last.
CREATE TABLE photo_print (
    candidate_id UUID NOT NULL PRIMARY KEY REFERENCES candidate (id) ON DELETE CASCADE,
    print_sealed BYTEA NOT NULL
);

-- What a reviewer said of two candidates who look alike; `first_id` is the smaller one.
CREATE TABLE sameness (
    first_id UUID NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
    second_id UUID NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different')),
    staff_id UUID NOT NULL REFERENCES staff (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (first_id, second_id)
);

-- What was uncovered, for one lease: taking a case makes it a new version.
CREATE TABLE reveal (
    enrolment_id UUID NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    staff_id UUID NOT NULL REFERENCES staff (id),
    version BIGINT NOT NULL,
    private TEXT NOT NULL CHECK (private IN ('document', 'phone', 'address')),
    reason TEXT NOT NULL CHECK (reason IN ('compare', 'contact', 'duplicate', 'other')),
    -- What the reviewer wrote
    note_sealed BYTEA,
    at BIGINT NOT NULL,
    PRIMARY KEY (enrolment_id, staff_id, version, private)
);

-- The answers as they stood when the application was sent back.
CREATE TABLE snapshot (
    enrolment_id UUID NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    -- 1 for the first return
    round BIGINT NOT NULL,
    staff_id UUID NOT NULL REFERENCES staff (id),
    taken_at BIGINT NOT NULL,
    -- JSON
    snapshot_sealed BYTEA NOT NULL,
    PRIMARY KEY (enrolment_id, round)
);

-- Keyed hash of a file's content; absent for files of before
ALTER TABLE file ADD COLUMN content_index BYTEA;

-- Fills in what candidates of before left no trace of.
INSERT INTO job (id, kind, subject_id, created_at, run_at, attempts)
    SELECT UUID '00000000-0000-7000-8000-000000000016', 'trace_candidates', UUID '00000000-0000-0000-0000-000000000000', 0, 0, 0
    WHERE EXISTS (SELECT 1 FROM candidate);
