-- Causes that people are told of. Times are microseconds since 1970 UTC.
CREATE TABLE alert_group (
  group_id TEXT PRIMARY KEY,
  event TEXT NOT NULL,
  key TEXT NOT NULL,
  facts TEXT NOT NULL,
  seen_at_utc_micros INTEGER NOT NULL,
  told INTEGER NOT NULL,
  told_as TEXT NOT NULL,
  told_at_utc_micros INTEGER,
  gone_at_utc_micros INTEGER,
  closed_at_utc_micros INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX alert_group_open ON alert_group (event, key) WHERE closed_at_utc_micros IS NULL;

-- What is to be sent to whom, and what became of it: written with what it tells, before it is sent.
CREATE TABLE alert_delivery (
  delivery_id TEXT PRIMARY KEY,
  group_id TEXT NOT NULL REFERENCES alert_group (group_id),
  receiver TEXT NOT NULL,
  news TEXT NOT NULL CHECK (news IN ('opened', 'grown', 'resolved')),
  facts TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'sent', 'undeliverable')),
  attempts INTEGER NOT NULL,
  claimed_by TEXT,
  said TEXT,
  created_at_utc_micros INTEGER NOT NULL,
  due_at_utc_micros INTEGER NOT NULL,
  tried_at_utc_micros INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_delivery_waiting ON alert_delivery (receiver, due_at_utc_micros)
  WHERE status = 'waiting';
CREATE INDEX alert_delivery_by_group ON alert_delivery (group_id, receiver);
CREATE INDEX alert_delivery_by_time ON alert_delivery (receiver, created_at_utc_micros);

-- The one process that looks for causes; of use while it lives.
CREATE TABLE alert_watch (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  claimed_by TEXT NOT NULL
) STRICT;
