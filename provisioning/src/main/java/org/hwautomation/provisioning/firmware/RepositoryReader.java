package org.hwautomation.provisioning.firmware;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.provisioning.UpdatePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Python version's {@code firmware_repository.yaml}: its {@code example_files} and the
 * {@code files} below a motherboard are the images, {@code estimated_time} and {@code
 * requires_reboot} of a vendor's component hold for all of them, {@code device_firmware_mapping}
 * says which families of file names belong to which device types, and {@code update_policies} which
 * severities a policy takes. All else in it has no meaning here. Not thread-safe; use once.
 */
final class RepositoryReader {
  private static final List<FirmwareType> TYPES = List.of(FirmwareType.values());

  private final Path file;
  private final CatalogReading reading = new CatalogReading();
  private final List<FirmwareImage> images = new ArrayList<>();
  private final List<Family> families = new ArrayList<>();
  private Path root;
  private Path base;

  /** File names or versions of this beginning are for a device type. */
  private record Family(String vendor, FirmwareType type, String beginning, String deviceType) {}

  RepositoryReader(Path file) {
    this.file = file;
    this.root = projectRoot(file);
    this.base = root;
  }

  /** Paths in the file start at the project: two folders above {@code configs/firmware}. */
  private static Path projectRoot(Path file) {
    var absolute = file.toAbsolutePath().normalize();
    var folder = absolute.getParent();
    if (folder == null) {
      return absolute;
    }
    if (folder.endsWith(Path.of("configs", "firmware"))) {
      return folder.resolve("../..").normalize();
    }
    return folder;
  }

  FirmwareCatalog read(YamlNode.Mapping document) {
    var repository = CatalogReading.mapping(document, FirmwareCatalog.REPOSITORY);
    var path = CatalogReading.text(repository, "base_path");
    base = root.resolve(path == null ? "firmware" : path).normalize();
    var mapping = CatalogReading.mapping(document, "device_firmware_mapping");
    mapping.entries().forEach(entry -> reading.collecting(() -> families(entry)));
    for (var vendor : CatalogReading.mapping(repository, "vendors").entries()) {
      reading.collecting(
          () -> vendor(vendor.key(), vendor.value().asMapping("vendor '" + vendor.key() + "'")));
    }
    var rules = new EnumMap<UpdatePolicy, PolicyRule>(UpdatePolicy.class);
    for (var policy : CatalogReading.mapping(document, "update_policies").entries()) {
      reading.collecting(() -> policy(policy, rules));
    }
    document
        .find("mock_vendor_responses")
        .ifPresent(
            made ->
                reading.warnings.add(
                    made.position()
                        + ": mock_vendor_responses is made up, no images of any maker; ignored"));
    reading.finish();
    images.sort(
        Comparator.comparingInt((FirmwareImage image) -> image.position().line())
            .thenComparingInt(image -> image.position().column()));
    return new FirmwareCatalog(file, images, rules, reading.warnings);
  }

  private void families(YamlNode.Entry entry) {
    var node = entry.value().asMapping("device type '" + entry.key() + "'");
    var vendor = CatalogReading.text(node, "vendor");
    if (vendor == null || entry.key().equals("default")) {
      return;
    }
    for (var type : TYPES) {
      var family = CatalogReading.text(node, type.wireName() + "_family");
      if (family != null && !family.equalsIgnoreCase("unknown")) {
        families.add(new Family(vendor, type, family, entry.key()));
      }
    }
  }

  private void vendor(String vendor, YamlNode.Mapping node) {
    var examples = CatalogReading.mapping(node, "example_files");
    for (var type : TYPES) {
      var manner = CatalogReading.mapping(node, type.wireName());
      files(examples, type, vendor, List.of(), manner);
    }
    for (var board : CatalogReading.mapping(node, "motherboards").entries()) {
      reading.collecting(() -> board(vendor, board, node));
    }
  }

  private void board(String vendor, YamlNode.Entry board, YamlNode.Mapping ofVendor) {
    var node = board.value().asMapping("motherboard '" + board.key() + "'");
    var names = new ArrayList<>(List.of(board.key()));
    var model = CatalogReading.text(node, "model");
    if (model != null && !model.equals(board.key())) {
      names.add(model);
    }
    var tracking = CatalogReading.mapping(node, "firmware_tracking");
    for (var type : TYPES) {
      var manner = CatalogReading.mapping(ofVendor, type.wireName());
      files(node, type, vendor, names, manner);
      files(tracking, type, vendor, names, manner);
    }
  }

  /** The files of a component: a list of them, or a mapping with one under {@code files}. */
  private void files(
      YamlNode.Mapping parent,
      FirmwareType type,
      String vendor,
      List<String> boards,
      YamlNode.Mapping manner) {
    var under = parent.find(type.wireName());
    if (under.isEmpty()) {
      return;
    }
    var list =
        under.get() instanceof YamlNode.Mapping inner
            ? inner.find("files")
            : Optional.of(under.get());
    if (list.isPresent() && list.get() instanceof YamlNode.Sequence sequence) {
      for (var item : sequence.items()) {
        reading.collecting(
            () -> images.add(image(item.asMapping("a file"), type, vendor, boards, manner)));
      }
    }
  }

