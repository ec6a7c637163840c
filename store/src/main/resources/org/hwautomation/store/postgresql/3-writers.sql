-- What each session that writes has committed: if the answer to a commit is lost, this row tells whether it
-- was done. A transaction's number would not: a server that crashed gives out again what it had not yet flushed.
CREATE TABLE writer (
  writer_id TEXT COLLATE "C" PRIMARY KEY,
  last_commit BIGINT NOT NULL,
  committed_at TIMESTAMPTZ NOT NULL DEFAULT now()
) WITH (fillfactor = 20);
