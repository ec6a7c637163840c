-- Who may do what: people with passwords, tokens of programs, and who is logged in. Passwords, tokens and
-- sessions are kept as hashes.
CREATE TABLE account (
  name TEXT COLLATE "C" PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
  password_hash TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  created_by TEXT NOT NULL,
  created_at_utc_micros BIGINT NOT NULL,
  password_changed_at_utc_micros BIGINT NOT NULL,
  last_login_at_utc_micros BIGINT
);

CREATE TABLE api_token (
  name TEXT COLLATE "C" PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
  token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
  created_by TEXT NOT NULL,
  created_at_utc_micros BIGINT NOT NULL,
  expires_at_utc_micros BIGINT,
  last_used_at_utc_micros BIGINT
);

-- Opened by the password of an account, or by a token.
CREATE TABLE login_session (
  session_hash TEXT COLLATE "C" PRIMARY KEY,
  account TEXT COLLATE "C",
  token TEXT COLLATE "C",
  started_at_utc_micros BIGINT NOT NULL,
  seen_at_utc_micros BIGINT NOT NULL,
  CHECK ((account IS NULL) <> (token IS NULL))
);
CREATE INDEX login_session_by_account ON login_session (account) WHERE account IS NOT NULL;
CREATE INDEX login_session_by_token ON login_session (token) WHERE token IS NOT NULL;
