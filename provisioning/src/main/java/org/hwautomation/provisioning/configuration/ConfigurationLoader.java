package org.hwautomation.provisioning.configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.MemoryFile;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.YamlFile;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.provisioning.maintenance.Maintenance;
import org.hwautomation.workflow.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link Configuration} together: file, then {@code .env}, then environment, then what a
 * program says itself, then flags, each beating the one before. All problems are collected and
 * reported at once. Not thread-safe; use once.
 */
public final class ConfigurationLoader {
  private record Given(String text, Origin origin) {}

  /** Keeps what was written for a key, under one of its names. */
  private interface Taker {
    void take(Key<?> key, String name, YamlNode.Entry entry);
  }

  /** Variables that are no settings: whoever needs them asks the process. */
  private static final Set<String> FROM_PROCESS_ONLY =
      Set.of("HWAUTO_SECRET_KEY", "HWAUTO_JAVA", "HWAUTO_DEBUG", "HWAUTO_LOG", "HWAUTO_URL");

  private static final Pattern LIMIT_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

  private YamlNode.@Nullable Mapping root;
  private YamlNode.@Nullable Mapping given;
  private @Nullable Path folder;
  private Map<String, String> environment = Map.of();
  private @Nullable Path dotEnvFile;
  private DotEnv dotEnv = DotEnv.NONE;
  private final Map<String, Given> flags = new LinkedHashMap<>();
  private final Map<String, Given> fromFile = new LinkedHashMap<>();
  private final Map<String, Given> fromProgram = new LinkedHashMap<>();
  private final Map<String, YamlNode> structured = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  ConfigurationLoader() {}

  /**
   * Reads a YAML file; relative paths in it start at its folder.
   *
   * @throws ConfigurationException if it cannot be read or is no YAML mapping
   */
  public ConfigurationLoader file(Path file) {
    root = reading(() -> YamlFile.read(file));
    folder = file.toAbsolutePath().getParent();
    return this;
  }

  /** Reads YAML from a text; {@code name} is what error messages call it. */
  public ConfigurationLoader text(String name, String yaml) {
    root = reading(() -> YamlFile.parse(name, yaml));
    return this;
  }

  /**
   * Takes the keys of a file from a map: {@code {"maas": {"host": …}}}, or {@code {"maas.host":
   * …}}. Problems name the path of keys in place of a line, and relative paths start at the working
   * folder.
   *
   * @param name what error messages call it
   * @throws ConfigurationException if a value is none that a file could hold
   */
  public ConfigurationLoader map(String name, Map<String, ?> settings) {
    root = reading(() -> MemoryFile.of(name, settings));
    return this;
  }

  /**
   * The same from a JSON object.
   *
   * @throws ConfigurationException if the text is none
   */
  public ConfigurationLoader json(String name, String json) {
    root = reading(() -> MemoryFile.json(name, json));
    return this;
  }

  /**
   * As {@link #map}, beside a file and above it and the environment: what a program says itself.
   * Keys that hold more than one value replace those of the file.
   *
   * @throws ConfigurationException if a value is none that a file could hold
   */
  public ConfigurationLoader program(String name, Map<String, ?> settings) {
    given = reading(() -> MemoryFile.of(name, settings));
    return this;
  }

  private static YamlNode.Mapping reading(Supplier<YamlNode.Mapping> reader) {
    try {
      return reader.get();
    } catch (BadFileException e) {
      throw ConfigurationException.of(e);
    }
  }

