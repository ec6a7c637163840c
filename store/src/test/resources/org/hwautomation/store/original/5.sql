-- What the original's migration 5 makes.
ALTER TABLE servers ADD COLUMN power_state TEXT DEFAULT 'UNKNOWN';
ALTER TABLE servers ADD COLUMN last_power_change TIMESTAMP;
CREATE TABLE power_state_history (id INTEGER PRIMARY KEY AUTOINCREMENT,
  server_id TEXT NOT NULL, old_state TEXT, new_state TEXT NOT NULL,
  changed_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, changed_by TEXT,
  FOREIGN KEY (server_id) REFERENCES servers (server_id));
INSERT INTO schema_migrations (version, name) VALUES (5, 'migration 5');
