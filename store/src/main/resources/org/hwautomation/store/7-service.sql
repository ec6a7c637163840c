-- Which runs changed, in the order of the commits: what live listeners follow. Old rows are dropped.
CREATE TABLE feed (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL
) STRICT;

-- What a request with an idempotency key was answered, so that a repeat is answered the same.
CREATE TABLE idempotency (
  actor TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  claimed_by TEXT NOT NULL,
  at_utc_micros INTEGER NOT NULL,
  status INTEGER,
  location TEXT,
  body TEXT,
  PRIMARY KEY (actor, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_age ON idempotency (at_utc_micros);

-- Every text that a template had since it was first saved here.
CREATE TABLE template_version (
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  format TEXT NOT NULL,
  text TEXT NOT NULL,
  message TEXT NOT NULL,
  actor TEXT NOT NULL,
  at_utc_micros INTEGER NOT NULL,
  PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;
