package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowTime;
import org.jspecify.annotations.Nullable;

/**
 * The servers: the original's table {@code servers} with its columns as they are, and beside it
 * what those have no place for. Thread-safe.
 */
public final class ServerInventory {
  /** Booleans of the original: numbers here, {@code TRUE} and {@code FALSE} elsewhere. */
  private static final Set<String> NUMBER_FLAGS =
      Set.of("ipmi_configured", "ssh_accessible", "hardware_validated");

  private static final Set<String> TIMES =
      Set.of("last_seen", "last_power_change", "last_workflow_run");
  private static final Set<String> COLUMNS =
      Stream.of(
              TIMES.stream(),
              NUMBER_FLAGS.stream(),
              Stream.of(
                  "status_name",
                  "is_ready",
                  "server_model",
                  "ip_address",
                  "ip_address_works",
                  "ipmi_address",
                  "ipmi_address_works",
                  "kcs_status",
                  "host_interface_status",
                  "ipmi_username",
                  "ipmi_password_set",
                  "bios_password_set",
                  "redfish_available",
                  "cpu_model",
                  "memory_gb",
                  "storage_info",
                  "network_interfaces",
                  "firmware_version",
                  "rack_location",
                  "tags",
                  "power_state",
                  "device_type",
                  "server_type",
                  "commissioning_status",
                  "workflow_id",
                  "workflow_status",
                  "bios_config_applied",
                  "bios_config_version",
                  "provisioning_target",
                  "assigned_role",
                  "deployment_status",
                  "notes"))
          .flatMap(column -> column)
          .collect(Collectors.toCollection(TreeSet::new));

  private static final List<String> KEPT_BY_THE_DATABASE = List.of("created_at", "updated_at");

  /**
   * Before the names of what stands beside the table: somebody may have added columns so called.
   */
  private static final String IDENTITY = "identity_";

  private static final String SELECT =
      "SELECT servers.*, i.hostname AS identity_hostname, i.maas_system_id AS identity_maas_system_id,"
          + " i.vendor AS identity_vendor, i.serial AS identity_serial, i.uuid AS identity_uuid,"
          + " i.bmc_mac AS identity_bmc_mac, i.bmc_username AS identity_bmc_username,"
          + " i.bmc_password AS identity_bmc_password, i.inventory AS identity_inventory"
          + " FROM servers LEFT JOIN server_identity i ON i.server_id = servers.server_id";

  private final Database database;
  private final WorkflowTime time;

  ServerInventory(Database database, WorkflowTime time) {
    this.database = database;
    this.time = time;
  }

  /** The columns that {@link #update} writes, sorted. */
  public static Set<String> columns() {
    return Set.copyOf(COLUMNS);
  }

  /**
   * Writes the named columns of a server, and adds the server if it is not there. Booleans are
   * written as the original does, instants as text in UTC, all else as its text; null clears.
   *
   * @throws UnknownColumnException naming a column that is not there; nothing was written then
   */
  public void update(String serverId, Map<String, ? extends @Nullable Object> values) {
    for (var column : values.keySet()) {
      if (!COLUMNS.contains(column)) {
        throw new UnknownColumnException(column, COLUMNS);
      }
    }
    var columns = values.keySet().stream().sorted().toList();
    database.change(
        session -> {
          ServerInventory.add(session, serverId);
          if (!columns.isEmpty()) {
            var sql =
                columns.stream()
                    .map(column -> column + " = ?")
                    .collect(
                        Collectors.joining(", ", "UPDATE servers SET ", " WHERE server_id = ?"));
            var bound = new @Nullable Object[columns.size() + 1];
            for (var i = 0; i < columns.size(); i++) {
              bound[i] = stored(columns.get(i), values.get(columns.get(i)));
            }
            bound[columns.size()] = serverId;
            session.update(sql, bound);
          }
        });
  }

  /** Adds a server if it is not there. */
  static void add(Session session, String serverId) throws SQLException {
    session.update(
        "INSERT INTO servers (server_id) VALUES (?) ON CONFLICT (server_id) DO NOTHING", serverId);
  }

