-- Who may do what: people with passwords, tokens of programs, and who is logged in. Passwords, tokens and
-- sessions are kept as hashes.
CREATE TABLE account (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
  password_hash TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  created_by TEXT NOT NULL,
  created_at_utc_micros INTEGER NOT NULL,
  password_changed_at_utc_micros INTEGER NOT NULL,
  last_login_at_utc_micros INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE api_token (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
  token_hash TEXT NOT NULL UNIQUE,
  created_by TEXT NOT NULL,
  created_at_utc_micros INTEGER NOT NULL,
  expires_at_utc_micros INTEGER,
  last_used_at_utc_micros INTEGER
) STRICT, WITHOUT ROWID;

-- Opened by the password of an account, or by a token.
CREATE TABLE login_session (
  session_hash TEXT PRIMARY KEY,
  account TEXT,
  token TEXT,
  started_at_utc_micros INTEGER NOT NULL,
  seen_at_utc_micros INTEGER NOT NULL,
  CHECK ((account IS NULL) <> (token IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX login_session_by_account ON login_session (account) WHERE account IS NOT NULL;
CREATE INDEX login_session_by_token ON login_session (token) WHERE token IS NOT NULL;
