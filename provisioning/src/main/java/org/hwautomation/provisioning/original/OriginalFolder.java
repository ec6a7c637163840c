package org.hwautomation.provisioning.original;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.Problem;
import org.hwautomation.definitions.file.TextFile;
import org.hwautomation.definitions.file.YamlFile;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.hwautomation.provisioning.configuration.DotEnv;
import org.hwautomation.provisioning.device.BiosTemplates;
import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.device.TemplateMerge;
import org.hwautomation.provisioning.firmware.FirmwareCatalog;
import org.hwautomation.provisioning.original.Remark.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Reads a folder of the Python version's files, each for itself: what is wrong with one does not
 * stop the others. Only reads. Not thread-safe; use once.
 */
public final class OriginalFolder {
  private static final int MAX_BYTES = 4 << 20;
  private static final int SNIFFED = 4_096;
  private static final String MEMORY = "settings";

  /** A file with one of these at its top is one of settings, whatever it is called. */
  private static final Set<String> SECTIONS =
      Set.of("database", "maas", "ipmi", "ssh", "redfish", "network", "logging");

  /** A file while it is looked at. */
  private static final class Look {
    private final String file;
    private final Path path;
    private final List<Remark> remarks = new ArrayList<>();
    private FileKind kind = FileKind.UNRECOGNISED;
    private YamlNode.@Nullable Mapping root;
    private boolean broken;

    Look(Path path) {
      this.path = path;
      this.file = path.toString();
    }

    private String name() {
      return String.valueOf(path.getFileName());
    }

    void wrong(String line) {
      remarks.add(Remark.of(Verdict.WRONG, file, line));
    }
  }

  private final Path folder;
  private final Map<String, String> environment;
  private final List<Look> looks = new ArrayList<>();
  private final Map<FileKind, Look> only = new EnumMap<>(FileKind.class);
  private final SettingsReading settings = new SettingsReading();
  private @Nullable DeviceTypes types;
  private Optional<DotEnv> dotEnv = Optional.empty();

  private OriginalFolder(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /**
   * Reads it.
   *
   * @param environment which references in {@code .env} see; it gives no settings
   * @throws BadFileException if it is no folder, or holds far too much
   */
  public static OriginalSetup read(Path folder, Map<String, String> environment) {
    return new OriginalFolder(folder, environment).setup();
  }

  private OriginalSetup setup() {
    for (var found : FolderWalk.of(folder)) {
      var look = new Look(found.path());
      looks.add(look);
      if (found.trouble() == null) {
        recognise(look);
      } else {
        look.wrong(found.trouble());
      }
    }
    looks.forEach(this::keepOne);
    variables();
    one(FileKind.CONFIGURATION)
        .ifPresent(look -> look.remarks.addAll(settings.yaml(look.file, root(look))));
    logging();
    together();
    one(FileKind.DEVICE_TYPES).ifPresent(this::devices);
    one(FileKind.DEVICE_MAPPINGS).ifPresent(this::devices);
    templates();
    one(FileKind.FIRMWARE_REPOSITORY).ifPresent(this::firmware);
    return new OriginalSetup(
        folder,
        looks.stream()
            .map(look -> new OriginalFile(look.path, look.kind, look.remarks))
            .sorted(Comparator.comparing(OriginalFile::path))
            .toList(),
        settings.taken(),
        Optional.ofNullable(types));
  }

  private Optional<Look> one(FileKind kind) {
    return Optional.ofNullable(only.get(kind)).filter(look -> !look.broken);
  }

  private static YamlNode.Mapping root(Look look) {
    var root = look.root;
    return root == null ? new YamlNode.Mapping(List.of(), Remark.whole(look.file)) : root;
  }

  private void recognise(Look look) {
    var name = look.name();
    if (name.equals(".env")) {
      look.kind = FileKind.VARIABLES;
    } else if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      yaml(look);
    } else if (name.endsWith(".xml")) {
      xml(look);
    }
  }

  private void yaml(Look look) {
    try {
      var problems = new ArrayList<Problem>();
      var text = TextFile.read(look.path, MAX_BYTES);
      var root = YamlFile.parse(look.file, text, true, problems);
      problems.forEach(
          problem -> look.remarks.add(Remark.wrong(problem.position(), "", problem.text())));
      if (root instanceof YamlNode.Mapping mapping) {
        look.root = mapping;
        look.kind = kind(look.name(), mapping);
      } else {
        look.kind = byName(look.name());
        look.broken = true;
        if (problems.isEmpty() && look.kind != FileKind.UNRECOGNISED) {
          look.wrong("is " + root.kind() + " and no mapping; write 'key: value' lines");
        }
      }
    } catch (BadFileException e) {
      look.kind = byName(look.name());
      look.broken = true;
      e.problems().forEach(look::wrong);
    }
  }

