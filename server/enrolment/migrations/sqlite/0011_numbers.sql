-- Admission numbers, the counters behind them, and the outbox of text messages.

CREATE TABLE admission_number (
    enrolment_id BLOB NOT NULL PRIMARY KEY REFERENCES enrolment (id),
    province TEXT NOT NULL,
    window_code TEXT NOT NULL,
    -- GB/T 2260, six digits, as it was when the number was allotted
    region TEXT NOT NULL,
    serial INTEGER NOT NULL,
    number_index BLOB NOT NULL,
    number_sealed BLOB NOT NULL,
    allotted_at INTEGER NOT NULL,
    UNIQUE (province, number_index),
    UNIQUE (province, window_code, region, serial)
) STRICT;

-- The last serial given out in one session and county. Counted up in the transaction that writes the number, so that no
-- serial is lost and none is given twice.
CREATE TABLE number_counter (
    province TEXT NOT NULL,
    window_code TEXT NOT NULL,
    region TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (province, window_code, region)
) STRICT;

-- Every text message: what kind, about which application, and what became of it. The words are made when it is sent.
CREATE TABLE sms_message (
    id BLOB NOT NULL PRIMARY KEY,
    province TEXT NOT NULL,
    -- Absent for codes
    enrolment_id BLOB REFERENCES enrolment (id) ON DELETE CASCADE,
    template TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    gateway TEXT,
    -- The gateway's own number of the message
    gateway_id TEXT,
    failed_at INTEGER,
    failure TEXT
) STRICT;
CREATE INDEX sms_message_enrolment ON sms_message (enrolment_id, created_at);
CREATE INDEX sms_message_created ON sms_message (created_at);
