-- What a confirmation at an office covers, numbers of before that came after their owner had registered as new, and how far verifying
-- every signature has come.

-- Keyed hash over the photograph and the particulars that the officer compared with the document: what is changed later is not
-- covered. Absent where an institution confirmed.
ALTER TABLE desk_check ADD COLUMN seen_index BYTEA;

-- A record of somebody who had registered without it. Told once; for the office until the two are one.
CREATE TABLE existing_late (
    record_id UUID NOT NULL PRIMARY KEY REFERENCES existing_record (id) ON DELETE CASCADE,
    candidate_id UUID NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
    found_at BIGINT NOT NULL
);
CREATE INDEX existing_late_candidate ON existing_late (candidate_id);

-- The round that is under way, if any.
CREATE TABLE signature_round (
    id UUID NOT NULL PRIMARY KEY,
    -- Those up to this one are done
    last_id UUID NOT NULL,
    verified BIGINT NOT NULL,
    altered BIGINT NOT NULL,
    -- JSON: some ids of what does not stand
    examples TEXT NOT NULL,
    begun_at BIGINT NOT NULL
);
