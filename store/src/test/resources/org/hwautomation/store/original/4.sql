-- What the original's migration 4 makes.
ALTER TABLE servers ADD COLUMN cpu_model TEXT;
ALTER TABLE servers ADD COLUMN memory_gb INTEGER;
ALTER TABLE servers ADD COLUMN storage_info TEXT;
ALTER TABLE servers ADD COLUMN network_interfaces TEXT;
ALTER TABLE servers ADD COLUMN firmware_version TEXT;
ALTER TABLE servers ADD COLUMN rack_location TEXT;
ALTER TABLE servers ADD COLUMN tags TEXT;
INSERT INTO schema_migrations (version, name) VALUES (4, 'migration 4');
