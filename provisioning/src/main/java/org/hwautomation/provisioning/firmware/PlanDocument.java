package org.hwautomation.provisioning.firmware;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.JsonFile;
import org.hwautomation.definitions.file.Problem;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.provisioning.UpdatePolicy;
import org.hwautomation.provisioning.safety.Identity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A plan as a JSON file. It ends with a digest of itself, so that a file that was cut off or edited
 * is not taken for what was planned; that is no signature.
 */
public final class PlanDocument {
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final JsonMapper COMPACT = JsonMapper.builder().build();
  private static final String FORM = "hwauto-firmware-plan/1";

  private PlanDocument() {}

  /** The plan as values for JSON, in a fixed order. */
  public static Map<String, @Nullable Object> document(FirmwarePlan plan) {
    var document = content(plan);
    document.put("digest", digest(plan));
    return document;
  }

  /** The plan as the text of a file. */
  public static String write(FirmwarePlan plan) {
    return PRETTY.writeValueAsString(document(plan)) + "\n";
  }

  /** The plan as a run remembers it: on one line, without what is left alone for good reason. */
  public static String compact(FirmwarePlan plan) {
    return COMPACT.writeValueAsString(document(plan.withProblemsOnly()));
  }

  private static String digest(FirmwarePlan plan) {
    return Sha256.of(COMPACT.writeValueAsString(content(plan)));
  }

