package org.hwautomation.provisioning.configuration;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.configuration.AlertSettings.Login;
import org.hwautomation.provisioning.maintenance.Maintenance;
import org.hwautomation.provisioning.network.Ipv4Address;

/**
 * Everything the operator configured, checked and typed. Immutable and thread-safe; printing it
 * shows no secret.
 */
public final class Configuration {
  /**
   * Where the database is.
   *
   * @param path a relative {@code database.path} starts at {@link Configuration#stateDir}
   * @param tableName the Python version's name for the server inventory's table; without effect
   * @param postgres a server to use instead of a file
   */
  public record Database(Path path, String tableName, Optional<Postgres> postgres) {}

  /**
   * A PostgreSQL database.
   *
   * @param url {@code postgresql://user@host:port/database}; the port may be missing
   * @param tls whether TLS is used, and verified; empty leaves it to the host: not on this machine
   * @param rootCertificate who may sign the server's certificate; empty for whom the JDK trusts
   */
  public record Postgres(
      URI url,
      Optional<Secret> password,
      String schema,
      Optional<Boolean> tls,
      Optional<Path> rootCertificate) {}

  /**
   * How to reach MAAS.
   *
   * @param url without {@code /api/2.0/}, such as {@code http://maas:5240/MAAS}
   * @param apiKey {@code consumer:token:secret}
   * @param timeout of one request, default 30 s
   * @param pins its certificates, where no authority vouches for them
   */
  public record Maas(Optional<URI> url, Optional<Secret> apiKey, Duration timeout, TlsPins pins) {}

  /**
   * Defaults: 30 s, 3 retries, cipher suite chosen by the client.
   *
   * @param retries how often more a packet without an answer is sent, and a read that the BMC is
   *     too busy for is asked again
   */
  public record Ipmi(Duration timeout, int retries, OptionalInt cipherSuite) {}

  /**
   * Defaults: user {@code ubuntu}, port 22, 30 s, 3 retries.
   *
   * @param retries how often more a connection is tried; a login is tried once
   */
  public record Ssh(
      String username,
      Optional<Secret> password,
      Optional<Path> keyPath,
      int port,
      Duration timeout,
      int retries) {}

  /**
   * Defaults: 30 s, 3 retries.
   *
   * @param retries how often more a read is sent after a broken connection or an error of the BMC's
   */
  public record Redfish(Duration timeout, int retries) {}

  /** What a BMC whose address is set gets where nothing else is said. */
  public record Network(
      AddressMap addressMap, Optional<Ipv4Address> gateway, Optional<Ipv4Address> subnetMask) {}

  /**
   * What is written down of what happens.
   *
   * @param level TRACE, DEBUG, INFO (default), WARN or ERROR
   * @param chosen true if somebody set the level; false if it is the default
   * @param file empty for standard error
   * @param json true for one JSON object a line, false (default) for text
   */
  public record Logging(String level, boolean chosen, Optional<Path> file, boolean json) {}

  private final ResolvedValues values;
  private final AddressMap addressMap;
  private final TlsPins bmcPins;
  private final TlsPins maasPins;
  private final Map<String, ServerOverride> servers;
  private final Map<String, Integer> limits;
  private final Maintenance maintenance;
  private final AlertSettings alerts;
  private final Map<String, YamlNode> structured;
  private final MaasKey maasKey;
  private List<String> warnings = List.of();
  private List<String> unknownSettings = List.of();

  Configuration(
      ResolvedValues values,
      AddressMap addressMap,
      TlsPins bmcPins,
      TlsPins maasPins,
      Map<String, ServerOverride> servers,
      Map<String, Integer> limits,
      Maintenance maintenance,
      AlertSettings alerts,
      Map<String, YamlNode> structured) {
    this.values = values;
    this.addressMap = addressMap;
    this.bmcPins = bmcPins;
    this.maasPins = maasPins;
    this.servers = Map.copyOf(servers);
    this.limits = Map.copyOf(limits);
    this.maintenance = maintenance;
    this.alerts = alerts;
    this.structured = structured;
    this.maasKey = MaasKey.assemble(values);
  }

