-- Proofs, the reminder before handing in, and in which round of the review each item was changed last.

CREATE TABLE attachment (
    id UUID NOT NULL PRIMARY KEY,
    enrolment_id UUID NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    -- Code of a demand, or 'other'
    kind TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('jpeg', 'png', 'webp', 'pdf')),
    size_bytes BIGINT NOT NULL,
    file_id UUID NOT NULL UNIQUE REFERENCES file (id),
    -- Absent for a PDF
    thumbnail_id UUID UNIQUE REFERENCES file (id),
    -- What the candidate says of a file of kind 'other'
    description_sealed BYTEA,
    added_at BIGINT NOT NULL
);
CREATE INDEX attachment_enrolment ON attachment (enrolment_id, added_at);

-- Since when the reminder is before the candidate, for the version of the application that it was opened for.
CREATE TABLE reminder (
    enrolment_id UUID NOT NULL PRIMARY KEY REFERENCES enrolment (id) ON DELETE CASCADE,
    opened_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

-- How often the application was sent back, and how often it had been when the item was changed last
ALTER TABLE enrolment ADD COLUMN round BIGINT NOT NULL DEFAULT 0;
ALTER TABLE enrolment_item ADD COLUMN changed_in_round BIGINT;