  private static Map<String, @Nullable Object> content(FirmwarePlan plan) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("form", FORM);
    document.put("server", plan.server());
    document.put("vendor", plan.vendor());
    document.put("model", plan.model());
    document.put("identity", identity(plan.identity()));
    document.put("made_at", plan.madeAt().toString());
    document.put("policy", plan.policy().wireName());
    document.put("device_type", plan.deviceType());
    document.put("approvals", plan.approvals().stream().map(Approval::wireName).sorted().toList());
    document.put("reason", plan.reason());
    document.put("updates", plan.updates().stream().map(PlanDocument::update).toList());
    document.put("skipped", plan.skipped().stream().map(PlanDocument::skip).toList());
    document.put("bmc_resets", plan.count(Disruption.BMC_RESET));
    document.put("host_reboots", plan.count(Disruption.HOST_REBOOT));
    document.put("ac_cycles", plan.count(Disruption.AC_CYCLE));
    document.put("seconds", plan.time().toSeconds());
    document.put("warnings", plan.warnings());
    document.put("inventory", plan.state());
    document.put("fingerprint", plan.fingerprint());
    return document;
  }

  private static Map<String, @Nullable Object> identity(Identity identity) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("source", identity.source());
    fields.put("serial", identity.serial());
    fields.put("uuid", identity.uuid());
    fields.put("board_serial", identity.boardSerial());
    fields.put("bmc_mac", identity.bmcMac());
    fields.put("nic_macs", List.copyOf(new TreeSet<>(identity.nicMacs())));
    return fields;
  }

  private static Map<String, @Nullable Object> update(PlannedUpdate update) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("component", update.type().wireName());
    fields.put("name", update.name());
    fields.put("items", update.items());
    fields.put("from", update.from());
    fields.put("downgrade", update.downgrade());
    fields.put("path", update.path().stream().map(PlanDocument::image).toList());
    return fields;
  }

  private static Map<String, @Nullable Object> image(PlannedImage image) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("version", image.version());
    fields.put("file", image.file());
    fields.put("sha256", image.sha256());
    fields.put("size", image.size());
    fields.put("min_from", image.minFrom());
    fields.put("disruption", image.disruption().wireName());
    fields.put("seconds", image.time().toSeconds());
    return fields;
  }

  private static Map<String, @Nullable Object> skip(SkippedUpdate skip) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("component", skip.type().wireName());
    fields.put("name", skip.name());
    fields.put("items", skip.items());
    fields.put("running", skip.running());
    fields.put("wanted", skip.wanted());
    fields.put("reason", skip.reason().wireName());
    fields.put("problem", skip.reason().isProblem());
    fields.put("message", skip.message());
    return fields;
  }

  /**
   * Reads a plan.
   *
   * @param file what messages call it
   * @throws BadFileException if it is none, was cut off, or was edited
   */
  public static FirmwarePlan read(String file, String text) {
    var problems = new ArrayList<Problem>();
    var node = JsonFile.parse(file, text, problems);
    if (!problems.isEmpty()) {
      throw new BadFileException(problems.stream().map(Problem::toString).toList());
    }
    var root = node.asMapping("the plan");
    if (!FORM.equals(CatalogReading.text(root, "form"))) {
      throw new BadFileException(
          root.position(),
          "is no firmware plan of form %s; make one with 'hwauto firmware plan'".formatted(FORM));
    }
    FirmwarePlan plan;
    try {
      plan = plan(root);
    } catch (IllegalArgumentException e) {
      throw new BadFileException(root.position(), String.valueOf(e.getMessage()));
    }
    if (!digest(plan).equals(CatalogReading.text(root, "digest"))) {
      throw new BadFileException(root.position(), "was changed after it was made; make a new plan");
    }
    return plan;
  }

  private static FirmwarePlan plan(YamlNode.Mapping root) {
    var state = new LinkedHashMap<String, String>();
    for (var entry : CatalogReading.mapping(root, "inventory").entries()) {
      state.put(entry.key(), entry.value().asScalar(entry.key()).text());
    }
    return new FirmwarePlan(
        text(root, "server"),
        identity(CatalogReading.mapping(root, "identity")),
        find(root, "vendor"),
        find(root, "model"),
        instant(root),
        word(root, "policy", UpdatePolicy.values(), UpdatePolicy::wireName),
        find(root, "device_type"),
        approvals(root),
        find(root, "reason"),
        state,
        list(root, "updates", PlanDocument::update),
        list(root, "skipped", PlanDocument::skip),
        texts(root, "warnings"));
  }

  private static Identity identity(YamlNode.Mapping node) {
    return new Identity(
        text(node, "source"),
        find(node, "serial"),
        find(node, "uuid"),
        find(node, "board_serial"),
        find(node, "bmc_mac"),
        Set.copyOf(texts(node, "nic_macs")));
  }

  private static PlannedUpdate update(YamlNode.Mapping node) {
    var type = type(node);
    return new PlannedUpdate(
        type,
        text(node, "name"),
        texts(node, "items"),
        text(node, "from"),
        CatalogReading.flag(node, "downgrade", false),
        list(node, "path", image -> image(type, image)));
  }

  private static PlannedImage image(FirmwareType type, YamlNode.Mapping node) {
    var size = find(node, "size");
    return new PlannedImage(
        type,
        text(node, "version"),
        text(node, "file"),
        text(node, "sha256"),
        size == null ? null : number(node, "size", size),
        texts(node, "min_from"),
        word(node, "disruption", Disruption.values(), Disruption::wireName),
        Duration.ofSeconds(number(node, "seconds", text(node, "seconds"))));
  }

  private static SkippedUpdate skip(YamlNode.Mapping node) {
    return new SkippedUpdate(
        type(node),
        text(node, "name"),
        texts(node, "items"),
        find(node, "running"),
        find(node, "wanted"),
        word(node, "reason", SkipReason.values(), SkipReason::wireName),
        text(node, "message"));
  }

  private static FirmwareType type(YamlNode.Mapping node) {
    return word(node, "component", FirmwareType.values(), FirmwareType::wireName);
  }

  private static Set<Approval> approvals(YamlNode.Mapping root) {
    return texts(root, "approvals").stream()
        .map(
            name ->
                Approval.named(name)
                    .orElseThrow(
                        () -> CatalogReading.unknown(root, "approvals", name, Approval.names())))
        .collect(Collectors.toSet());
  }

  private static Instant instant(YamlNode.Mapping root) {
    var text = text(root, "made_at");
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw CatalogReading.at(root, "made_at", "'%s' is no time".formatted(text));
    }
  }

  private static long number(YamlNode.Mapping node, String key, String text) {
    if (!text.matches("[0-9]{1,15}")) {
      throw CatalogReading.at(node, key, "'%s' is not a whole number".formatted(text));
    }
    return Long.parseLong(text);
  }

  private static <T> T word(
      YamlNode.Mapping node, String key, T[] values, Function<T, String> name) {
    var text = text(node, key);
    return Arrays.stream(values)
        .filter(value -> name.apply(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                CatalogReading.unknown(node, key, text, Arrays.stream(values).map(name).toList()));
  }

  private static <T> List<T> list(
      YamlNode.Mapping node, String key, Function<YamlNode.Mapping, T> reader) {
    return switch (node.find(key).orElse(node)) {
      case YamlNode.Sequence sequence ->
          sequence.items().stream().map(item -> reader.apply(item.asMapping(key))).toList();
      case YamlNode.Mapping _, YamlNode.Scalar _ ->
          throw CatalogReading.at(node, key, "is not a list");
    };
  }

  private static List<String> texts(YamlNode.Mapping node, String key) {
    return node.find(key).map(list -> list.asScalars(key)).orElse(List.of()).stream()
        .map(YamlNode.Scalar::text)
        .toList();
  }

  private static String text(YamlNode.Mapping node, String key) {
    return Optional.ofNullable(find(node, key))
        .orElseThrow(() -> new BadFileException(node.position(), "has no '%s'".formatted(key)));
  }

  /** As it is written, blanks too: the digest is over every character. */
  private static @Nullable String find(YamlNode.Mapping node, String key) {
    return node.find(key)
        .map(value -> value.asScalar(key))
        .filter(scalar -> !scalar.isNull())
        .map(YamlNode.Scalar::text)
        .orElse(null);
  }
}