  /** Variables to look into, such as {@code System.getenv()}. An empty one counts as not set. */
  public ConfigurationLoader environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    return this;
  }

  /**
   * Reads variables from a {@code .env} file too, if there is one: below the environment, above the
   * file. Relative paths in it start at the configuration file's folder.
   */
  public ConfigurationLoader dotEnv(Path file) {
    dotEnvFile = file;
    return this;
  }

  /**
   * Sets one value above file and environment.
   *
   * @param key its name in the file, {@code state_dir}
   * @param flag what the user typed, {@code --state}
   * @throws IllegalArgumentException if there is no such key
   */
  public ConfigurationLoader flag(String key, String flag, String value) {
    if (Keys.ALL.stream().noneMatch(known -> known.name().equals(key))) {
      throw new IllegalArgumentException(ValueTypes.unknown(key, known()));
    }
    flags.put(key, new Given(value, new Origin.Flag(flag)));
    return this;
  }

  /**
   * Makes the configuration.
   *
   * @throws ConfigurationException listing all that is wrong
   */
  public Configuration load() {
    if (root != null) {
      root.entries().forEach(entry -> section(entry, this::fromFile));
    }
    if (given != null) {
      given.entries().forEach(entry -> section(entry, this::fromProgram));
    }
    collecting(this::readDotEnv);
    environment.keySet().stream().sorted().forEach(name -> idle("environment", name));
    var values = new ResolvedValues(folder, environment);
    for (var key : Keys.ALL) {
      resolve(key, values);
    }
    var map = structure("network.address_map", AddressMap.NONE, this::addressMap);
    var bmcPins = structure("bmc.pins", TlsPins.NONE, node -> TlsPins.read("bmc.pins", node));
    var maasPins = structure("maas.pins", TlsPins.NONE, node -> TlsPins.read("maas.pins", node));
    var maintenance = structure("maintenance", Maintenance.NONE, Maintenance::read);
    var servers =
        structure(
            "servers",
            Map.<String, ServerOverride>of(),
            new ServerOverrides(unknown, maintenance)::read);
    var limits = structure("limits", Map.<String, Integer>of(), this::limits);
    var alerts = alerts(values);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    var configuration =
        new Configuration(
            values, map, bmcPins, maasPins, servers, limits, maintenance, alerts, structured);
    configuration.check(unknown, warnings);
    return configuration;
  }

  private void readDotEnv() {
    var file = dotEnvFile;
    if (file == null || !Files.isRegularFile(file)) {
      return; // a folder of this name is a Python environment
    }
    dotEnv = DotEnv.read(file, environment);
    dotEnv.problems().forEach(problem -> unknown.add(problem + "; ignored"));
    for (var variable : dotEnv.variables().values()) {
      var name = variable.name();
      var place = variable.position().toString();
      if (FROM_PROCESS_ONLY.contains(name)) {
        warnings.add(
            "%s: '%s' has no effect here: it is read from the environment itself; export it"
                .formatted(place, name));
      } else if (!idle(place, name) && !variables().contains(name)) {
        Spelling.nearest(name, variables())
            .ifPresent(
                near ->
                    unknown.add(
                        "%s: unknown variable '%s'; did you mean '%s'?; ignored"
                            .formatted(place, name, near)));
      }
    }
  }

  /** Tells why a variable that is set changes nothing, if that is known. */
  private boolean idle(String place, String name) {
    var reason = WithoutEffect.variable(name);
    reason.ifPresent(
        why -> warnings.add("%s: '%s' has no effect here: %s".formatted(place, name, why)));
    return reason.isPresent();
  }

  private static Set<String> variables() {
    var names = new TreeSet<String>();
    Keys.ALL.forEach(key -> names.addAll(key.variables()));
    return names;
  }

  private AlertSettings alerts(ResolvedValues values) {
    var receivers = new AlertReceivers(unknown);
    return new AlertSettings(
        values.find(Keys.ALERTS_DELAY).orElse(Duration.ZERO), // a wrong one is told below
        values.find(Keys.ALERTS_QUIET).orElse(Duration.ZERO),
        values.path(Keys.ALERTS_ROOT_CERTIFICATE),
        structure("alerts.webhooks", List.<AlertSettings.Webhook>of(), receivers::webhooks),
        structure(
            "alerts.mail",
            Optional.<AlertSettings.Mail>empty(),
            node -> Optional.of(receivers.mail(node, values.find(Keys.ALERTS_MAIL_PASSWORD)))));
  }

  private void section(YamlNode.Entry entry, Taker scalars) {
    var name = entry.key();
    if (isWithoutEffect(name, entry)) {
      return;
    }
    if (Keys.STRUCTURED.contains(name) || find(name).isPresent()) {
      setting(name, entry, scalars);
    } else if (sections().contains(name)) {
      collecting(
          () -> {
            for (var inner : entry.value().asMapping(name).entries()) {
              setting(name + "." + inner.key(), inner, scalars);
            }
          });
    } else {
      var known = new TreeSet<>(sections());
      known.add(Keys.STATE_DIR.name());
      Keys.STRUCTURED.stream().filter(key -> key.indexOf('.') < 0).forEach(known::add);
      unknown.add(entry.position() + ": " + ValueTypes.unknown(name, known) + "; ignored");
    }
  }

  private boolean isWithoutEffect(String name, YamlNode.Entry entry) {
    var reason = WithoutEffect.setting(name);
    reason.ifPresent(
        why ->
            warnings.add("%s: '%s' has no effect here: %s".formatted(entry.position(), name, why)));
    return reason.isPresent();
  }

  private void setting(String name, YamlNode.Entry entry, Taker scalars) {
    if (Keys.STRUCTURED.contains(name)) {
      structured.put(name, entry.value());
      return;
    }
    if (isWithoutEffect(name, entry)) {
      return;
    }
    var key = find(name).orElse(null);
    if (key == null) {
      unknown.add(entry.position() + ": " + ValueTypes.unknown(name, known()) + "; ignored");
      return;
    }
    collecting(() -> scalars.take(key, name, entry));
  }

  private void fromFile(Key<?> key, String name, YamlNode.Entry entry) {
    keep(fromFile, key, name, entry, Origin.File::new);
  }

  private void fromProgram(Key<?> key, String name, YamlNode.Entry entry) {
    keep(fromProgram, key, name, entry, Origin.Program::new);
  }

  private static void keep(
      Map<String, Given> kept,
      Key<?> key,
      String name,
      YamlNode.Entry entry,
      Function<Position, Origin> origin) {
    var scalar = entry.value().asScalar(key.name());
    if (scalar.isNull()) {
      return;
    }
    var before =
        kept.putIfAbsent(key.name(), new Given(scalar.text(), origin.apply(scalar.position())));
    if (before != null) {
      throw new ConfigurationException(
          entry.position(),
          "'%s' says the same as another key, at %s; keep one".formatted(name, before.origin));
    }
  }

  private <T> void resolve(Key<T> key, ResolvedValues values) {
    var given = given(key);
    if (given == null) {
      return;
    }
    try {
      values.put(key, key.values().read(given.text), given.text, given.origin);
    } catch (IllegalArgumentException e) {
      problems.add(given.origin + ": " + key.name() + ": " + e.getMessage());
    }
  }

  private @Nullable Given given(Key<?> key) {
    var flag = flags.get(key.name());
    if (flag != null) {
      return flag;
    }
    var said = fromProgram.get(key.name());
    if (said != null) {
      return said;
    }
    for (var variable : key.variables()) {
      var text = environment.get(variable);
      if (text != null && !text.isBlank()) {
        return new Given(text, new Origin.Variable(variable));
      }
    }
    for (var variable : key.variables()) {
      var found = dotEnv.find(variable).filter(other -> !other.value().isBlank());
      if (found.isPresent()) {
        return new Given(found.get().value(), new Origin.DotEnv(variable, found.get().position()));
      }
    }
    var written = fromFile.get(key.name());
    if (written != null) {
      return written;
    }
    return key.standard() == null ? null : new Given(key.standard(), new Origin.Default());
  }

  private <T> T structure(String name, T none, Function<YamlNode, T> reader) {
    var node = structured.get(name);
    if (node == null || (node instanceof YamlNode.Scalar scalar && scalar.isNull())) {
      return none;
    }
    try {
      return reader.apply(node);
    } catch (BadFileException e) {
      problems.addAll(e.problems());
      return none;
    }
  }

  private AddressMap addressMap(YamlNode node) {
    var entries = new LinkedHashMap<String, String>();
    for (var entry : node.asMapping("network.address_map").entries()) {
      var target = entry.value().asScalar("network.address_map").text();
      try {
        AddressMap.of(Map.of(entry.key(), target));
      } catch (IllegalArgumentException e) {
        throw new ConfigurationException(entry.position(), String.valueOf(e.getMessage()));
      }
      entries.put(entry.key(), target);
    }
    return AddressMap.of(entries);
  }

  private Map<String, Integer> limits(YamlNode node) {
    var limits = new LinkedHashMap<String, Integer>();
    for (var entry : node.asMapping("limits").entries()) {
      collecting(
          () -> {
            if (!LIMIT_NAME.matcher(entry.key()).matches()) {
              throw new ConfigurationException(
                  entry.position(),
                  "limits: '%s' is no name of a limit: 1 to 100 letters, digits, '_', '-' and '.'"
                      .formatted(entry.key()));
            }
            var name = "limits." + entry.key();
            var scalar = entry.value().asScalar(name);
            try {
              limits.put(entry.key(), ValueTypes.atLeastOne(scalar.text()));
            } catch (IllegalArgumentException e) {
              throw new ConfigurationException(scalar.position(), name + ": " + e.getMessage());
            }
          });
    }
    return limits;
  }

  private void collecting(Runnable reading) {
    try {
      reading.run();
    } catch (BadFileException e) {
      problems.addAll(e.problems());
    }
  }

  private static Optional<Key<?>> find(String name) {
    for (var key : Keys.ALL) {
      if (key.name().equals(name) || key.aliases().contains(name)) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  private static Set<String> known() {
    var names = new TreeSet<String>(Keys.STRUCTURED);
    for (var key : Keys.ALL) {
      names.add(key.name());
      names.addAll(key.aliases());
    }
    return names;
  }

  private static Set<String> sections() {
    var names = new TreeSet<String>();
    for (var name : known()) {
      if (name.indexOf('.') > 0) {
        names.add(name.substring(0, name.indexOf('.')));
      }
    }
    return names;
  }
}
