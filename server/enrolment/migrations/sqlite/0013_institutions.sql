-- Institutions as a jurisdiction, and who entered what on candidates' behalf.

-- Code of the institution (助学单位) that an account is limited to; absent for all
ALTER TABLE staff ADD COLUMN institution TEXT;

-- Staff who entered something of a case (at the desk, for a class): they must not decide it.
CREATE TABLE entered (
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (enrolment_id, staff_id)
) STRICT;
