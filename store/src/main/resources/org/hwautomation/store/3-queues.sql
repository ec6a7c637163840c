-- Who waits for locks and limits, what commands say more than their kind, and how long things usually take.
CREATE TABLE lock_wait (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL,
  run_id TEXT NOT NULL REFERENCES run (run_id),
  since_utc_micros INTEGER NOT NULL
) STRICT;
CREATE INDEX lock_wait_by_run ON lock_wait (run_id);

-- Places under a limit, held and waited for. Those of dead owners do not count.
CREATE TABLE limit_place (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  run_id TEXT NOT NULL,
  step TEXT NOT NULL,
  owner TEXT NOT NULL,
  held INTEGER NOT NULL,
  UNIQUE (name, run_id, step)
) STRICT;

CREATE TABLE usual_duration (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  what TEXT NOT NULL,
  took_millis INTEGER NOT NULL
) STRICT;
CREATE INDEX usual_duration_by_what ON usual_duration (what, position);

ALTER TABLE command ADD COLUMN arguments TEXT NOT NULL DEFAULT '{}';
