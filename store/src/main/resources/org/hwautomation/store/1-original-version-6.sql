-- The tables of the original Python system as its version 6 has them. Their columns stay as they are.
CREATE TABLE schema_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  version INTEGER UNIQUE NOT NULL,
  name TEXT NOT NULL,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  checksum TEXT
);
INSERT INTO schema_migrations (version, name) VALUES
  (1, 'servers'), (2, 'server credentials'), (3, 'server timestamps'),
  (4, 'server hardware'), (5, 'power states'), (6, 'device types and workflow history');

CREATE TABLE servers (
  server_id TEXT PRIMARY KEY,
  status_name TEXT,
  is_ready TEXT,
  server_model TEXT,
  ip_address TEXT,
  ip_address_works TEXT,
  ipmi_address TEXT,
  ipmi_address_works TEXT,
  kcs_status TEXT,
  host_interface_status TEXT,
  ipmi_username TEXT DEFAULT 'ADMIN',
  ipmi_password_set TEXT DEFAULT 'FALSE',
  bios_password_set TEXT DEFAULT 'FALSE',
  redfish_available TEXT DEFAULT 'UNKNOWN',
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  last_seen TIMESTAMP,
  cpu_model TEXT,
  memory_gb INTEGER,
  storage_info TEXT,
  network_interfaces TEXT,
  firmware_version TEXT,
  rack_location TEXT,
  tags TEXT,
  power_state TEXT DEFAULT 'UNKNOWN',
  last_power_change TIMESTAMP,
  device_type TEXT,
  server_type TEXT,
  commissioning_status TEXT,
  workflow_id TEXT,
  workflow_status TEXT,
  last_workflow_run TIMESTAMP,
  bios_config_applied TEXT,
  bios_config_version TEXT,
  ipmi_configured INTEGER DEFAULT 0,
  ssh_accessible INTEGER DEFAULT 0,
  hardware_validated INTEGER DEFAULT 0,
  provisioning_target TEXT,
  assigned_role TEXT,
  deployment_status TEXT,
  notes TEXT
);
CREATE INDEX idx_servers_workflow_id ON servers (workflow_id);
CREATE INDEX idx_servers_device_type ON servers (device_type);
CREATE TRIGGER update_servers_timestamp AFTER UPDATE ON servers
BEGIN
  UPDATE servers SET updated_at = CURRENT_TIMESTAMP WHERE server_id = NEW.server_id;
END;

CREATE TABLE power_state_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  server_id TEXT NOT NULL,
  old_state TEXT,
  new_state TEXT NOT NULL,
  changed_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  changed_by TEXT,
  FOREIGN KEY (server_id) REFERENCES servers (server_id)
);

CREATE TABLE workflow_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  workflow_id TEXT NOT NULL,
  server_id TEXT NOT NULL,
  device_type TEXT,
  status TEXT NOT NULL,
  started_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  completed_at TIMESTAMP,
  steps_completed INTEGER DEFAULT 0,
  total_steps INTEGER DEFAULT 0,
  error_message TEXT,
  metadata TEXT,
  FOREIGN KEY (server_id) REFERENCES servers (server_id)
);
CREATE INDEX idx_workflow_history_server_id ON workflow_history (server_id);
CREATE INDEX idx_workflow_history_workflow_id ON workflow_history (workflow_id);
