-- A message to a phone or an address that a candidate no longer has: sealed under their key, emptied when it was sent or given up.
ALTER TABLE sms_message ADD COLUMN to_sealed BLOB;
ALTER TABLE mail_message ADD COLUMN to_sealed BLOB;
