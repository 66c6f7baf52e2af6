-- Identity: what a live capture has to show, its stills and sound, what tries were asked and by which device, and how like the
-- certificate photograph is to the portrait on the document.

-- Digits or movements drawn for one capture: for the session that asked, once, and not for long.
CREATE TABLE face_challenge (
    id BLOB NOT NULL PRIMARY KEY,
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    session_id BLOB NOT NULL,
    -- JSON, `shared::liveness::Expected`
    expected TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    -- An answer has to begin before
    expires_at INTEGER NOT NULL,
    shown_at INTEGER,
    -- When an answer began; there is no second one
    taken_at INTEGER,
    -- The upload that answers; absent where a plain form did
    upload_id BLOB
) STRICT;
CREATE INDEX face_challenge_enrolment ON face_challenge (enrolment_id, made_at);
CREATE UNIQUE INDEX face_challenge_upload ON face_challenge (upload_id) WHERE upload_id IS NOT NULL;

-- JSON, `shared::liveness::Expected`: what this capture was asked to show
ALTER TABLE face_capture ADD COLUMN asked TEXT;

-- Stills and sound that an engine took out of a capture, for reviewers.
CREATE TABLE face_part (
    id BLOB NOT NULL PRIMARY KEY,
    face_id BLOB NOT NULL REFERENCES face_capture (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('still', 'sound')),
    -- From the beginning of the capture
    at_ms INTEGER NOT NULL,
    file_id BLOB NOT NULL UNIQUE REFERENCES file (id)
) STRICT;
CREATE INDEX face_part_face ON face_part (face_id, at_ms);

-- When its turn came; until then it waits for an engine
ALTER TABLE attempt ADD COLUMN begun_at INTEGER;
-- The session that sent it: reviewers see whether tries came from several devices
ALTER TABLE attempt ADD COLUMN session_id BLOB;
-- JSON, `shared::liveness::Expected`
ALTER TABLE attempt ADD COLUMN asked TEXT;

-- same, doubtful, different, or reviewer: the candidate asked for one
ALTER TABLE photo ADD COLUMN likeness TEXT CHECK (likeness IN ('same', 'doubtful', 'different', 'reviewer'));
-- JSON: the comparison, with the side of the document that it was made with
ALTER TABLE photo ADD COLUMN comparison TEXT;
