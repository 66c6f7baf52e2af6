-- Invitations belong to the session that made them, can be asked for while another phone is at work, and can be ended.

ALTER TABLE handoff RENAME COLUMN replaced_at TO ended_at;
ALTER TABLE handoff ADD COLUMN ended_by TEXT CHECK (ended_by IN ('replaced', 'revoked', 'refused'));
UPDATE handoff SET ended_by = 'replaced' WHERE ended_at IS NOT NULL;
-- The session that shows it: an invitation dies with it
ALTER TABLE handoff ADD COLUMN session_id UUID;
-- Another phone is at work: who asks to take over, since when, and when the first device allowed it
ALTER TABLE handoff ADD COLUMN asker_id UUID;
ALTER TABLE handoff ADD COLUMN asked_at BIGINT;
ALTER TABLE handoff ADD COLUMN allowed_at BIGINT;

-- For the phones that work on an application
CREATE INDEX session_enrolment ON session (enrolment_id) WHERE enrolment_id IS NOT NULL;
