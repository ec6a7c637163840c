-- Many servers brought to ready together. Times are microseconds since 1970 UTC.
CREATE TABLE batch (
  name TEXT COLLATE "C" PRIMARY KEY,
  terms TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'stopped', 'cancelled', 'done')),
  why TEXT NOT NULL,
  forgiven INTEGER NOT NULL,
  claimed_by TEXT,
  created_by TEXT NOT NULL,
  created_at_utc_micros BIGINT NOT NULL,
  changed_at_utc_micros BIGINT NOT NULL
);

-- A server of a batch. Its row says which run it is to have before that run is started.
CREATE TABLE batch_member (
  batch TEXT COLLATE "C" NOT NULL REFERENCES batch (name),
  server TEXT COLLATE "C" NOT NULL,
  position INTEGER NOT NULL,
  rack TEXT,
  device_type TEXT,
  address TEXT,
  inputs TEXT NOT NULL,
  state TEXT NOT NULL
    CHECK (state IN ('waiting', 'starting', 'started', 'skipped', 'refused', 'cancelled')),
  attempt INTEGER NOT NULL,
  message TEXT,
  changed_at_utc_micros BIGINT NOT NULL,
  PRIMARY KEY (batch, server)
);
CREATE INDEX batch_member_by_address ON batch_member (address) WHERE address IS NOT NULL;

-- Who looks after a run that needs a person. A chain of resumptions is one, by its first run.
CREATE TABLE run_care (
  root_run_id TEXT COLLATE "C" PRIMARY KEY,
  owner TEXT,
  acknowledged_by TEXT,
  acknowledged_until_utc_micros BIGINT,
  ticket TEXT,
  changed_by TEXT NOT NULL,
  changed_at_utc_micros BIGINT NOT NULL
);

-- What people noted about it, numbered from 1.
CREATE TABLE run_note (
  root_run_id TEXT COLLATE "C" NOT NULL,
  number INTEGER NOT NULL,
  actor TEXT NOT NULL,
  at_utc_micros BIGINT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (root_run_id, number)
);
