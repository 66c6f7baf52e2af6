-- A session in which the candidate has just proved the phone may choose a password until then.
ALTER TABLE session ADD COLUMN password_until BIGINT;
