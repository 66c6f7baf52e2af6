-- What happened, chained and append-only, and the work that follows.

CREATE TABLE audit (
    seq BIGINT NOT NULL PRIMARY KEY,
    id UUID NOT NULL UNIQUE,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL CHECK (actor IN ('guest', 'candidate', 'staff', 'system')),
    actor_id UUID,
    action TEXT NOT NULL,
    province TEXT,
    enrolment_id UUID,
    -- JSON without personal data
    detail TEXT NOT NULL,
    previous_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL
);
CREATE INDEX audit_enrolment ON audit (enrolment_id, seq);

-- The end of the chain; locked while an entry is added.
CREATE TABLE audit_head (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL
);
INSERT INTO audit_head (one, seq, hash) VALUES (1, 0, '');

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only';
END
$$;
CREATE TRIGGER audit_no_update BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE job (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    -- What it is about: never personal data
    subject_id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    -- A runner has it until then
    locked_until BIGINT,
    last_error TEXT,
    gave_up_at BIGINT
);
CREATE INDEX job_due ON job (run_at) WHERE gave_up_at IS NULL;
