-- Review by several: stages, assignment, lanes of the queue and their counts, rulings, drafts, filters and notices of staff.

-- Whose turn it is: anybody's, a second reviewer's, a senior's
ALTER TABLE enrolment ADD COLUMN stage TEXT NOT NULL DEFAULT 'first' CHECK (stage IN ('first', 'second', 'senior'));
-- The only one who may take it
ALTER TABLE enrolment ADD COLUMN assignee_staff_id UUID REFERENCES staff (id);
-- Who sent it back last, while it is with the candidate
ALTER TABLE enrolment ADD COLUMN returned_by_staff_id UUID REFERENCES staff (id);
-- Where a waiting case stands in the queue; absent for all others
ALTER TABLE enrolment ADD COLUMN lane TEXT GENERATED ALWAYS AS (
    CASE WHEN state <> 'submitted' THEN NULL WHEN assignee_staff_id IS NOT NULL THEN 'assigned' ELSE stage END) STORED;

-- One for each kind of jurisdiction, so that the oldest case is found without looking at the others
DROP INDEX enrolment_queue;
CREATE INDEX enrolment_queue_province ON enrolment (province, lane, submitted_at, id) WHERE lane IS NOT NULL;
CREATE INDEX enrolment_queue_prefecture ON enrolment (province, substr(region, 1, 4), lane, submitted_at, id) WHERE lane IS NOT NULL;
CREATE INDEX enrolment_queue_county ON enrolment (province, region, lane, submitted_at, id) WHERE lane IS NOT NULL;
CREATE INDEX enrolment_assignee ON enrolment (assignee_staff_id, submitted_at, id) WHERE assignee_staff_id IS NOT NULL;
CREATE INDEX enrolment_returned_by ON enrolment (returned_by_staff_id, submitted_at, id) WHERE returned_by_staff_id IS NOT NULL;
CREATE INDEX enrolment_state ON enrolment (province, state);

-- How many cases wait in each lane of each region, kept by the triggers below in the transaction of every change
CREATE TABLE queue_count (
    province TEXT NOT NULL,
    region TEXT NOT NULL,
    lane TEXT NOT NULL,
    cases BIGINT NOT NULL,
    PRIMARY KEY (province, region, lane)
);
INSERT INTO queue_count (province, region, lane, cases)
    SELECT province, region, lane, COUNT(*) FROM enrolment WHERE lane IS NOT NULL GROUP BY province, region, lane;

CREATE FUNCTION count_queued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO queue_count (province, region, lane, cases)
        SELECT province, region, lane, COUNT(*) FROM inserted WHERE lane IS NOT NULL GROUP BY province, region, lane
        ORDER BY province, region, lane
        ON CONFLICT (province, region, lane) DO UPDATE SET cases = queue_count.cases + excluded.cases;
    RETURN NULL;
END $$;
CREATE TRIGGER enrolment_queued AFTER INSERT ON enrolment REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION count_queued();
CREATE FUNCTION count_dropped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO queue_count (province, region, lane, cases)
        SELECT province, region, lane, -COUNT(*) FROM deleted WHERE lane IS NOT NULL GROUP BY province, region, lane
        ORDER BY province, region, lane
        ON CONFLICT (province, region, lane) DO UPDATE SET cases = queue_count.cases + excluded.cases;
    RETURN NULL;
END $$;
CREATE TRIGGER enrolment_dropped AFTER DELETE ON enrolment REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION count_dropped();
-- In the order of the key, so that two moves in opposite directions do not wait for each other
CREATE FUNCTION count_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO queue_count (province, region, lane, cases)
        SELECT * FROM (VALUES (OLD.province, OLD.region, OLD.lane, -1), (NEW.province, NEW.region, NEW.lane, 1))
            AS moved (province, region, lane, cases) WHERE lane IS NOT NULL ORDER BY province, region, lane
        ON CONFLICT (province, region, lane) DO UPDATE SET cases = queue_count.cases + excluded.cases;
    RETURN NULL;
END $$;
CREATE TRIGGER enrolment_moved AFTER UPDATE OF state, stage, assignee_staff_id, province, region ON enrolment FOR EACH ROW
    WHEN (OLD.lane IS DISTINCT FROM NEW.lane OR OLD.region <> NEW.region OR OLD.province <> NEW.province)
    EXECUTE FUNCTION count_moved();

-- What a reviewer decided: one row each, kept. It took effect unless the case went on to somebody else.
CREATE TABLE ruling (
    id UUID NOT NULL PRIMARY KEY,
    enrolment_id UUID NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    staff_id UUID NOT NULL REFERENCES staff (id),
    -- How often the application had been sent back before
    round BIGINT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('first', 'second', 'senior')),
    -- The version of the application that was decided on
    version BIGINT NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('approve', 'return', 'refuse', 'escalate')),
    -- Of a refusal
    reason TEXT,
    -- For staff alone
    note_sealed BYTEA,
    effective BOOLEAN NOT NULL,
    decided_at BIGINT NOT NULL,
    UNIQUE (enrolment_id, version)
);
CREATE INDEX ruling_staff ON ruling (staff_id, decided_at);

CREATE TABLE ruling_item (
    ruling_id UUID NOT NULL REFERENCES ruling (id) ON DELETE CASCADE,
    item TEXT NOT NULL,
    -- Absent where the item was accepted
    reason TEXT,
    -- For the candidate
    note_sealed BYTEA,
    PRIMARY KEY (ruling_id, item)
);

-- Codes of reasons that candidates have been given: a profile may not lose them.
CREATE TABLE used_reason (
    province TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (province, reason)
);
INSERT INTO used_reason (province, reason)
    SELECT province, refusal_reason FROM enrolment WHERE refusal_reason IS NOT NULL
    UNION SELECT province, reason FROM enrolment_item JOIN enrolment ON id = enrolment_id WHERE reason IS NOT NULL;

-- What a reviewer has filled in of a decision; survives the loss of the lease.
CREATE TABLE ruling_draft (
    enrolment_id UUID NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    round BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (enrolment_id, staff_id)
);

CREATE TABLE saved_filter (
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- The query of the address
    query TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (staff_id, name)
);

-- What reviewers are told of cases that were assigned to them or taken off them.
CREATE TABLE staff_notice (
    id UUID NOT NULL PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('assigned', 'unassigned')),
    enrolment_id UUID NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    by_staff_id UUID NOT NULL REFERENCES staff (id),
    at BIGINT NOT NULL
);
CREATE INDEX staff_notice_staff ON staff_notice (staff_id, at);