  /** Writes what is known of a server's identity; what is empty keeps its stored value. */
  public void identify(String serverId, ServerIdentity identity) {
    database.change(
        session -> {
          ServerInventory.add(session, serverId);
          session.update(
              """
              INSERT INTO server_identity (server_id, hostname, maas_system_id, vendor, serial, uuid,
                bmc_mac, bmc_username, bmc_password, inventory, updated_at_utc_micros)
              VALUES (?,?,?,?,?,?,?,?,?,?,?)
              ON CONFLICT (server_id) DO UPDATE SET
                hostname = coalesce(excluded.hostname, server_identity.hostname),
                maas_system_id = coalesce(excluded.maas_system_id, server_identity.maas_system_id),
                vendor = coalesce(excluded.vendor, server_identity.vendor),
                serial = coalesce(excluded.serial, server_identity.serial),
                uuid = coalesce(excluded.uuid, server_identity.uuid),
                bmc_mac = coalesce(excluded.bmc_mac, server_identity.bmc_mac),
                bmc_username = coalesce(excluded.bmc_username, server_identity.bmc_username),
                bmc_password = coalesce(excluded.bmc_password, server_identity.bmc_password),
                inventory = coalesce(excluded.inventory, server_identity.inventory),
                updated_at_utc_micros = excluded.updated_at_utc_micros
              """,
              serverId,
              identity.hostname(),
              identity.maasSystemId(),
              identity.vendor(),
              identity.serial(),
              identity.uuid(),
              identity.bmcMac(),
              identity.bmcUsername(),
              identity.bmcPassword().map(Value.SecretReference::id),
              identity.inventory(),
              time.now());
        });
  }

  public Optional<ServerRecord> find(String serverId) {
    return database.read(
        session ->
            session.first(
                SELECT + " WHERE servers.server_id = ?", ServerInventory::read, serverId));
  }

  /** A server by what people call it: its id, its MAAS system id or its hostname. */
  public Optional<ServerRecord> findByName(String name) {
    return database.read(
        session ->
            session.first(
                SELECT
                    + " WHERE servers.server_id = ? OR i.maas_system_id = ? OR i.hostname = ?"
                    + " ORDER BY CASE ? WHEN servers.server_id THEN 1 WHEN i.maas_system_id THEN 2"
                    + " ELSE 3 END, servers.server_id LIMIT 1",
                ServerInventory::read,
                name,
                name,
                name,
                name));
  }

  /** The host names of those servers that are known by one, by id. */
  public Map<String, String> hostnames(Collection<String> serverIds) {
    var names = new HashMap<String, String>();
    for (var batch : Batches.of(serverIds)) {
      database
          .read(
              session ->
                  session.list(
                      "SELECT server_id, hostname FROM server_identity WHERE server_id IN (%s)"
                          .formatted(Batches.marks(batch)),
                      row -> Map.entry(row.text("server_id"), row.optionalText("hostname")),
                      batch.toArray()))
          .forEach(found -> found.getValue().ifPresent(name -> names.put(found.getKey(), name)));
    }
    return names;
  }

  /** All servers, by id. */
  public List<ServerRecord> list() {
    return database.read(
        session -> session.list(SELECT + " ORDER BY servers.server_id", ServerInventory::read));
  }

  /** Text for all columns: SQLite makes numbers of it where a column is for numbers. */
  private static @Nullable String stored(String column, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Boolean flag when NUMBER_FLAGS.contains(column) -> flag ? "1" : "0";
      case Boolean flag -> flag ? "TRUE" : "FALSE";
      case Instant instant -> Micros.timestamp(instant);
      default -> value.toString();
    };
  }

  private static ServerRecord read(Row row) throws SQLException {
    var columns = new LinkedHashMap<String, String>();
    for (var column : COLUMNS) {
      row.optionalText(column).ifPresent(value -> columns.put(column, value));
    }
    for (var column : KEPT_BY_THE_DATABASE) {
      row.optionalText(column).ifPresent(value -> columns.put(column, value));
    }
    var added = new LinkedHashMap<String, String>();
    for (var column : row.columns()) {
      if (!isOriginal(column) && !column.startsWith(IDENTITY)) {
        row.optionalText(column).ifPresent(value -> added.put(column, value));
      }
    }
    return new ServerRecord(
        row.optionalText("server_id").orElse(""), // SQLite lets a key be null
        columns,
        added,
        new ServerIdentity(
            row.optionalText(IDENTITY + "hostname"),
            row.optionalText(IDENTITY + "maas_system_id"),
            row.optionalText(IDENTITY + "vendor"),
            row.optionalText(IDENTITY + "serial"),
            row.optionalText(IDENTITY + "uuid"),
            row.optionalText(IDENTITY + "bmc_mac"),
            row.optionalText(IDENTITY + "bmc_username"),
            row.optionalText(IDENTITY + "bmc_password").map(Value.SecretReference::new),
            row.optionalText(IDENTITY + "inventory")));
  }

  /** True if the original's table has a column of that name, in whatever case. */
  static boolean isOriginal(String column) {
    var name = column.toLowerCase(Locale.ROOT);
    return name.equals("server_id")
        || COLUMNS.contains(name)
        || KEPT_BY_THE_DATABASE.contains(name);
  }
}
