-- What the original's migration 6 makes.
ALTER TABLE servers ADD COLUMN device_type TEXT;
ALTER TABLE servers ADD COLUMN server_type TEXT;
ALTER TABLE servers ADD COLUMN commissioning_status TEXT;
ALTER TABLE servers ADD COLUMN workflow_id TEXT;
ALTER TABLE servers ADD COLUMN workflow_status TEXT;
ALTER TABLE servers ADD COLUMN last_workflow_run TIMESTAMP;
ALTER TABLE servers ADD COLUMN bios_config_applied TEXT;
ALTER TABLE servers ADD COLUMN bios_config_version TEXT;
ALTER TABLE servers ADD COLUMN ipmi_configured INTEGER DEFAULT 0;
ALTER TABLE servers ADD COLUMN ssh_accessible INTEGER DEFAULT 0;
ALTER TABLE servers ADD COLUMN hardware_validated INTEGER DEFAULT 0;
ALTER TABLE servers ADD COLUMN provisioning_target TEXT;
ALTER TABLE servers ADD COLUMN assigned_role TEXT;
ALTER TABLE servers ADD COLUMN deployment_status TEXT;
ALTER TABLE servers ADD COLUMN notes TEXT;
CREATE TABLE workflow_history (id INTEGER PRIMARY KEY AUTOINCREMENT,
  workflow_id TEXT NOT NULL, server_id TEXT NOT NULL, device_type TEXT,
  status TEXT NOT NULL, started_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  completed_at TIMESTAMP, steps_completed INTEGER DEFAULT 0,
  total_steps INTEGER DEFAULT 0, error_message TEXT, metadata TEXT,
  FOREIGN KEY (server_id) REFERENCES servers (server_id));
CREATE INDEX idx_servers_workflow_id ON servers (workflow_id);
CREATE INDEX idx_servers_device_type ON servers (device_type);
CREATE INDEX idx_workflow_history_server_id ON workflow_history (server_id);
CREATE INDEX idx_workflow_history_workflow_id ON workflow_history (workflow_id);
INSERT INTO schema_migrations (version, name) VALUES (6, 'migration 6');
