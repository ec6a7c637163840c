package org.hwautomation.provisioning.configuration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the Python version knows and this one does nothing with, and why. */
final class WithoutEffect {
  private static final String REDIS = "no Redis is used: runs are journaled in the database";
  private static final String FLASK =
      "there is no Flask: 'hwauto serve' takes its address and port as --host and --port";
  private static final String LIVE =
      "live events are part of 'hwauto serve', without a setting (docs/rest.md)";
  private static final String POSTGRES =
      "the Python version never connected to it; name a PostgreSQL database by database.url"
          + " (HWAUTO_DATABASE_URL)";
  private static final String MODE =
      "there is no such mode: logging.level (LOG_LEVEL) says how much is logged, and HWAUTO_DEBUG=1"
          + " where a command failed";
  private static final String MOCKS =
      "nothing here is a mock: 'hwauto serve --simulate 20' has servers to try everything on";
  private static final String MAAS_LOGIN = "MAAS is asked with its API key alone (maas.api_key)";
  private static final String ON_OPENING = "a database is brought up to date whenever it is opened";
  private static final String COPIED =
      "a database of the Python version is always copied before it is taken on";
  private static final String PROJECT = "nothing here is called by the project's name";

  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("project", PROJECT),
          Map.entry("redis", REDIS),
          Map.entry("development", MOCKS),
          Map.entry("flask", FLASK),
          Map.entry("web", FLASK),
          Map.entry("websocket", LIVE),
          Map.entry("websockets", LIVE),
          Map.entry("socketio", LIVE),
          Map.entry("database.host", POSTGRES),
          Map.entry("database.port", POSTGRES),
          Map.entry("database.name", POSTGRES),
          Map.entry("database.user", POSTGRES),
          Map.entry("database.auto_migrate", ON_OPENING),
          Map.entry("database.backup_before_migration", COPIED),
          Map.entry("maas.admin_username", MAAS_LOGIN),
          Map.entry("maas.admin_password", MAAS_LOGIN));

  private static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("PROJECT_NAME", PROJECT),
          Map.entry("DEBUG", MODE),
          Map.entry("TESTING", MODE),
          Map.entry("DATABASE_AUTO_MIGRATE", ON_OPENING),
          Map.entry("DATABASE_BACKUP_BEFORE_MIGRATION", COPIED),
          Map.entry("DB_HOST", POSTGRES),
          Map.entry("DB_PORT", POSTGRES),
          Map.entry("DB_NAME", POSTGRES),
          Map.entry("DB_USER", POSTGRES),
          Map.entry("DB_PASSWORD", POSTGRES),
          Map.entry("MAAS_ADMIN_USERNAME", MAAS_LOGIN),
          Map.entry("MAAS_ADMIN_PASSWORD", MAAS_LOGIN),
          Map.entry(
              "HW_AUTOMATION_ENV",
              "there are no environments: keep a file for each and name it with --config"));

  /** Whole families of variables, by their beginning. */
  private static final Map<String, String> FAMILIES = families();

  private WithoutEffect() {}

  private static Map<String, String> families() {
    var families = new LinkedHashMap<String, String>();
    families.put("REDIS_", REDIS);
    families.put("FLASK_", FLASK);
    families.put("DEVELOPMENT_", MOCKS);
    families.put("NETWORK_", "only NETWORK_GATEWAY and NETWORK_SUBNET_MASK have a meaning here");
    families.put(
        "LOG_",
        "only LOG_LEVEL, LOG_FILE and LOG_FORMAT have a meaning here; files are rotated by the"
            + " system (logrotate)");
    return families;
  }

  /** Why a key of the file, or a whole section, changes nothing; empty if it is not known so. */
  static Optional<String> setting(String name) {
    return Optional.ofNullable(SETTINGS.get(name));
  }

  /** Why a variable changes nothing; empty for those that are settings, or of somebody else. */
  static Optional<String> variable(String name) {
    if (Keys.ALL.stream().anyMatch(key -> key.variables().contains(name))) {
      return Optional.empty();
    }
    var reason = VARIABLES.get(name);
    return reason != null
        ? Optional.of(reason)
        : FAMILIES.entrySet().stream()
            .filter(family -> name.startsWith(family.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
  }
}
