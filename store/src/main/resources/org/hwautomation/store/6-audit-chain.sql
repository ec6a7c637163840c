-- Each entry of the audit gets a hash over itself and the one before it. Entries that are there already are
-- brought over, with their hashes, by the program, in the same transaction.
DROP TRIGGER audit_is_not_changed;
DROP TRIGGER audit_is_not_deleted;
DROP INDEX audit_by_target;
ALTER TABLE audit RENAME TO audit_unchained;
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_utc_micros INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  reason TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE INDEX audit_by_target ON audit (target, id);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit is only added to');
END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit is only added to');
END;
