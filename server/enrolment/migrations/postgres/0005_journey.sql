-- More items and kinds of files, sessions of limited scope, passwords of candidates, consents that are taken back.

ALTER TABLE enrolment_item DROP CONSTRAINT enrolment_item_item_check;
ALTER TABLE enrolment_item ADD CONSTRAINT enrolment_item_item_check CHECK (item IN ('document', 'card', 'photo', 'face', 'details', 'attachments'));

ALTER TABLE file DROP CONSTRAINT file_purpose_check;
ALTER TABLE file ADD CONSTRAINT file_purpose_check CHECK (purpose IN ('photo', 'photo_source', 'card', 'face', 'attachment', 'thumbnail'));

-- 'evidence': handed over to a phone, may provide evidence only. Absent for guests and staff.
ALTER TABLE session ADD COLUMN scope TEXT CHECK (scope IN ('full', 'evidence'));
UPDATE session SET scope = 'full' WHERE kind = 'candidate';

-- PHC string, argon2id; absent until the candidate has chosen a password
ALTER TABLE candidate ADD COLUMN password_hash TEXT;
ALTER TABLE candidate ADD COLUMN password_set_at BIGINT;

ALTER TABLE consent ADD COLUMN withdrawn_at BIGINT;
