package org.hwautomation.provisioning.original;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.definitions.file.YamlNode;

/**
 * Reads {@code logging.yaml}, the dictionary of Python's {@code logging.config}: the level, the
 * first file that is written, and whether lines are JSON there. Where it has one for each
 * environment, that of {@code HW_AUTOMATION_ENV} counts, else {@code production}.
 */
final class LoggingReading {
  private static final Map<String, String> WITHOUT_MEANING =
      Map.of(
          "filters", "a run's id is in every line that belongs to one",
          "formatters", "the form of a line is text or JSON, by logging.format",
          "version", "the version of Python's own format",
          "disable_existing_loggers", "a matter of Python's loggers",
          "incremental", "a matter of Python's loggers");

  private final String file;
  private final SettingsReading settings;
  private final List<Remark> remarks = new ArrayList<>();

  LoggingReading(String file, SettingsReading settings) {
    this.file = file;
    this.settings = settings;
  }

  static boolean isOne(YamlNode.Mapping root) {
    return root.find("handlers").isPresent()
        && (root.find("root").isPresent() || root.find("loggers").isPresent());
  }

  /** True if each environment has its own. */
  static boolean isOnePerEnvironment(YamlNode.Mapping root) {
    return !root.entries().isEmpty()
        && root.entries().stream()
            .allMatch(entry -> entry.value() instanceof YamlNode.Mapping inner && isOne(inner));
  }

  List<Remark> read(YamlNode.Mapping root, Optional<String> environment) {
    if (!isOnePerEnvironment(root)) {
      return read(root);
    }
    var wanted = environment.orElse("production");
    var chosen = root.find(wanted).isPresent() ? wanted : root.entries().getFirst().key();
    for (var entry : root.entries()) {
      if (entry.key().equals(chosen)) {
        remarks.add(
            Remark.understood(
                entry.position(),
                entry.key(),
                environment.isPresent()
                    ? "the environment of HW_AUTOMATION_ENV"
                    : "the environment that counts, since HW_AUTOMATION_ENV is not in .env"));
        read(entry.value().asMapping(chosen));
      } else {
        remarks.add(
            Remark.withoutMeaning(
                entry.position(),
                entry.key(),
                "there are no environments: keep a file for each and name it with --config"));
      }
    }
    return remarks;
  }

  private List<Remark> read(YamlNode.Mapping root) {
    for (var entry : root.entries()) {
      var reason = WITHOUT_MEANING.get(entry.key());
      if (reason != null) {
        remarks.add(Remark.withoutMeaning(entry.position(), entry.key(), reason));
      } else if (!List.of("handlers", "root", "loggers").contains(entry.key())) {
        remarks.add(
            Remark.wrong(entry.position(), entry.key(), "is no key of a logging file; remove it"));
      }
    }
    level(root);
    handlers(root);
    return remarks;
  }

  private void level(YamlNode.Mapping root) {
    find(root, "root", "level")
        .or(() -> find(root, "loggers", "hwautomation", "level"))
        .or(() -> find(root, "loggers", "", "level"))
        .ifPresent(
            level ->
                remarks.add(
                    settings.logging(
                        file, "logging.level", "level", level.text(), level.position())));
    root.find("loggers")
        .filter(YamlNode.Mapping.class::isInstance)
        .map(node -> node.asMapping("loggers"))
        .ifPresent(
            loggers -> {
              for (var logger : loggers.entries()) {
                remarks.add(
                    Remark.withoutMeaning(
                        logger.position(),
                        "loggers." + logger.key(),
                        "loggers are Python's modules; one level holds for all, logging.level"));
              }
            });
  }

  private void handlers(YamlNode.Mapping root) {
    YamlNode.Scalar first = null;
    var handlers =
        root.find("handlers").filter(YamlNode.Mapping.class::isInstance).stream()
            .flatMap(node -> node.asMapping("handlers").entries().stream())
            .toList();
    for (var handler : handlers) {
      if (!(handler.value() instanceof YamlNode.Mapping mapping)) {
        remarks.add(
            Remark.wrong(
                handler.position(),
                "handlers." + handler.key(),
                "is " + handler.value().kind() + "; write it as 'key: value' lines below it"));
        continue;
      }
      var name = find(mapping, "filename");
      if (name.isEmpty()) {
        remarks.add(
            Remark.withoutMeaning(
                handler.position(),
                "handlers." + handler.key(),
                "standard error shows errors, or all from logging.level on where there is no file"));
      } else if (first == null) {
        first = name.get();
        remarks.add(
            settings.logging(
                file, "logging.file", "handlers." + handler.key(), first.text(), first.position()));
        json(root, mapping);
        find(mapping, "maxBytes")
            .ifPresent(
                size ->
                    remarks.add(
                        Remark.withoutMeaning(
                            size.position(),
                            "maxBytes, backupCount",
                            "files are rotated by the system (logrotate), which may move them at any time")));
      } else {
        remarks.add(
            Remark.withoutMeaning(
                handler.position(),
                "handlers." + handler.key(),
                "there is one log file, %s; errors are in it".formatted(first.text())));
      }
    }
  }

  private void json(YamlNode.Mapping root, YamlNode.Mapping handler) {
    var formatter = find(handler, "formatter");
    if (formatter.isEmpty()) {
      return;
    }
    var name = formatter.get().text();
    var form =
        find(root, "formatters", name, "()").or(() -> find(root, "formatters", name, "class"));
    var json =
        name.toLowerCase(Locale.ROOT).contains("json")
            || form.map(text -> text.text().toLowerCase(Locale.ROOT).contains("json"))
                .orElse(false);
    remarks.add(
        settings.logging(
            file,
            "logging.format",
            "formatter",
            json ? "json" : "text",
            formatter.get().position()));
  }

  private static Optional<YamlNode.Scalar> find(YamlNode.Mapping root, String... path) {
    YamlNode node = root;
    for (var key : path) {
      var next =
          node instanceof YamlNode.Mapping mapping ? mapping.find(key) : Optional.<YamlNode>empty();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      node = next.get();
    }
    return node instanceof YamlNode.Scalar scalar && !scalar.isNull() && !scalar.text().isBlank()
        ? Optional.of(scalar)
        : Optional.empty();
  }
}
