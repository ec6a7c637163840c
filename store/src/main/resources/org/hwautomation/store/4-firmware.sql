-- What became of each firmware image, which versions a kind of board has been seen to run, and which servers are held.
CREATE TABLE firmware_result (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  server_id TEXT NOT NULL,
  model TEXT NOT NULL,
  component TEXT NOT NULL,
  item TEXT NOT NULL,
  from_version TEXT NOT NULL,
  to_version TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  run_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('running', 'succeeded', 'failed')),
  message TEXT,
  started_at_utc_micros INTEGER NOT NULL,
  ended_at_utc_micros INTEGER,
  UNIQUE (run_id, item, sha256)
) STRICT;
CREATE INDEX firmware_result_by_server ON firmware_result (server_id, id);

-- A version that is new to a kind of board goes to one server first.
CREATE TABLE firmware_trial (
  model TEXT NOT NULL,
  component TEXT NOT NULL,
  version TEXT NOT NULL,
  server_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('trying', 'proven', 'failed')),
  message TEXT,
  at_utc_micros INTEGER NOT NULL,
  PRIMARY KEY (model, component, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE server_hold (
  server_id TEXT PRIMARY KEY,
  reason TEXT NOT NULL,
  held_by TEXT NOT NULL,
  since_utc_micros INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
