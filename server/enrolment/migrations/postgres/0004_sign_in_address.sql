-- Wrong passwords are counted for each login and network address too: such rows have an index over both. When the right
-- password last came from there; absent where it never did.
ALTER TABLE sign_in_attempt ADD COLUMN succeeded_at BIGINT;