  private static FileKind kind(String name, YamlNode.Mapping root) {
    if (root.find("device_configuration").isPresent()) {
      return FileKind.DEVICE_TYPES;
    }
    if (root.find("device_types").isPresent()) {
      return FileKind.DEVICE_MAPPINGS;
    }
    if (root.find("firmware_repository").isPresent()) {
      return FileKind.FIRMWARE_REPOSITORY;
    }
    if (root.find(BiosTemplates.RULES).isPresent()) {
      return FileKind.TEMPLATE_RULES;
    }
    if (root.find(BiosTemplates.PRESERVE).isPresent()) {
      return FileKind.PRESERVE_SETTINGS;
    }
    if (LoggingReading.isOne(root) || LoggingReading.isOnePerEnvironment(root)) {
      return FileKind.LOGGING;
    }
    return !name.startsWith("hwauto.") && root.keys().stream().anyMatch(SECTIONS::contains)
        ? FileKind.CONFIGURATION
        : byName(name);
  }

  private static FileKind byName(String name) {
    return switch (name.replaceFirst("\\.ya?ml$", "").toLowerCase(Locale.ROOT)) {
      case "config" -> FileKind.CONFIGURATION;
      case "unified_device_config" -> FileKind.DEVICE_TYPES;
      case "device_mappings" -> FileKind.DEVICE_MAPPINGS;
      case "template_rules" -> FileKind.TEMPLATE_RULES;
      case "preserve_settings" -> FileKind.PRESERVE_SETTINGS;
      case "firmware_repository" -> FileKind.FIRMWARE_REPOSITORY;
      case "logging" -> FileKind.LOGGING;
      default -> FileKind.UNRECOGNISED;
    };
  }