  /**
   * Reads a file, the {@code .env} beside it if there is one, and this process's environment.
   *
   * @throws ConfigurationException listing all that is wrong
   */
  public static Configuration load(Path file) {
    return loader()
        .environment(System.getenv())
        .dotEnv(file.resolveSibling(".env"))
        .file(file)
        .load();
  }

  /**
   * Takes the keys of a file from a map, nested as there: {@code Map.of("database", Map.of("path",
   * "hw_automation.db"))}. The environment is not looked at. A problem names its path of keys,
   * {@code configuration:database.path}.
   *
   * @throws ConfigurationException listing all that is wrong
   */
  public static Configuration of(Map<String, ?> settings) {
    return loader().map("configuration", settings).load();
  }

  /** For anything else: no file, other variables, flags. */
  public static ConfigurationLoader loader() {
    return new ConfigurationLoader();
  }

  /** Called once by the loader, with what it has noticed so far. */
  void check(List<String> unknown, List<String> noticed) {
    unknownSettings = List.copyOf(unknown);
    var found = new ArrayList<>(unknown);
    found.addAll(noticed);
    tableName().ifPresent(found::add);
    maasKey.problem().ifPresent(found::add);
    alwaysVerified(Keys.MAAS_VERIFY, "maas.pins").ifPresent(found::add);
    alwaysVerified(Keys.REDFISH_VERIFY, "bmc.pins").ifPresent(found::add);
    warnings = List.copyOf(found);
  }

  private Optional<String> tableName() {
    var key = Keys.DATABASE_TABLE;
    return values.get(key).equals(key.standard())
        ? Optional.empty()
        : Optional.of(
            "%s: %s: '%s' has no effect here, because the inventory is part of one schema with the journal, in which its table is always 'servers'; remove it"
                .formatted(values.origin(key), key.name(), values.get(key)));
  }

  private Optional<String> alwaysVerified(Key<Boolean> key, String pins) {
    return values.get(key)
        ? Optional.empty()
        : Optional.of(
            "%s: %s: false has no effect: certificates are verified or pinned; write fingerprints under %s"
                .formatted(values.origin(key), key.name(), pins));
  }

