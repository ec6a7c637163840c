-- Each entry of the audit gets a hash over itself and the one before it. Entries that are there already are
-- brought over, with their hashes, by the program, in the same transaction. An entry's number is one more
-- than that of the entry before it, which a sequence would not promise.
DROP TRIGGER audit_is_not_changed ON audit;
DROP INDEX audit_by_target;
ALTER TABLE audit RENAME CONSTRAINT audit_pkey TO audit_unchained_pkey;
ALTER TABLE audit RENAME TO audit_unchained;
CREATE TABLE audit (
  id BIGINT PRIMARY KEY,
  at_utc_micros BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT COLLATE "C" NOT NULL,
  reason TEXT NOT NULL,
  hash TEXT COLLATE "C" NOT NULL CHECK (length(hash) = 64)
);
CREATE INDEX audit_by_target ON audit (target, id);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit();
