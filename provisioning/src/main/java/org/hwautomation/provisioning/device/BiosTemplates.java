package org.hwautomation.provisioning.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.Problem;
import org.hwautomation.definitions.file.YamlFile;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.provisioning.bios.BiosRegistry;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.hwautomation.workflow.Spelling;

/**
 * What the Python version keeps beside its device types about their BIOS: {@code
 * template_rules.yaml}, {@code preserve_settings.yaml}, and a {@code <BiosCfg>} file for each
 * device type. {@link TemplateMerge} joins them with the device types. Immutable.
 *
 * @param templates in the order in which they were read
 * @param preserve globs for all device types
 * @param notes what was left out, and why
 */
public record BiosTemplates(List<Template> templates, List<Glob> preserve, List<Problem> notes) {
  /** Nothing. */
  public static final BiosTemplates NONE = new BiosTemplates(List.of(), List.of(), List.of());

  /** At the top of {@code template_rules.yaml}. */
  public static final String RULES = "template_rules";

  /** At the top of {@code preserve_settings.yaml}. */
  public static final String PRESERVE = "preserve_settings";

  private static final Set<String> RULE_KEYS = Set.of("description", "modifications");

  /** Where a template came from; a later one beats an earlier one. */
  public enum Source {
    /** A file of {@code sum}'s form. */
    XML,
    /** An entry of {@code template_rules}. */
    RULES
  }

  /**
   * Settings for a device type.
   *
   * @param name as it is written, or the file's name without {@code .xml}: with luck a device type
   * @param registry what the BIOS has, where the file is a whole export of one
   */
  public record Template(
      String name,
      Source source,
      Position position,
      Map<String, Wanted> settings,
      Optional<BiosRegistry> registry) {
    public Template {
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
  }

  /** A value with its place. */
  public record Wanted(BiosValue value, Position position) {}

  /** A pattern of settings that are never changed, with its place. */
  public record Glob(String text, Position position) {}

  public BiosTemplates {
    templates = List.copyOf(templates);
    preserve = List.copyOf(preserve);
    notes = List.copyOf(notes);
  }

  /** These and others. */
  public BiosTemplates plus(BiosTemplates other) {
    return new BiosTemplates(
        joined(templates, other.templates),
        joined(preserve, other.preserve),
        joined(notes, other.notes));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /**
   * Reads one file, or a folder: {@code template_rules.yaml}, {@code preserve_settings.yaml}, and
   * all {@code *.xml} of it and of {@code xml_templates} in it.
   *
   * @throws ConfigurationException naming the places of all that is wrong
   */
  public static BiosTemplates load(Path path) {
    if (!Files.isDirectory(path)) {
      return reading(() -> file(path));
    }
    var files = new TreeSet<Path>();
    for (var name : List.of(RULES + ".yaml", PRESERVE + ".yaml")) {
      if (Files.exists(path.resolve(name))) {
        files.add(path.resolve(name));
      }
    }
    for (var folder : List.of(path, path.resolve("xml_templates"))) {
      if (Files.isDirectory(folder)) {
        try (var found = Files.newDirectoryStream(folder, "*.xml")) {
          found.forEach(files::add);
        } catch (IOException e) {
          throw new ConfigurationException(folder + ": cannot be read (" + e.getMessage() + ")");
        }
      }
    }
    if (files.isEmpty()) {
      throw new ConfigurationException(
          path + ": holds none of template_rules.yaml, preserve_settings.yaml and *.xml");
    }
    var all = NONE;
    var problems = new ArrayList<String>();
    for (var file : files) {
      try {
        all = all.plus(file(file));
      } catch (BadFileException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return all;
  }

  private static BiosTemplates file(Path file) {
    return file.toString().endsWith(".xml") ? XmlTemplate.read(file) : of(YamlFile.read(file));
  }

  private static BiosTemplates reading(Supplier<BiosTemplates> reader) {
    try {
      return reader.get();
    } catch (BadFileException e) {
      throw ConfigurationException.of(e);
    }
  }

  /** Reads a {@code <BiosCfg>} file, which belongs to the device type that it is called after. */
  public static BiosTemplates ofXml(Path file) {
    return reading(() -> XmlTemplate.read(file));
  }

  /**
   * Reads {@code template_rules} and {@code preserve_settings} at the top of a file.
   *
   * @throws ConfigurationException if there is neither, or something in them does not fit
   */
  public static BiosTemplates of(YamlNode.Mapping root) {
    if (root.find(RULES).isEmpty() && root.find(PRESERVE).isEmpty()) {
      throw new ConfigurationException(
          root.position(), "has neither '" + RULES + "' nor '" + PRESERVE + "' at the top");
    }
    return reading(
        () -> {
          var problems = new ArrayList<String>();
          var notes = new ArrayList<Problem>();
          var templates = new ArrayList<Template>();
          for (var rule :
              root.find(RULES).map(node -> node.asMapping(RULES).entries()).orElse(List.of())) {
            try {
              templates.add(rule(rule, notes, problems));
            } catch (BadFileException e) {
              problems.addAll(e.problems());
            }
          }
          var globs = globs(root, problems);
          if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
          }
          return new BiosTemplates(templates, globs, notes);
        });
  }

  private static Template rule(YamlNode.Entry rule, List<Problem> notes, List<String> problems) {
    var name = RULES + "." + rule.key();
    var mapping = rule.value().asMapping(name);
    for (var entry : mapping.entries()) {
      if (!RULE_KEYS.contains(entry.key())) {
        notes.add(
            new Problem(
                entry.position(),
                "%s: unknown key '%s'%s; ignored"
                    .formatted(name, entry.key(), Spelling.hint(entry.key(), RULE_KEYS))));
      }
    }
    var settings = new LinkedHashMap<String, Wanted>();
    for (var entry :
        mapping
            .find("modifications")
            .map(node -> node.asMapping(name + ".modifications").entries())
            .orElse(List.of())) {
      if (entry.value() instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
        settings.put(entry.key(), new Wanted(DeviceTypeReader.value(scalar), entry.position()));
      } else {
        problems.add(
            "%s: %s: '%s' is %s; write a single value"
                .formatted(entry.position(), name, entry.key(), entry.value().kind()));
      }
    }
    return new Template(rule.key(), Source.RULES, rule.position(), settings, Optional.empty());
  }

  private static List<Glob> globs(YamlNode.Mapping root, List<String> problems) {
    var globs = new ArrayList<Glob>();
    try {
      for (var scalar : root.find(PRESERVE).map(BiosTemplates::patterns).orElse(List.of())) {
        if (!scalar.isNull() && !scalar.text().isBlank()) {
          globs.add(new Glob(scalar.text().strip(), scalar.position()));
        }
      }
    } catch (BadFileException e) {
      problems.addAll(e.problems());
    }
    return globs;
  }

  /** A list, or several under names that say what they are. */
  private static List<YamlNode.Scalar> patterns(YamlNode node) {
    return node instanceof YamlNode.Mapping groups
        ? groups.entries().stream()
            .flatMap(group -> group.value().asScalars(PRESERVE + "." + group.key()).stream())
            .toList()
        : node.asScalars(PRESERVE);
  }
}
