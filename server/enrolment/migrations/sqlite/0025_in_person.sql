-- What a confirmation at an office covers, numbers of before that came after their owner had registered as new, and how far verifying
-- every signature has come.

-- Keyed hash over the photograph and the particulars that the officer compared with the document: what is changed later is not
-- covered. Absent where an institution confirmed.
ALTER TABLE desk_check ADD COLUMN seen_index BLOB;

-- A record of somebody who had registered without it. Told once; for the office until the two are one.
CREATE TABLE existing_late (
    record_id BLOB NOT NULL PRIMARY KEY REFERENCES existing_record (id) ON DELETE CASCADE,
    candidate_id BLOB NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
    found_at INTEGER NOT NULL
) STRICT;
CREATE INDEX existing_late_candidate ON existing_late (candidate_id);

-- The round that is under way, if any.
CREATE TABLE signature_round (
    id BLOB NOT NULL PRIMARY KEY,
    -- Those up to this one are done
    last_id BLOB NOT NULL,
    verified INTEGER NOT NULL,
    altered INTEGER NOT NULL,
    -- JSON: some ids of what does not stand
    examples TEXT NOT NULL,
    begun_at INTEGER NOT NULL
) STRICT;
