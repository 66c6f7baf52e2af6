-- A proof names the major that it was attached for: 'major.1' becomes 'major.100701.1'.

UPDATE attachment
SET kind = 'major.' || (SELECT details.major FROM details WHERE details.enrolment_id = attachment.enrolment_id) || substr(kind, 6)
WHERE kind LIKE 'major.%'
    AND EXISTS (SELECT 1 FROM details WHERE details.enrolment_id = attachment.enrolment_id);
