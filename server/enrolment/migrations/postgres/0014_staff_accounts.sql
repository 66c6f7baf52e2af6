-- Staff accounts: second factor, recovery codes, passwords that must be changed or were used before, where sessions come from,
-- and how signing in went.

-- The password was set by somebody else: it only serves to set another
ALTER TABLE staff ADD COLUMN must_change_password BOOLEAN NOT NULL DEFAULT FALSE;
-- Secret of the authenticator app; absent where none is set up
ALTER TABLE staff ADD COLUMN totp_sealed BYTEA;
-- The next secret, until a code proves that it arrived in the app
ALTER TABLE staff ADD COLUMN totp_pending BYTEA;
-- Time step of the last code that was accepted: no code is accepted twice
ALTER TABLE staff ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;
-- Counts changes by administrators
ALTER TABLE staff ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE staff ADD COLUMN signed_in_at BIGINT;
CREATE INDEX staff_province ON staff (province, login);

-- Whether the second factor was given in this session (staff)
ALTER TABLE session ADD COLUMN verified BOOLEAN NOT NULL DEFAULT FALSE;
-- Network address that it began from (staff)
ALTER TABLE session ADD COLUMN address TEXT;
CREATE INDEX session_staff ON session (staff_id);

-- Passwords that were replaced: the last ones must not come back.
CREATE TABLE staff_password (
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    password_hash TEXT NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (staff_id, password_hash)
);

CREATE TABLE recovery_code (
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (staff_id, code_hash)
);

CREATE TABLE staff_sign_in (
    id UUID NOT NULL PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    address TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('password_right', 'password_wrong', 'code_right', 'code_wrong', 'recovery_code'))
);
CREATE INDEX staff_sign_in_staff ON staff_sign_in (staff_id, at);
CREATE INDEX staff_sign_in_at ON staff_sign_in (at);

-- One row for each province whose accounts were ever changed: locking it makes administrators act one after the other.
CREATE TABLE staff_change (
    province TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);
