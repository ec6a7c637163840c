package org.hwautomation.provisioning.original;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.configuration.DotEnv;
import org.hwautomation.provisioning.configuration.KnownSetting;
import org.hwautomation.provisioning.original.OriginalSetup.Taken;

/**
 * Gathers settings from {@code .env}, {@code config.yaml} and {@code logging.yaml}, in this order:
 * who is read first wins. Use once.
 */
final class SettingsReading {
  private final Map<String, Taken> taken = new LinkedHashMap<>();

  /** In the order in which the product shows them. */
  List<Taken> taken() {
    return KnownSetting.all().stream()
        .map(known -> Optional.ofNullable(taken.get(known.name())))
        .flatMap(Optional::stream)
        .toList();
  }

  List<Remark> dotEnv(String file, DotEnv variables) {
    var remarks = new ArrayList<Remark>();
    variables
        .problems()
        .forEach(problem -> remarks.add(Remark.wrong(problem.position(), "", problem.text())));
    variables.variables().values().stream()
        .sorted(Comparator.comparingInt(SettingsReading::rank))
        .forEach(variable -> remarks.add(variable(file, variable)));
    return remarks;
  }

  /** Of several variables of one setting the product takes the first it knows, so that is first. */
  private static int rank(DotEnv.Variable variable) {
    return KnownSetting.ofVariable(variable.name())
        .map(known -> known.variables().indexOf(variable.name()))
        .orElse(0);
  }

  private Remark variable(String file, DotEnv.Variable variable) {
    var name = variable.name();
    var at = variable.position();
    var known = KnownSetting.ofVariable(name).orElse(null);
    if (known == null) {
      var reason = KnownSetting.variableWithoutEffect(name);
      if (reason.isPresent()) {
        return Remark.withoutMeaning(at, name, reason.get());
      }
      var hint = KnownSetting.variableHint(name);
      return hint.isEmpty()
          ? Remark.withoutMeaning(
              at, name, "no variable of the Python version or of this one, so it is left alone")
          : Remark.wrong(at, name, "unknown variable" + hint);
    }
    if (variable.value().isBlank()) {
      return Remark.withoutMeaning(at, name, "empty, which counts as not set");
    }
    return take(known, name, variable.value(), at, Optional.of(name), folder(file));
  }

  List<Remark> yaml(String file, YamlNode.Mapping root) {
    var remarks = new ArrayList<Remark>();
    for (var section : root.entries()) {
      var name = section.key();
      if (KnownSetting.withoutEffect(name).isPresent()
          || KnownSetting.named(name).isPresent()
          || KnownSetting.holdsSeveral(name)) {
        remarks.add(setting(file, name, section));
      } else if (!KnownSetting.sections().contains(name)) {
        remarks.add(Remark.wrong(section.position(), name, KnownSetting.unknown(name)));
      } else if (section.value() instanceof YamlNode.Mapping mapping) {
        for (var entry : mapping.entries()) {
          remarks.add(setting(file, name + "." + entry.key(), entry));
        }
      } else if (!(section.value() instanceof YamlNode.Scalar scalar && scalar.isNull())) {
        remarks.add(
            Remark.wrong(
                section.value().position(),
                name,
                "is " + section.value().kind() + "; write it as 'key: value' lines below it"));
      }
    }
    return remarks;
  }

  private Remark setting(String file, String name, YamlNode.Entry entry) {
    var at = entry.position();
    var reason = KnownSetting.withoutEffect(name);
    if (reason.isPresent()) {
      return Remark.withoutMeaning(at, name, reason.get());
    }
    if (KnownSetting.holdsSeveral(name)) {
      return Remark.wrong(
          at, name, "is no setting of the Python version; copy it into hwauto.yaml yourself");
    }
    var known = KnownSetting.named(name).orElse(null);
    if (known == null) {
      return Remark.wrong(at, name, KnownSetting.unknown(name));
    }
    if (!(entry.value() instanceof YamlNode.Scalar scalar)) {
      return Remark.wrong(at, name, "is " + entry.value().kind() + "; write a single value");
    }
    if (scalar.isNull() || scalar.text().isBlank()) {
      return Remark.withoutMeaning(at, name, "empty, which counts as not set");
    }
    return take(known, name, scalar.text(), scalar.position(), Optional.empty(), folder(file));
  }

  /** Takes a setting of {@code logging.yaml}. */
  Remark logging(String file, String setting, String subject, String value, Position at) {
    var known = KnownSetting.named(setting).orElseThrow();
    return take(known, subject, value, at, Optional.empty(), folder(file));
  }

  /** A setting that follows from a file's being there. */
  void derived(String setting, String value, Position at) {
    taken.putIfAbsent(setting, new Taken(setting, Secret.of(value), false, at, Optional.empty()));
  }

  /** Where the Python version was started: the file's folder, or the one above {@code configs}. */
  private static Path folder(String file) {
    var path = Path.of(file).toAbsolutePath().normalize();
    for (var folder = path.getParent(); folder != null; folder = folder.getParent()) {
      if (folder.endsWith("configs") && folder.getParent() != null) {
        return folder.getParent();
      }
    }
    var parent = path.getParent();
    return parent == null ? path : parent;
  }

  /** What is known, and does nothing whatever its value. */
  private static Optional<String> idle(KnownSetting known, String value) {
    var off = Set.of("false", "no", "off", "0").contains(value.strip().toLowerCase(Locale.ROOT));
    return switch (known.name()) {
      case "database.table_name" ->
          Optional.of("the inventory's table is always 'servers', in one schema with the journal");
      case "maas.verify_ssl", "redfish.verify_ssl" ->
          off
              ? Optional.of(
                  "certificates are verified or pinned, never ignored; write fingerprints under "
                      + (known.name().startsWith("maas") ? "maas.pins" : "bmc.pins"))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Remark take(
      KnownSetting known,
      String subject,
      String value,
      Position at,
      Optional<String> variable,
      Path folder) {
    var objection = known.objection(value);
    if (objection.isPresent()) {
      return Remark.wrong(
          at, subject, (subject.equals(known.name()) ? "" : known.name() + ": ") + objection.get());
    }
    var idle = idle(known, value);
    if (idle.isPresent()) {
      return Remark.withoutMeaning(at, subject, idle.get());
    }
    var before = taken.get(known.name());
    if (before != null) {
      var same = before.value().<String>reveal(text -> text).equals(absolute(known, value, folder));
      if (before.position().file().equals(at.file()) && !same) {
        return Remark.wrong(
            at,
            subject,
            "says %s another time, after %s, which counts; remove one of the two"
                .formatted(known.name(), before.position()));
      }
      return Remark.understood(
          at,
          subject,
          same
              ? "is " + known.name() + ", as at " + before.position()
              : "is %s, and %s goes before it".formatted(known.name(), before.position()));
    }
    var used = absolute(known, value, folder);
    taken.put(known.name(), new Taken(known.name(), Secret.of(used), known.secret(), at, variable));
    return Remark.understood(
        at, subject, "is %s%s".formatted(known.name(), known.secret() ? "" : ": " + used));
  }

  /** The Python version starts at its own folder; {@code hwauto.yaml} will stand in another. */
  private static String absolute(KnownSetting known, String value, Path folder) {
    return known.path() && !value.startsWith("~/") && !value.startsWith("/")
        ? folder.resolve(value).normalize().toString()
        : value;
  }
}
