package org.hwautomation.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A server as the inventory knows it.
 *
 * @param columns all columns of the original's {@code servers} that hold something, as text
 * @param added the columns that somebody added to that table and that hold something, as text; may
 *     hold passwords in clear
 * @param identity what those have no place for
 */
public record ServerRecord(
    String serverId,
    Map<String, String> columns,
    Map<String, String> added,
    ServerIdentity identity) {
  public ServerRecord {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    added = Collections.unmodifiableMap(new LinkedHashMap<>(added));
  }

  /** A server in whose table nobody added a column. */
  public ServerRecord(String serverId, Map<String, String> columns, ServerIdentity identity) {
    this(serverId, columns, Map.of(), identity);
  }

  /** The value of a column, if it holds one. */
  public Optional<String> column(String name) {
    return Optional.ofNullable(columns.get(name));
  }

  /** True if a column holds the original's {@code TRUE}, or a number other than 0. */
  public boolean flag(String name) {
    return column(name)
        .filter(value -> value.equalsIgnoreCase("true") || value.matches("0*[1-9][0-9]*"))
        .isPresent();
  }

  public Optional<String> statusName() {
    return column("status_name");
  }

  public boolean isReady() {
    return flag("is_ready");
  }

  public Optional<String> serverModel() {
    return column("server_model");
  }

  public Optional<String> ipAddress() {
    return column("ip_address");
  }

  public Optional<String> ipmiAddress() {
    return column("ipmi_address");
  }

  public Optional<String> ipmiUsername() {
    return column("ipmi_username");
  }

  public Optional<String> deviceType() {
    return column("device_type");
  }

  public Optional<String> rackLocation() {
    return column("rack_location");
  }

  public Optional<String> powerState() {
    return column("power_state");
  }

  public Optional<String> cpuModel() {
    return column("cpu_model");
  }

  public OptionalInt memoryGb() {
    return column("memory_gb")
        .filter(value -> value.matches("[0-9]{1,9}"))
        .map(value -> OptionalInt.of(Integer.parseInt(value)))
        .orElse(OptionalInt.empty());
  }

  public Optional<String> firmwareVersion() {
    return column("firmware_version");
  }

  public Optional<String> workflowId() {
    return column("workflow_id");
  }

  public Optional<String> workflowStatus() {
    return column("workflow_status");
  }
}
