-- Candidates who had admission numbers before: their records, the files they came in, asking for them, choosing one number for
-- good, and merging others into it.

-- Every number that anybody has, by whatever way: no number is given twice.
CREATE TABLE number_taken (
    province TEXT NOT NULL,
    number_index BYTEA NOT NULL,
    -- The record that has it; absent where it was allotted here
    existing_id UUID,
    PRIMARY KEY (province, number_index)
);
INSERT INTO number_taken (province, number_index) SELECT province, number_index FROM admission_number;

-- Absent: the number was not made from a serial, but had before
ALTER TABLE admission_number ALTER COLUMN serial DROP NOT NULL;

-- Serials passed over because somebody has their number already.
CREATE TABLE number_skipped (
    province TEXT NOT NULL,
    window_code TEXT NOT NULL,
    region TEXT NOT NULL,
    serial BIGINT NOT NULL,
    PRIMARY KEY (province, window_code, region, serial)
);

-- A file of records, taken in row by row.
CREATE TABLE existing_import (
    id UUID NOT NULL PRIMARY KEY,
    province TEXT NOT NULL,
    -- Absent where it came by the command line
    staff_id UUID REFERENCES staff (id),
    file_name TEXT NOT NULL,
    -- Keyed, of the SHA-256 of the whole file; absent while it is being received
    content_index BYTEA,
    size_bytes BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('receiving', 'running', 'done', 'stopped')),
    is_utf8 BOOLEAN NOT NULL,
    -- JSON: which column stands where
    columns TEXT NOT NULL,
    -- What comes next
    at_byte BIGINT NOT NULL,
    at_line BIGINT NOT NULL,
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX existing_import_place ON existing_import (province, created_at);
CREATE UNIQUE INDEX existing_import_running ON existing_import (province) WHERE state = 'running';

-- Gone when it is taken in.
CREATE TABLE existing_chunk (
    import_id UUID NOT NULL REFERENCES existing_import (id) ON DELETE CASCADE,
    -- From 0 on
    place BIGINT NOT NULL,
    bytes_sealed BYTEA NOT NULL,
    PRIMARY KEY (import_id, place)
);

CREATE TABLE existing_refusal (
    import_id UUID NOT NULL REFERENCES existing_import (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    -- column:fault, with commas between
    faults TEXT NOT NULL,
    row_sealed BYTEA NOT NULL,
    PRIMARY KEY (import_id, line)
);

CREATE TABLE existing_record (
    id UUID NOT NULL PRIMARY KEY,
    province TEXT NOT NULL,
    number_index BYTEA NOT NULL,
    document_index BYTEA NOT NULL,
    -- GB/T 2260, six digits
    region TEXT NOT NULL,
    -- The record's own key, sealed by the master key
    data_key BYTEA NOT NULL,
    record_sealed BYTEA NOT NULL,
    -- Keyed, over everything that its row said
    content_index BYTEA NOT NULL,
    -- The import that saw it last, and where
    import_id UUID NOT NULL,
    line BIGINT NOT NULL,
    added_at BIGINT NOT NULL
);
CREATE INDEX existing_record_document ON existing_record (province, document_index);
CREATE INDEX existing_record_region ON existing_record (province, region);

-- Somebody asks for their numbers; the code goes to a contact of the record, if there is one.
CREATE TABLE existing_claim (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL,
    province TEXT NOT NULL,
    document_index BYTEA NOT NULL,
    contact_index BYTEA NOT NULL,
    address_index BYTEA NOT NULL,
    -- Name, document and contact as they were typed
    typed_sealed BYTEA NOT NULL,
    requested_at BIGINT NOT NULL,
    code_hash BYTEA,
    tries BIGINT NOT NULL,
    sent_at BIGINT,
    -- Used, replaced by a newer one, or given up
    closed_at BIGINT,
    verified_at BIGINT
);
CREATE INDEX existing_claim_session ON existing_claim (session_id, requested_at);
CREATE INDEX existing_claim_document ON existing_claim (document_index, requested_at);
CREATE INDEX existing_claim_contact ON existing_claim (contact_index, requested_at);
CREATE INDEX existing_claim_address ON existing_claim (address_index, requested_at);
CREATE INDEX existing_claim_requested ON existing_claim (requested_at);

-- The number that somebody chose for good: one for each document, whoever asks, on whatever device.
CREATE TABLE existing_choice (
    province TEXT NOT NULL,
    document_index BYTEA NOT NULL,
    record_id UUID NOT NULL UNIQUE REFERENCES existing_record (id),
    -- Absent until they register
    candidate_id UUID REFERENCES candidate (id) ON DELETE SET NULL,
    chosen_at BIGINT NOT NULL,
    PRIMARY KEY (province, document_index)
);
CREATE INDEX existing_choice_candidate ON existing_choice (candidate_id) WHERE candidate_id IS NOT NULL;

-- Merging another number of the same person into the chosen one.
CREATE TABLE existing_merge (
    id UUID NOT NULL PRIMARY KEY,
    province TEXT NOT NULL,
    enrolment_id UUID NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    record_id UUID NOT NULL REFERENCES existing_record (id),
    -- Of the chosen number: its office decides
    region TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'refused')),
    requested_at BIGINT NOT NULL,
    staff_id UUID REFERENCES staff (id),
    -- Why it was refused, for the candidate
    reason_sealed BYTEA,
    decided_at BIGINT,
    CHECK ((state = 'open') = (decided_at IS NULL))
);
CREATE INDEX existing_merge_place ON existing_merge (province, state, region, requested_at);
CREATE INDEX existing_merge_enrolment ON existing_merge (enrolment_id);
CREATE UNIQUE INDEX existing_merge_once ON existing_merge (record_id) WHERE state <> 'refused';

