-- A number from before that somebody took over who had registered as new: when, and the place that their application left for it.
-- Absent where they registered with the number, or where the place was the same.
ALTER TABLE existing_choice ADD COLUMN taken_at BIGINT;
ALTER TABLE existing_choice ADD COLUMN left_region TEXT;

-- E-mails that nobody was to get: written for people without an address, before none was written for them.
DELETE FROM mail_message WHERE sent_at IS NULL AND failed_at IS NULL AND enrolment_id IN (SELECT enrolment.id FROM enrolment
    JOIN candidate ON candidate.id = enrolment.candidate_id WHERE candidate.email_sealed IS NULL);
