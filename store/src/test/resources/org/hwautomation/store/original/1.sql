-- What the original's migration 1 makes.
CREATE TABLE schema_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT,
  version INTEGER UNIQUE NOT NULL, name TEXT NOT NULL,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, checksum TEXT);
CREATE TABLE servers (server_id TEXT PRIMARY KEY, status_name TEXT, is_ready TEXT,
  server_model TEXT, ip_address TEXT, ip_address_works TEXT, ipmi_address TEXT,
  ipmi_address_works TEXT, kcs_status TEXT, host_interface_status TEXT);
INSERT INTO schema_migrations (version, name) VALUES (1, 'migration 1');
