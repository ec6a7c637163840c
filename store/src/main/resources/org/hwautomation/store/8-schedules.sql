-- What is to be started when, and what became of each time. Times are microseconds since 1970 UTC.
CREATE TABLE schedule (
  name TEXT PRIMARY KEY,
  work TEXT NOT NULL,
  cron TEXT NOT NULL,
  zone TEXT NOT NULL,
  overlap TEXT NOT NULL CHECK (overlap IN ('skip', 'queue', 'allow')),
  missed TEXT NOT NULL CHECK (missed IN ('skip', 'once')),
  missed_limit_seconds INTEGER NOT NULL,
  description TEXT NOT NULL,
  paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
  revision INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_at_utc_micros INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at_utc_micros INTEGER NOT NULL,
  fired_until_utc_micros INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A time fires once: its row is written before anything is started.
CREATE TABLE schedule_firing (
  schedule TEXT NOT NULL,
  fire_at_utc_micros INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('asked', 'claimed', 'done')),
  cause TEXT NOT NULL,
  work TEXT NOT NULL,
  overlap TEXT NOT NULL,
  claimed_by TEXT,
  ended_at_utc_micros INTEGER,
  PRIMARY KEY (schedule, fire_at_utc_micros)
) STRICT, WITHOUT ROWID;
CREATE INDEX schedule_firing_open ON schedule_firing (fire_at_utc_micros) WHERE status <> 'done';

-- What became of a time for each server; an empty name for work about no server, or for all.
CREATE TABLE schedule_start (
  schedule TEXT NOT NULL,
  fire_at_utc_micros INTEGER NOT NULL,
  server TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('started', 'refused', 'overlapped', 'missed')),
  workflow_id TEXT,
  run_id TEXT,
  message TEXT,
  at_utc_micros INTEGER NOT NULL,
  PRIMARY KEY (schedule, fire_at_utc_micros, server)
) STRICT, WITHOUT ROWID;