  /** A template is in its folder, or says that it is one; other XML is none of ours. */
  private void xml(Look look) {
    var parent = look.path.getParent();
    if (parent != null && parent.endsWith("xml_templates")) {
      look.kind = FileKind.BIOS_TEMPLATE;
      return;
    }
    try (var in = Files.newInputStream(look.path)) {
      var start = new String(in.readNBytes(SNIFFED), StandardCharsets.ISO_8859_1);
      if (start.contains("<BiosCfg")) {
        look.kind = FileKind.BIOS_TEMPLATE;
      }
    } catch (IOException e) {
      look.wrong("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** Of two of one kind, the one nearest to the top counts; there may be many BIOS templates. */
  private void keepOne(Look look) {
    if (look.kind == FileKind.UNRECOGNISED || look.kind == FileKind.BIOS_TEMPLATE) {
      return;
    }
    var first = only.putIfAbsent(look.kind, look);
    if (first != null) {
      look.remarks.clear();
      look.remarks.add(
          Remark.wrong(
              Remark.whole(look.file),
              "",
              "is a second file of %s, after %s, which counts; remove one of them"
                  .formatted(look.kind.text(), first.file)));
    }
  }

  private void variables() {
    one(FileKind.VARIABLES)
        .ifPresent(
            look -> {
              try {
                var read = DotEnv.read(look.path, environment);
                dotEnv = Optional.of(read);
                look.remarks.addAll(settings.dotEnv(look.file, read));
              } catch (BadFileException e) {
                look.broken = true;
                e.problems().forEach(look::wrong);
              }
            });
  }

  private void logging() {
    one(FileKind.LOGGING)
        .ifPresent(
            look -> {
              var environmentName =
                  dotEnv
                      .flatMap(read -> read.find("HW_AUTOMATION_ENV"))
                      .map(DotEnv.Variable::value)
                      .filter(value -> !value.isBlank());
              look.remarks.addAll(
                  new LoggingReading(look.file, settings).read(root(look), environmentName));
            });
  }

  /** What is wrong only with several settings at once, such as a part of a MAAS key alone. */
  private void together() {
    var values = new LinkedHashMap<String, String>();
    settings
        .taken()
        .forEach(taken -> values.put(taken.name(), taken.value().<String>reveal(text -> text)));
    List<String> lines;
    try {
      lines = Configuration.loader().map(MEMORY, values).load().warnings();
    } catch (ConfigurationException e) {
      lines = e.problems();
    }
    for (var line : lines) {
      for (var taken : settings.taken()) {
        var place = MEMORY + ":" + taken.name() + ": ";
        if (line.startsWith(place)) {
          tell(Remark.wrong(taken.position(), taken.name(), line.substring(place.length())));
        }
      }
    }
  }

  private void devices(Look look) {
    var before = look.remarks.size();
    try {
      var read = DeviceTypes.of(root(look));
      for (var warning : read.warnings()) {
        look.remarks.add(
            Remark.of(
                warning.contains("without values") ? Verdict.WITHOUT_MEANING : Verdict.WRONG,
                look.file,
                warning));
      }
      var all = types;
      types = all == null ? read : all.plus(read);
      look.remarks.add(Remark.understood(root(look).position(), "", found(read, all)));
    } catch (BadFileException e) {
      look.broken = true;
      look.remarks.subList(before, look.remarks.size()).clear();
      e.problems().forEach(look::wrong);
    }
    look.remarks.addAll(IdleKeys.in(root(look), IdleKeys.OF_DEVICES));
  }

  private static String found(DeviceTypes read, @Nullable DeviceTypes before) {
    var settings = read.all().stream().mapToInt(type -> type.bios().settings().size()).sum();
    var versions = read.all().stream().mapToInt(type -> type.firmware().entries().size()).sum();
    var known =
        before == null
            ? 0
            : (int) read.names().stream().filter(n -> before.find(n).isPresent()).count();
    return "%d device types with %d BIOS settings and %d firmware versions%s"
        .formatted(
            read.all().size(),
            settings,
            versions,
            before == null
                ? ""
                : "; %d of them stand in the other file, which goes before this".formatted(known));
  }

  private void templates() {
    var all = BiosTemplates.NONE;
    for (var look : looks) {
      var several = look.kind == FileKind.BIOS_TEMPLATE;
      var single = look.kind == FileKind.TEMPLATE_RULES || look.kind == FileKind.PRESERVE_SETTINGS;
      if (several || (single && only.get(look.kind) == look && !look.broken)) {
        try {
          var read = several ? BiosTemplates.ofXml(look.path) : BiosTemplates.of(root(look));
          read.notes()
              .forEach(
                  note -> look.remarks.add(Remark.of(Verdict.WRONG, look.file, note.toString())));
          read.preserve()
              .forEach(
                  glob ->
                      look.remarks.add(
                          Remark.understood(
                              glob.position(), glob.text(), "is preserved on all device types")));
          all = all.plus(new BiosTemplates(read.templates(), read.preserve(), List.of()));
        } catch (BadFileException e) {
          look.broken = true;
          e.problems().forEach(look::wrong);
        }
      }
    }
    merge(all);
  }

  private void merge(BiosTemplates templates) {
    if (templates.templates().isEmpty() && templates.preserve().isEmpty()) {
      return;
    }
    var before = types;
    if (before == null) {
      for (var template : templates.templates()) {
        tell(
            Remark.wrong(
                template.position(),
                template.name(),
                "no file of device types could be read beside it, so it is for none; put"
                    + " unified_device_config.yaml or device_mappings.yaml into the folder"));
      }
      return;
    }
    var merge = TemplateMerge.of(before, templates);
    types = merge.types();
    for (var use : merge.uses()) {
      var template = use.template();
      var checked =
          merge.uses().stream()
              .anyMatch(
                  other ->
                      other.deviceType().equals(use.deviceType())
                          && other.template().registry().isPresent());
      tell(
          Remark.understood(
              template.position(),
              template.name(),
              "%d BIOS settings of device type %s%s"
                  .formatted(
                      template.settings().size(),
                      use.deviceType(),
                      checked
                          ? ", compared with what its export says of that BIOS"
                          : "; whether its BIOS has them, no file here can say: 'hwauto bios plan"
                              + " SERVER' does")));
    }
    merge.problems().forEach(problem -> tell(Remark.wrong(problem.position(), "", problem.text())));
  }

  /** To the file in which it stands. */
  private void tell(Remark remark) {
    looks.stream()
        .filter(look -> look.file.equals(remark.position().file()))
        .findFirst()
        .ifPresent(look -> look.remarks.add(remark));
  }

  private void firmware(Look look) {
    look.remarks.addAll(IdleKeys.in(root(look), IdleKeys.OF_FIRMWARE));
    try {
      var catalog = FirmwareCatalog.load(look.path);
      for (var warning : catalog.warnings()) {
        if (!warning.contains("mock_vendor_responses")) {
          look.remarks.add(Remark.of(Verdict.WRONG, look.file, warning));
        }
      }
      var place = look.path.toAbsolutePath().normalize();
      settings.derived("firmware.catalog", place.toString(), new Position(look.file, 1, 1));
      look.remarks.add(
          Remark.understood(
              root(look).position(),
              "",
              "%d images; read as it is: firmware.catalog: %s"
                  .formatted(catalog.images().size(), place)));
    } catch (BadFileException e) {
      look.broken = true;
      e.problems().stream()
          .filter(line -> look.remarks.stream().noneMatch(told -> line.endsWith(told.text())))
          .forEach(look::wrong);
    }
  }
}
