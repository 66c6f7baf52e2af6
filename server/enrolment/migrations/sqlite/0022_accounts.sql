-- Accounts with an e-mail address, ways back into them, and requests for another region.

-- Codes go to phones and to e-mail addresses; each is looked up by the keyed hash of where it went.
ALTER TABLE code RENAME COLUMN phone_index TO recipient_index;
ALTER TABLE code RENAME COLUMN phone_sealed TO recipient_sealed;
ALTER TABLE code ADD COLUMN channel TEXT NOT NULL DEFAULT 'sms' CHECK (channel IN ('sms', 'mail'));

ALTER TABLE candidate ADD COLUMN email_index BLOB;
ALTER TABLE candidate ADD COLUMN email_sealed BLOB;
CREATE UNIQUE INDEX candidate_email ON candidate (province, email_index);

-- Every e-mail, as sms_message has every text message. The words are made when it is sent.
CREATE TABLE mail_message (
    id BLOB NOT NULL PRIMARY KEY,
    province TEXT NOT NULL,
    -- Absent for codes
    enrolment_id BLOB REFERENCES enrolment (id) ON DELETE CASCADE,
    template TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    -- What the mail server said as it took it
    receipt TEXT,
    failed_at INTEGER,
    failure TEXT
) STRICT;
CREATE INDEX mail_message_created ON mail_message (created_at);

CREATE TABLE security_answer (
    candidate_id BLOB NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
    -- Code of the question in the profile
    question TEXT NOT NULL,
    -- 1, 2, 3
    place INTEGER NOT NULL,
    -- PHC string, argon2id, of the answer without case, width and spaces
    answer_hash TEXT NOT NULL,
    set_at INTEGER NOT NULL,
    PRIMARY KEY (candidate_id, question)
) STRICT;

-- A new password that an office lets somebody choose whose card it checked.
CREATE TABLE office_reset (
    id BLOB NOT NULL PRIMARY KEY,
    province TEXT NOT NULL,
    candidate_id BLOB NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    asked_by BLOB NOT NULL REFERENCES staff (id),
    asked_at INTEGER NOT NULL,
    -- Who confirmed it where two have to agree
    confirmed_by BLOB REFERENCES staff (id),
    confirmed_at INTEGER,
    -- The phone that the code goes to and that takes the place of the old one; absent where the code is printed
    phone_sealed BLOB,
    code_hash BLOB,
    sent_at INTEGER,
    expires_at INTEGER,
    used_at INTEGER,
    -- Refused, or replaced by a newer one
    closed_at INTEGER
) STRICT;
CREATE INDEX office_reset_candidate ON office_reset (candidate_id, asked_at);
CREATE INDEX office_reset_waiting ON office_reset (province, asked_at);

-- What a session proved that nobody is signed in with: it may choose a new password, and nothing else.
CREATE TABLE recovery (
    session_id BLOB NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    province TEXT NOT NULL,
    candidate_id BLOB NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
    way TEXT NOT NULL CHECK (way IN ('questions', 'office')),
    needs_code INTEGER NOT NULL CHECK (needs_code IN (0, 1)),
    office_reset_id BLOB REFERENCES office_reset (id) ON DELETE CASCADE,
    until INTEGER NOT NULL
) STRICT;

-- 考区变更: decided by the office that somebody leaves and by the one they go to, by two people.
CREATE TABLE region_change (
    id BLOB NOT NULL PRIMARY KEY,
    province TEXT NOT NULL,
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    from_region TEXT NOT NULL,
    to_region TEXT NOT NULL,
    reason_sealed BLOB NOT NULL,
    asked_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'agreed', 'refused', 'withdrawn')),
    -- The office that is left
    from_staff_id BLOB REFERENCES staff (id),
    from_at INTEGER,
    -- The office that is gone to
    to_staff_id BLOB REFERENCES staff (id),
    to_at INTEGER,
    -- Why it was refused, for the candidate
    note_sealed BLOB,
    decided_at INTEGER
) STRICT;
CREATE UNIQUE INDEX region_change_waiting ON region_change (enrolment_id) WHERE state = 'waiting';
CREATE INDEX region_change_enrolment ON region_change (enrolment_id, asked_at);
CREATE INDEX region_change_province ON region_change (province, state, asked_at);
