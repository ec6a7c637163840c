-- What the original's migration 2 makes.
ALTER TABLE servers ADD COLUMN ipmi_username TEXT DEFAULT 'ADMIN';
ALTER TABLE servers ADD COLUMN ipmi_password_set TEXT DEFAULT 'FALSE';
ALTER TABLE servers ADD COLUMN bios_password_set TEXT DEFAULT 'FALSE';
ALTER TABLE servers ADD COLUMN redfish_available TEXT DEFAULT 'UNKNOWN';
INSERT INTO schema_migrations (version, name) VALUES (2, 'migration 2');
