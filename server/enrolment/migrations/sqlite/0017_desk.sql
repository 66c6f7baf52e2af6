-- Confirming people in person (现场确认): what is booked at offices, what the desk found, and the classes of institutions.

-- Locks a slot of an office while somebody books in it, so that no more come than it has places.
CREATE TABLE office_slot (
    province TEXT NOT NULL,
    office TEXT NOT NULL,
    -- 2026-12-01
    day TEXT NOT NULL,
    -- 09:30
    slot TEXT NOT NULL,
    PRIMARY KEY (province, office, day, slot)
) STRICT;

-- One visit an application.
CREATE TABLE office_booking (
    enrolment_id BLOB NOT NULL PRIMARY KEY REFERENCES enrolment (id) ON DELETE CASCADE,
    -- On the slip, as a QR symbol; says nothing about anybody
    code TEXT NOT NULL UNIQUE,
    province TEXT NOT NULL,
    office TEXT NOT NULL,
    day TEXT NOT NULL,
    slot TEXT NOT NULL,
    booked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX office_booking_slot ON office_booking (province, office, day, slot);

-- What an officer or an institution found. The last one that has not lapsed counts.
CREATE TABLE desk_check (
    id BLOB NOT NULL PRIMARY KEY,
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    -- Code of the institution where it confirmed a class of its own; absent at an office
    institution TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('confirmed', 'refused')),
    -- Code of the reason for a refusal
    reason TEXT,
    note_sealed BLOB,
    at INTEGER NOT NULL,
    -- The document was changed, or another check took its place
    lapsed_at INTEGER
) STRICT;
CREATE INDEX desk_check_enrolment ON desk_check (enrolment_id, at);

-- Which institution confirmed somebody as of a class of its own.
CREATE TABLE class_member (
    enrolment_id BLOB NOT NULL PRIMARY KEY REFERENCES enrolment (id) ON DELETE CASCADE,
    province TEXT NOT NULL,
    institution TEXT NOT NULL,
    class_sealed BLOB NOT NULL,
    confirmed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX class_member_institution ON class_member (province, institution);

-- A list that an institution sent, row by row as it came; deleted when its time is over.
CREATE TABLE class_batch (
    id BLOB NOT NULL PRIMARY KEY,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    province TEXT NOT NULL,
    institution TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- Confirming began
    confirmed_at INTEGER,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX class_batch_institution ON class_batch (province, institution, created_at);

CREATE TABLE class_row (
    batch_id BLOB NOT NULL REFERENCES class_batch (id) ON DELETE CASCADE,
    -- In the file, from 2 on: the first line names the columns
    line INTEGER NOT NULL,
    -- JSON of what was sent
    sent_sealed BLOB NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (batch_id, line)
) STRICT;
