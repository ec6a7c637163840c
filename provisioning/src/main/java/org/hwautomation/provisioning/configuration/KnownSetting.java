package org.hwautomation.provisioning.configuration;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hwautomation.workflow.Spelling;

/**
 * One single-valued setting, as whoever reads or writes configuration files needs it. Immutable.
 */
public final class KnownSetting {
  private static final Set<String> PATHS =
      Set.of(
          Keys.STATE_DIR.name(),
          Keys.DATABASE_PATH.name(),
          Keys.DATABASE_ROOT_CERTIFICATE.name(),
          Keys.SSH_KEY_PATH.name(),
          Keys.LOGGING_FILE.name(),
          Keys.DEVICES_FILE.name(),
          Keys.BIOS_TEMPLATES.name(),
          Keys.BIOS_PRESERVE.name(),
          Keys.DEFINITIONS_PATH.name(),
          Keys.FIRMWARE_CATALOG.name(),
          Keys.ALERTS_ROOT_CERTIFICATE.name());

  private final Key<?> key;

  private KnownSetting(Key<?> key) {
    this.key = key;
  }

  /** All, in the order in which they are shown. */
  public static List<KnownSetting> all() {
    return Keys.ALL.stream().map(KnownSetting::new).toList();
  }

  /** By its name in a file, or another name that means the same: {@code maas.host}. */
  public static Optional<KnownSetting> named(String name) {
    return all().stream()
        .filter(known -> known.name().equals(name) || known.key.aliases().contains(name))
        .findFirst();
  }

  /** By one of its environment variables. */
  public static Optional<KnownSetting> ofVariable(String variable) {
    return all().stream().filter(known -> known.variables().contains(variable)).findFirst();
  }

  /** Why a key of the Python version's file, or a section, changes nothing here. */
  public static Optional<String> withoutEffect(String name) {
    return WithoutEffect.setting(name);
  }

  /** Why a variable of the Python version's changes nothing here. */
  public static Optional<String> variableWithoutEffect(String variable) {
    return WithoutEffect.variable(variable);
  }

  /** True for a key that holds more than one value, such as {@code servers}. */
  public static boolean holdsSeveral(String name) {
    return Keys.STRUCTURED.contains(name);
  }

  /** The sections of a file: {@code maas}, {@code ssh}. */
  public static Set<String> sections() {
    var sections = new TreeSet<String>();
    for (var key : Keys.ALL) {
      if (key.name().indexOf('.') > 0) {
        sections.add(key.name().substring(0, key.name().indexOf('.')));
      }
    }
    return sections;
  }

  /** That nobody knows a key, with the nearest that somebody does. */
  public static String unknown(String name) {
    var names = new TreeSet<String>(sections());
    for (var key : Keys.ALL) {
      names.add(key.name());
      names.addAll(key.aliases());
    }
    return ValueTypes.unknown(name, names);
  }

  /** {@code ; did you mean 'MAAS_HOST'?}, or nothing. */
  public static String variableHint(String variable) {
    var names = new TreeSet<String>();
    Keys.ALL.forEach(key -> names.addAll(key.variables()));
    return Spelling.hint(variable, names);
  }

  /** As it stands in the file, {@code maas.url}. */
  public String name() {
    return key.name();
  }

  /** Its environment variables; the first one set wins. */
  public List<String> variables() {
    return key.variables();
  }

  /** True if its value must never be shown. */
  public boolean secret() {
    return key.secret();
  }

  /** True if its value is a file or a folder. */
  public boolean path() {
    return PATHS.contains(key.name());
  }

  /** What is wrong with a value, and what to write; empty if it can be taken. */
  public Optional<String> objection(String value) {
    try {
      key.values().read(value);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
