-- Runs, their journal, and what keeps them apart. Times are microseconds since 1970 UTC.
CREATE TABLE run (
  run_id TEXT PRIMARY KEY,
  workflow_id TEXT NOT NULL,
  definition TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
  phase TEXT NOT NULL,
  owner TEXT,
  epoch INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  current_step TEXT,
  steps_completed INTEGER NOT NULL,
  total_steps INTEGER NOT NULL,
  message TEXT,
  server_id TEXT,
  device_type TEXT,
  site TEXT NOT NULL,
  batch_id TEXT,
  parent_run_id TEXT,
  root_run_id TEXT NOT NULL,
  resumed_from TEXT,
  started_by TEXT NOT NULL,
  created_at_utc_micros INTEGER NOT NULL,
  updated_at_utc_micros INTEGER NOT NULL,
  ended_at_utc_micros INTEGER
) STRICT, WITHOUT ROWID;
-- One live run a workflow id: what create() checks, no bug can undo.
CREATE UNIQUE INDEX run_live ON run (workflow_id) WHERE status IN ('pending', 'running');
CREATE INDEX run_by_workflow ON run (workflow_id, run_id);
CREATE INDEX run_by_server ON run (server_id, run_id) WHERE server_id IS NOT NULL;
CREATE INDEX run_by_site ON run (site, run_id);
CREATE INDEX run_by_batch ON run (batch_id, run_id) WHERE batch_id IS NOT NULL;
CREATE INDEX run_by_parent ON run (parent_run_id) WHERE parent_run_id IS NOT NULL;
CREATE INDEX run_by_root ON run (root_run_id, run_id);
CREATE INDEX run_by_starter ON run (started_by, run_id);

CREATE TABLE journal (
  run_id TEXT NOT NULL REFERENCES run (run_id),
  seq INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  type TEXT NOT NULL,
  schema_version INTEGER NOT NULL,
  at_utc_micros INTEGER NOT NULL,
  actor TEXT NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;

-- Which row of workflow_history tells of which run: the original's columns have no place for it.
CREATE TABLE run_history (
  run_id TEXT PRIMARY KEY REFERENCES run (run_id),
  history_id INTEGER NOT NULL REFERENCES workflow_history (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE lock (
  key TEXT PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES run (run_id),
  since_utc_micros INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX lock_by_run ON lock (run_id);

CREATE TABLE command (
  position INTEGER PRIMARY KEY,
  command_id TEXT NOT NULL UNIQUE,
  run_id TEXT NOT NULL REFERENCES run (run_id),
  kind TEXT NOT NULL,
  expected_seq INTEGER,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_utc_micros INTEGER NOT NULL,
  applied_at_utc_micros INTEGER
) STRICT;
CREATE INDEX command_pending ON command (run_id, position) WHERE applied_at_utc_micros IS NULL;

-- Who executes. Whether an owner lives is told by its lock file, not by this table.
CREATE TABLE owner (
  owner_id TEXT PRIMARY KEY,
  description TEXT NOT NULL,
  registered_at_utc_micros INTEGER NOT NULL,
  ended_at_utc_micros INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX owner_unended ON owner (owner_id) WHERE ended_at_utc_micros IS NULL;

CREATE TABLE secret (
  reference TEXT PRIMARY KEY,
  key_id TEXT NOT NULL,
  nonce BLOB NOT NULL,
  ciphertext BLOB NOT NULL,
  created_at_utc_micros INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a step last said of itself, for other processes to show. Gone when the run ends.
CREATE TABLE progress (
  run_id TEXT PRIMARY KEY REFERENCES run (run_id),
  step TEXT NOT NULL,
  text TEXT NOT NULL,
  percent INTEGER,
  at_utc_micros INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the original's servers has no column for.
CREATE TABLE server_identity (
  server_id TEXT PRIMARY KEY,
  hostname TEXT,
  maas_system_id TEXT,
  vendor TEXT,
  serial TEXT,
  uuid TEXT,
  bmc_mac TEXT,
  bmc_username TEXT,
  bmc_password TEXT,
  inventory TEXT,
  updated_at_utc_micros INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX server_identity_by_hostname ON server_identity (hostname);
CREATE INDEX server_identity_by_system ON server_identity (maas_system_id);

-- Logins that a BMC refused: not tried again with that credential, whichever the protocol.
CREATE TABLE quarantine (
  bmc TEXT NOT NULL,
  credential_hash TEXT NOT NULL,
  protocol TEXT NOT NULL,
  username TEXT NOT NULL,
  said TEXT NOT NULL,
  at_utc_micros INTEGER NOT NULL,
  PRIMARY KEY (bmc, credential_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE host_key (
  scope TEXT NOT NULL,
  key_type TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  key BLOB NOT NULL,
  first_seen_utc_micros INTEGER NOT NULL,
  PRIMARY KEY (scope, key_type)
) STRICT, WITHOUT ROWID;

CREATE TABLE tls_pin (
  bmc TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  pinned_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_utc_micros INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_utc_micros INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  reason TEXT NOT NULL
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