  private FirmwareImage image(
      YamlNode.Mapping node,
      FirmwareType type,
      String vendor,
      List<String> boards,
      YamlNode.Mapping manner) {
    var name = CatalogReading.required(node, "file", "a file");
    var version = CatalogReading.required(node, "version", "a file");
    var fromRoot = CatalogReader.relative(base, root.resolve(name).normalize().toString());
    var relative = fromRoot == null ? CatalogReader.relative(base, name) : fromRoot;
    if (relative == null) {
      throw CatalogReading.at(node, "file", "'%s' leads out of base_path %s".formatted(name, base));
    }
    var severity =
        Optional.ofNullable(CatalogReading.text(node, "priority"))
            .flatMap(Severity::named)
            .orElse(Severity.NORMAL);
    var types = boards.isEmpty() ? deviceTypes(vendor, type, name, version) : List.<String>of();
    if (boards.isEmpty() && types.isEmpty()) {
      reading.warnings.add(
          "%s: '%s' belongs to no family in device_firmware_mapping, so for which boards it is, nobody says; it will not be installed"
              .formatted(node.position(), name));
    }
    return new FirmwareImage(
        vendor,
        boards,
        types,
        type,
        List.of(),
        version,
        CatalogReading.texts(node, "min_from"),
        checksum(node),
        null,
        disruption(type, manner),
        time(type, manner),
        severity,
        severity == Severity.CRITICAL,
        CatalogReading.text(node, "release_notes"),
        base,
        relative,
        node.position());
  }

  private List<String> deviceTypes(String vendor, FirmwareType type, String name, String version) {
    var path = name.replace('\\', '/');
    var plain = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    var spelled = version.toLowerCase(Locale.ROOT);
    return families.stream()
        .filter(family -> family.vendor().equalsIgnoreCase(vendor) && family.type() == type)
        .filter(
            family -> {
              var beginning = family.beginning().toLowerCase(Locale.ROOT);
              return begins(plain, beginning) || begins(spelled, beginning);
            })
        .map(Family::deviceType)
        .toList();
  }

  /** {@code x11spl_3.4.rom} is of {@code x11spl}, {@code x11spla_3.4.rom} is not. */
  private static boolean begins(String text, String beginning) {
    return text.startsWith(beginning)
        && (text.length() == beginning.length()
            || !Character.isLetterOrDigit(text.charAt(beginning.length())));
  }

  private @Nullable String checksum(YamlNode.Mapping node) {
    var text = CatalogReading.text(node, "checksum");
    if (text == null) {
      return null;
    }
    var bare = text.toLowerCase(Locale.ROOT).replaceFirst("^sha-?256:", "");
    if (Sha256.isOne(bare)) {
      return bare;
    }
    reading.warnings.add(
        "%s: checksum: '%s' is no SHA-256, so the image will not be installed"
            .formatted(node.find("checksum").orElseThrow().position(), text));
    return null;
  }

  /** {@code requires_reboot} of a BMC means the BMC's own restart: the host goes on. */
  private static Disruption disruption(FirmwareType type, YamlNode.Mapping manner) {
    var usual = type.usualDisruption();
    return usual == Disruption.HOST_REBOOT && !CatalogReading.flag(manner, "requires_reboot", true)
        ? Disruption.NONE
        : usual;
  }

  private static Duration time(FirmwareType type, YamlNode.Mapping manner) {
    var time = CatalogReading.seconds(manner, "estimated_time");
    return time == null ? type.usualTime() : time;
  }

  private void policy(YamlNode.Entry entry, Map<UpdatePolicy, PolicyRule> rules) {
    var node = entry.value().asMapping("policy '" + entry.key() + "'");
    for (var policy : UpdatePolicy.values()) {
      if (policy.wireName().equalsIgnoreCase(entry.key())) {
        rules.put(
            policy,
            new PolicyRule(
                severities(node, "include_priorities"),
                severities(node, "exclude_priorities"),
                policy == UpdatePolicy.SECURITY_ONLY));
      }
    }
  }

  private static Set<Severity> severities(YamlNode.Mapping node, String key) {
    var found = new HashSet<Severity>();
    for (var word : CatalogReading.texts(node, key)) {
      found.add(
          Severity.named(word)
              .orElseThrow(() -> CatalogReading.unknown(node, key, word, Severity.names())));
    }
    return found;
  }

  static BadFileException cannotAdd(Path file) {
    return new BadFileException(
        "%s is the Python version's file, which is only read; keep new images in a folder with a %s"
            .formatted(file, FirmwareCatalog.FILE));
  }
}
