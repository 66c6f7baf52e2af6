-- Proofs, the reminder before handing in, and in which round of the review each item was changed last.

CREATE TABLE attachment (
    id BLOB NOT NULL PRIMARY KEY,
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    -- Code of a demand, or 'other'
    kind TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('jpeg', 'png', 'webp', 'pdf')),
    size_bytes INTEGER NOT NULL,
    file_id BLOB NOT NULL UNIQUE REFERENCES file (id),
    -- Absent for a PDF
    thumbnail_id BLOB UNIQUE REFERENCES file (id),
    -- What the candidate says of a file of kind 'other'
    description_sealed BLOB,
    added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX attachment_enrolment ON attachment (enrolment_id, added_at);

-- Since when the reminder is before the candidate, for the version of the application that it was opened for.
CREATE TABLE reminder (
    enrolment_id BLOB NOT NULL PRIMARY KEY REFERENCES enrolment (id) ON DELETE CASCADE,
    opened_at INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;

-- How often the application was sent back, and how often it had been when the item was changed last
ALTER TABLE enrolment ADD COLUMN round INTEGER NOT NULL DEFAULT 0;
ALTER TABLE enrolment_item ADD COLUMN changed_in_round INTEGER;