  /** What is odd but does not stop the work, one line each with its place. */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * Those of the {@link #warnings} that are about a setting nobody knows, with the nearest known
   * one. The work goes on without it; {@code config check} calls it an error.
   */
  public List<String> unknownSettings() {
    return unknownSettings;
  }

  /** All settings with values and origins, secrets hidden. */
  public List<Setting> settings() {
    var all = new ArrayList<>(values.settings());
    structured.forEach(
        (name, node) ->
            all.add(new Setting(name, Optional.of(count(node)), new Origin.File(node.position()))));
    return List.copyOf(all);
  }

  /** Every secret that is configured, for whoever takes them out of a text. */
  public List<Secret> secrets() {
    var secrets = new ArrayList<Secret>();
    for (var key : Keys.ALL) {
      if (key.secret() && values.find(key).orElse(null) instanceof Secret secret) {
        secrets.add(secret);
      }
    }
    servers.values().forEach(server -> server.bmcPassword().ifPresent(secrets::add));
    for (var webhook : alerts.webhooks()) {
      secrets.add(webhook.url());
      webhook.secret().ifPresent(secrets::add);
    }
    alerts.mail().flatMap(AlertSettings.Mail::login).map(Login::password).ifPresent(secrets::add);
    return secrets;
  }

  private static String count(YamlNode node) {
    return switch (node) {
      case YamlNode.Mapping mapping -> mapping.entries().size() + " entries";
      case YamlNode.Sequence list -> list.items().size() + " entries";
      case YamlNode.Scalar scalar -> scalar.isNull() ? "0 entries" : "1 entries";
    };
  }

  /** Where database and files live; default is the working folder. */
  public Path stateDir() {
    return values.path(Keys.STATE_DIR).orElseThrow();
  }

  public Database database() {
    return new Database(
        stateDir().resolve(values.get(Keys.DATABASE_PATH)).normalize(),
        values.get(Keys.DATABASE_TABLE),
        values
            .find(Keys.DATABASE_URL)
            .map(
                url ->
                    new Postgres(
                        url,
                        values.find(Keys.DATABASE_PASSWORD),
                        values.get(Keys.DATABASE_SCHEMA),
                        values.find(Keys.DATABASE_TLS),
                        values.path(Keys.DATABASE_ROOT_CERTIFICATE))));
  }

  public Maas maas() {
    return new Maas(
        values.find(Keys.MAAS_URL), maasKey.key(), values.get(Keys.MAAS_TIMEOUT), maasPins);
  }

  /**
   * The address of MAAS.
   *
   * @throws ConfigurationException if none is configured
   */
  public URI requireMaasUrl() {
    return maas()
        .url()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "maas.url is not set; write it into hwauto.yaml or set MAAS_URL"));
  }

  /**
   * The API key of MAAS.
   *
   * @throws ConfigurationException if there is none, or only a part of one
   */
  public Secret requireMaasApiKey() {
    return maasKey
        .key()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    maasKey
                        .problem()
                        .orElse(
                            "maas.api_key is not set; copy it from MAAS (your name, API keys) into"
                                + " hwauto.yaml or set MAAS_API_KEY")));
  }

  public Ipmi ipmi() {
    return new Ipmi(
        values.get(Keys.IPMI_TIMEOUT),
        values.get(Keys.IPMI_RETRIES),
        values.find(Keys.IPMI_CIPHER).map(OptionalInt::of).orElseGet(OptionalInt::empty));
  }

  public Ssh ssh() {
    return new Ssh(
        values.get(Keys.SSH_USERNAME),
        values.find(Keys.SSH_PASSWORD),
        values.path(Keys.SSH_KEY_PATH),
        values.get(Keys.SSH_PORT),
        values.get(Keys.SSH_TIMEOUT),
        values.get(Keys.SSH_RETRIES));
  }

  public Redfish redfish() {
    return new Redfish(values.get(Keys.REDFISH_TIMEOUT), values.get(Keys.REDFISH_RETRIES));
  }

  public Network network() {
    return new Network(
        addressMap, values.find(Keys.NETWORK_GATEWAY), values.find(Keys.NETWORK_MASK));
  }

  public Logging logging() {
    return new Logging(
        values.get(Keys.LOGGING_LEVEL),
        !(values.origin(Keys.LOGGING_LEVEL) instanceof Origin.Default),
        values.path(Keys.LOGGING_FILE),
        values.get(Keys.LOGGING_FORMAT).equals("json"));
  }

  /** How long ended runs are kept, whole days; empty (default) for ever. */
  public Optional<Duration> runsKept() {
    return values.find(Keys.RETENTION_RUNS_DAYS).map(Duration::ofDays);
  }

  /** A device types file of the operator's own; empty means the shipped one. */
  public Optional<Path> devicesFile() {
    return values.path(Keys.DEVICES_FILE);
  }

  /**
   * BIOS settings by device type in the Python version's form: {@code template_rules.yaml}, a
   * {@code <BiosCfg>} file, or a folder of them, with its {@code preserve_settings.yaml}.
   */
  public Optional<Path> biosTemplates() {
    return values.path(Keys.BIOS_TEMPLATES);
  }

  /** A {@code preserve_settings.yaml}: BIOS settings that are never changed. */
  public Optional<Path> biosPreserve() {
    return values.path(Keys.BIOS_PRESERVE);
  }

  /**
   * Where the operator's own templates are, which come before those that are shipped; need not be
   * there. A relative {@code definitions.path} starts at {@link #stateDir}.
   */
  public Path definitionsFolder() {
    return stateDir().resolve(values.get(Keys.DEFINITIONS_PATH)).normalize();
  }

  /**
   * The folder of firmware images with its {@code catalog.yaml}, or a file that lists them; need
   * not be there. If nobody says, {@code firmware} in {@link #stateDir}.
   */
  public Path firmwareCatalog() {
    var path = values.path(Keys.FIRMWARE_CATALOG).orElseThrow();
    return (values.origin(Keys.FIRMWARE_CATALOG) instanceof Origin.Default
            ? stateDir().resolve(path)
            : path)
        .normalize();
  }

  /**
   * Where BMCs that fetch firmware images themselves reach this machine: one of its own addresses,
   * and a port that is free on it (default 8085). Empty if nobody says: then nothing is served.
   */
  public Optional<InetSocketAddress> imageServer() {
    return values
        .find(Keys.FIRMWARE_SERVE_ADDRESS)
        .map(
            address ->
                new InetSocketAddress(address.toString(), values.get(Keys.FIRMWARE_SERVE_PORT)));
  }

  /** What the file says about one server; says nothing where the file does not know it. */
  public ServerOverride server(String name) {
    return ServerOverrides.find(servers, name);
  }

  /** The certificates that the file pins for a server's BMC at an address, in a set of its own. */
  public Set<String> bmcPinsOf(String address, String server) {
    var pins = new HashSet<>(bmcPins().at(address));
    pins.addAll(server(server).pins().anywhere());
    return pins;
  }

  /** The names under {@code servers}. */
  public List<String> serverNames() {
    return servers.keySet().stream().sorted().toList();
  }

  /**
   * How many attempts may run at once, in all processes, of steps that name a limit; by the limit's
   * name. A step that names one that is not here is refused when its run starts.
   */
  public Map<String, Integer> limits() {
    return limits;
  }

  /** When servers may be changed. */
  public Maintenance maintenance() {
    return maintenance;
  }

  /** Who is told of what needs a person. */
  public AlertSettings alerts() {
    return alerts;
  }

  /** Where people reach the page, without a slash at the end. */
  public Optional<URI> publicUrl() {
    return values.find(Keys.SERVICE_PUBLIC_URL);
  }

  /**
   * The BMC credentials configured for a server: user name and password each from the server's own
   * entry, else from {@code bmc}, else from {@code ipmi} (the Python version's place). Empty unless
   * both are there. A name and a password of {@code ipmi} are never mixed with one of {@code bmc}.
   */
  public Optional<Credentials> bmcCredentials(String server) {
    var own = server(server);
    var general = general();
    var username = own.bmcUsername().or(() -> general.map(Credentials::username));
    var password = own.bmcPassword().or(() -> general.map(Credentials::password));
    return username.flatMap(name -> password.map(secret -> new Credentials(name, secret)));
  }

  private Optional<Credentials> general() {
    return pair(Keys.BMC_USERNAME, Keys.BMC_PASSWORD)
        .or(() -> pair(Keys.IPMI_USERNAME, Keys.IPMI_PASSWORD));
  }

  private Optional<Credentials> pair(Key<String> username, Key<Secret> password) {
    return values
        .find(username)
        .flatMap(name -> values.find(password).map(secret -> new Credentials(name, secret)));
  }

  /** {@code bmc.password} or {@code HWAUTO_BMC_PASSWORD} alone, for a target named by a flag. */
  public Optional<Secret> bmcPassword() {
    return values.find(Keys.BMC_PASSWORD);
  }

  /** The certificates pinned for BMCs in general; a server may have its own too. */
  public TlsPins bmcPins() {
    return bmcPins;
  }

  @Override
  public String toString() {
    return "Configuration" + settings();
  }
}
