-- Second checks in the figures: what approvals they looked at, and which of them they did not confirm; who is at the desk;
-- an index for cases under review.

CREATE TABLE figure_of_old AS SELECT * FROM figure;
DROP TABLE figure;
-- Counts by day, place and person, summed up from the audit trail. What is counted:
-- 'submitted'; 'decided' by decision; 'wait' by class of hours; 'reason' by reason; 'checked' by what the second reviewer found,
-- for the person whose approval it was.
CREATE TABLE figure (
    province TEXT NOT NULL,
    -- Days since 1970 in Beijing
    day BIGINT NOT NULL,
    region TEXT NOT NULL,
    -- Zeros where no staff had to do with it
    staff_id UUID NOT NULL,
    measure TEXT NOT NULL CHECK (measure IN ('submitted', 'decided', 'wait', 'reason', 'checked')),
    key TEXT NOT NULL,
    cases BIGINT NOT NULL,
    PRIMARY KEY (province, day, region, staff_id, measure, key)
);
INSERT INTO figure (province, day, region, staff_id, measure, key, cases)
    SELECT province, day, region, staff_id, measure, key, cases FROM figure_of_old;
DROP TABLE figure_of_old;

-- Checks of before, as far as the audit trail is summed up
INSERT INTO figure (province, day, region, staff_id, measure, key, cases)
    SELECT enrolment.province, (later.decided_at + 28800000) / 86400000, enrolment.region, earlier.staff_id, 'checked',
        CASE later.decision WHEN 'approve' THEN 'agreed' ELSE 'disputed' END, COUNT(*)
    FROM ruling later JOIN enrolment ON enrolment.id = later.enrolment_id
        JOIN ruling earlier ON earlier.enrolment_id = later.enrolment_id AND earlier.round = later.round
            AND earlier.stage = 'first' AND earlier.decision = 'approve'
    WHERE later.stage = 'second' AND later.decision <> 'escalate'
        AND later.decided_at <= (SELECT at FROM audit JOIN figure_cursor ON figure_cursor.seq = audit.seq)
    GROUP BY enrolment.province, (later.decided_at + 28800000) / 86400000, enrolment.region, earlier.staff_id,
        CASE later.decision WHEN 'approve' THEN 'agreed' ELSE 'disputed' END;

-- Whom an officer found at the desk, and when: their photograph is shown to that officer for a while.
CREATE TABLE desk_presence (
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    enrolment_id UUID NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    found_at BIGINT NOT NULL,
    PRIMARY KEY (staff_id, enrolment_id)
);

-- Cases under review are few, but once SQLite knew how many applications there are it skipped through all of a prefecture to count them
CREATE INDEX enrolment_in_review ON enrolment (province, region) WHERE state = 'in_review';
