-- What the original's migration 3 makes.
ALTER TABLE servers ADD COLUMN created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE servers ADD COLUMN updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE servers ADD COLUMN last_seen TIMESTAMP;
CREATE TRIGGER update_servers_timestamp AFTER UPDATE ON servers BEGIN
  UPDATE servers SET updated_at = CURRENT_TIMESTAMP WHERE server_id = NEW.server_id;
END;
INSERT INTO schema_migrations (version, name) VALUES (3, 'migration 3');
