-- Anchors and archives of the audit trail, daily figures, and what the checks of the data found.

-- Where the end of the chain stood, day by day: a chain that ends before its last anchor was cut off.
CREATE TABLE audit_anchor (
    seq BIGINT NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL,
    at BIGINT NOT NULL,
    -- Keyed, over the three
    mac BYTEA NOT NULL
);

-- Entries up to the greatest `last_seq` were taken out into files; the chain goes on from `last_hash`.
CREATE TABLE audit_archive (
    last_seq BIGINT NOT NULL PRIMARY KEY,
    last_hash BYTEA NOT NULL,
    -- Of the first entry that stayed, at least
    before_at BIGINT NOT NULL,
    archived_at BIGINT NOT NULL,
    mac BYTEA NOT NULL
);

-- What was archived may go; nothing else.
CREATE FUNCTION refuse_unarchived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.seq > (SELECT COALESCE(MAX(last_seq), 0) FROM audit_archive) THEN
        RAISE EXCEPTION 'the audit trail is append-only';
    END IF;
    RETURN OLD;
END
$$;
DROP TRIGGER audit_no_update ON audit;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_unarchived();

-- For the viewer: newest first, by place, by action, by person
CREATE INDEX audit_place ON audit (province, at, seq);
CREATE INDEX audit_action ON audit (province, action, at, seq);
CREATE INDEX audit_actor ON audit (actor_id, at, seq) WHERE actor_id IS NOT NULL;

-- Counts by day, place and person, summed up from the audit trail. What is counted:
-- 'submitted'; 'decided' by decision; 'wait' by class of hours; 'reason' by reason.
CREATE TABLE figure (
    province TEXT NOT NULL,
    -- Days since 1970 in Beijing
    day BIGINT NOT NULL,
    region TEXT NOT NULL,
    -- Zeros where no staff had to do with it
    staff_id UUID NOT NULL,
    measure TEXT NOT NULL CHECK (measure IN ('submitted', 'decided', 'wait', 'reason')),
    key TEXT NOT NULL,
    cases BIGINT NOT NULL,
    PRIMARY KEY (province, day, region, staff_id, measure, key)
);

-- The last entry of the audit trail that is in the figures.
CREATE TABLE figure_cursor (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    seq BIGINT NOT NULL
);
INSERT INTO figure_cursor (one, seq) VALUES (1, 0);

-- What each check of the data found last.
CREATE TABLE check_result (
    code TEXT NOT NULL PRIMARY KEY,
    found BIGINT NOT NULL,
    -- JSON: some of the ids
    examples TEXT NOT NULL,
    -- Since when it finds something
    since BIGINT,
    checked_at BIGINT NOT NULL
);
