-- Which runs changed, in the order of the transactions: what live listeners follow. Old rows are dropped.
CREATE TABLE feed (
  transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
  position BIGINT GENERATED ALWAYS AS IDENTITY,
  run_id TEXT COLLATE "C" NOT NULL,
  first_seq BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  PRIMARY KEY (transaction_id, position)
);

-- What a request with an idempotency key was answered, so that a repeat is answered the same.
CREATE TABLE idempotency (
  actor TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  request_hash TEXT NOT NULL,
  claimed_by TEXT NOT NULL,
  at_utc_micros BIGINT NOT NULL,
  status INTEGER,
  location TEXT,
  body TEXT,
  PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_by_age ON idempotency (at_utc_micros);

-- Every text that a template had since it was first saved here.
CREATE TABLE template_version (
  name TEXT COLLATE "C" NOT NULL,
  version INTEGER NOT NULL,
  format TEXT NOT NULL,
  text TEXT NOT NULL,
  message TEXT NOT NULL,
  actor TEXT NOT NULL,
  at_utc_micros BIGINT NOT NULL,
  PRIMARY KEY (name, version)
);
