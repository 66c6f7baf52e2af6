-- no-transaction
-- Candidates who had admission numbers before: their records, the files they came in, asking for them, choosing one number for
-- good, and merging others into it. SQLite drops a NOT NULL only by rebuilding the table.

PRAGMA foreign_keys = OFF;
BEGIN;

-- Every number that anybody has, by whatever way: no number is given twice.
CREATE TABLE number_taken (
    province TEXT NOT NULL,
    number_index BLOB NOT NULL,
    -- The record that has it; absent where it was allotted here
    existing_id BLOB,
    PRIMARY KEY (province, number_index)
) STRICT, WITHOUT ROWID;
INSERT INTO number_taken (province, number_index) SELECT province, number_index FROM admission_number;

-- Absent: the number was not made from a serial, but had before
CREATE TABLE admission_number_new (
    enrolment_id BLOB NOT NULL PRIMARY KEY REFERENCES enrolment (id),
    province TEXT NOT NULL,
    window_code TEXT NOT NULL,
    -- GB/T 2260, six digits, as it was when the number was allotted
    region TEXT NOT NULL,
    serial INTEGER,
    number_index BLOB NOT NULL,
    number_sealed BLOB NOT NULL,
    allotted_at INTEGER NOT NULL,
    UNIQUE (province, number_index),
    UNIQUE (province, window_code, region, serial)
) STRICT;
INSERT INTO admission_number_new SELECT enrolment_id, province, window_code, region, serial, number_index, number_sealed,
    allotted_at FROM admission_number;
DROP TABLE admission_number;
ALTER TABLE admission_number_new RENAME TO admission_number;

-- Serials passed over because somebody has their number already.
CREATE TABLE number_skipped (
    province TEXT NOT NULL,
    window_code TEXT NOT NULL,
    region TEXT NOT NULL,
    serial INTEGER NOT NULL,
    PRIMARY KEY (province, window_code, region, serial)
) STRICT;

-- A file of records, taken in row by row.
CREATE TABLE existing_import (
    id BLOB NOT NULL PRIMARY KEY,
    province TEXT NOT NULL,
    -- Absent where it came by the command line
    staff_id BLOB REFERENCES staff (id),
    file_name TEXT NOT NULL,
    -- Keyed, of the SHA-256 of the whole file; absent while it is being received
    content_index BLOB,
    size_bytes INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('receiving', 'running', 'done', 'stopped')),
    is_utf8 INTEGER NOT NULL CHECK (is_utf8 IN (0, 1)),
    -- JSON: which column stands where
    columns TEXT NOT NULL,
    -- What comes next
    at_byte INTEGER NOT NULL,
    at_line INTEGER NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE INDEX existing_import_place ON existing_import (province, created_at);
CREATE UNIQUE INDEX existing_import_running ON existing_import (province) WHERE state = 'running';

-- Gone when it is taken in.
CREATE TABLE existing_chunk (
    import_id BLOB NOT NULL REFERENCES existing_import (id) ON DELETE CASCADE,
    -- From 0 on
    place INTEGER NOT NULL,
    bytes_sealed BLOB NOT NULL,
    PRIMARY KEY (import_id, place)
) STRICT;

CREATE TABLE existing_refusal (
    import_id BLOB NOT NULL REFERENCES existing_import (id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    -- column:fault, with commas between
    faults TEXT NOT NULL,
    row_sealed BLOB NOT NULL,
    PRIMARY KEY (import_id, line)
) STRICT;

CREATE TABLE existing_record (
    id BLOB NOT NULL PRIMARY KEY,
    province TEXT NOT NULL,
    number_index BLOB NOT NULL,
    document_index BLOB NOT NULL,
    -- GB/T 2260, six digits
    region TEXT NOT NULL,
    -- The record's own key, sealed by the master key
    data_key BLOB NOT NULL,
    record_sealed BLOB NOT NULL,
    -- Keyed, over everything that its row said
    content_index BLOB NOT NULL,
    -- The import that saw it last, and where
    import_id BLOB NOT NULL,
    line INTEGER NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX existing_record_document ON existing_record (province, document_index);
CREATE INDEX existing_record_region ON existing_record (province, region);

-- Somebody asks for their numbers; the code goes to a contact of the record, if there is one.
CREATE TABLE existing_claim (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL,
    province TEXT NOT NULL,
    document_index BLOB NOT NULL,
    contact_index BLOB NOT NULL,
    address_index BLOB NOT NULL,
    -- Name, document and contact as they were typed
    typed_sealed BLOB NOT NULL,
    requested_at INTEGER NOT NULL,
    code_hash BLOB,
    tries INTEGER NOT NULL,
    sent_at INTEGER,
    -- Used, replaced by a newer one, or given up
    closed_at INTEGER,
    verified_at INTEGER
) STRICT;
CREATE INDEX existing_claim_session ON existing_claim (session_id, requested_at);
CREATE INDEX existing_claim_document ON existing_claim (document_index, requested_at);
CREATE INDEX existing_claim_contact ON existing_claim (contact_index, requested_at);
CREATE INDEX existing_claim_address ON existing_claim (address_index, requested_at);
CREATE INDEX existing_claim_requested ON existing_claim (requested_at);

-- The number that somebody chose for good: one for each document, whoever asks, on whatever device.
CREATE TABLE existing_choice (
    province TEXT NOT NULL,
    document_index BLOB NOT NULL,
    record_id BLOB NOT NULL UNIQUE REFERENCES existing_record (id),
    -- Absent until they register
    candidate_id BLOB REFERENCES candidate (id) ON DELETE SET NULL,
    chosen_at INTEGER NOT NULL,
    PRIMARY KEY (province, document_index)
) STRICT;
CREATE INDEX existing_choice_candidate ON existing_choice (candidate_id) WHERE candidate_id IS NOT NULL;

-- Merging another number of the same person into the chosen one.
CREATE TABLE existing_merge (
    id BLOB NOT NULL PRIMARY KEY,
    province TEXT NOT NULL,
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    record_id BLOB NOT NULL REFERENCES existing_record (id),
    -- Of the chosen number: its office decides
    region TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'refused')),
    requested_at INTEGER NOT NULL,
    staff_id BLOB REFERENCES staff (id),
    -- Why it was refused, for the candidate
    reason_sealed BLOB,
    decided_at INTEGER,
    CHECK ((state = 'open') = (decided_at IS NULL))
) STRICT;
CREATE INDEX existing_merge_place ON existing_merge (province, state, region, requested_at);
CREATE INDEX existing_merge_enrolment ON existing_merge (enrolment_id);
CREATE UNIQUE INDEX existing_merge_once ON existing_merge (record_id) WHERE state <> 'refused';

COMMIT;
PRAGMA foreign_keys = ON;
