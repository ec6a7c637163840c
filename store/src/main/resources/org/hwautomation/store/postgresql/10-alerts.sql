-- Causes that people are told of. Times are microseconds since 1970 UTC.
CREATE TABLE alert_group (
  group_id TEXT COLLATE "C" PRIMARY KEY,
  event TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  facts TEXT NOT NULL,
  seen_at_utc_micros BIGINT NOT NULL,
  told INTEGER NOT NULL,
  told_as TEXT NOT NULL,
  told_at_utc_micros BIGINT,
  gone_at_utc_micros BIGINT,
  closed_at_utc_micros BIGINT
);
CREATE UNIQUE INDEX alert_group_open ON alert_group (event, key) WHERE closed_at_utc_micros IS NULL;

-- What is to be sent to whom, and what became of it: written with what it tells, before it is sent.
CREATE TABLE alert_delivery (
  delivery_id TEXT COLLATE "C" PRIMARY KEY,
  group_id TEXT COLLATE "C" NOT NULL REFERENCES alert_group (group_id),
  receiver TEXT COLLATE "C" NOT NULL,
  news TEXT NOT NULL CHECK (news IN ('opened', 'grown', 'resolved')),
  facts TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'sent', 'undeliverable')),
  attempts INTEGER NOT NULL,
  claimed_by TEXT COLLATE "C",
  said TEXT,
  created_at_utc_micros BIGINT NOT NULL,
  due_at_utc_micros BIGINT NOT NULL,
  tried_at_utc_micros BIGINT
);
CREATE INDEX alert_delivery_waiting ON alert_delivery (receiver, due_at_utc_micros)
  WHERE status = 'waiting';
CREATE INDEX alert_delivery_by_group ON alert_delivery (group_id, receiver);
CREATE INDEX alert_delivery_by_time ON alert_delivery (receiver, created_at_utc_micros);

-- The one process that looks for causes; of use while it lives.
CREATE TABLE alert_watch (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  claimed_by TEXT COLLATE "C" NOT NULL
);
