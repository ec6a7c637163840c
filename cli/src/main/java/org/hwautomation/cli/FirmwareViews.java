package org.hwautomation.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hwautomation.provisioning.UpdatePolicy;
import org.hwautomation.provisioning.firmware.Disruption;
import org.hwautomation.provisioning.firmware.FirmwareImage;
import org.hwautomation.provisioning.firmware.FirmwarePlan;
import org.hwautomation.provisioning.firmware.FirmwareType;
import org.hwautomation.provisioning.firmware.PlannedImage;
import org.hwautomation.provisioning.firmware.PlannedUpdate;
import org.hwautomation.provisioning.firmware.SkippedUpdate;
import org.hwautomation.workflow.Spelling;

/** Images and firmware plans in a command's words. */
final class FirmwareViews {
  private FirmwareViews() {}

  static FirmwareType type(String name) {
    return known("component", name, FirmwareType.named(name), FirmwareType.names());
  }

  static UpdatePolicy policy(String name) {
    return known(
        "policy",
        name,
        Arrays.stream(UpdatePolicy.values())
            .filter(each -> each.wireName().equalsIgnoreCase(name))
            .findFirst(),
        Arrays.stream(UpdatePolicy.values()).map(UpdatePolicy::wireName).toList());
  }

  static <T> T known(String what, String word, Optional<T> found, List<String> names) {
    return found.orElseThrow(
        () ->
            new IllegalArgumentException(
                "%s '%s' is not known%s; known: %s"
                    .formatted(what, word, Spelling.hint(word, names), String.join(", ", names))));
  }

  static List<String> row(FirmwareImage image) {
    var made = new ArrayList<>(image.boards());
    made.addAll(image.deviceTypes());
    return List.of(
        image.vendor(),
        image.type().wireName(),
        image.version(),
        image.minFrom().isEmpty() ? "any" : ">= " + String.join(", ", image.minFrom()),
        made.isEmpty() ? "nobody knows" : String.join(", ", made),
        image.severity().wireName() + (image.security() ? ", security" : ""),
        image.file());
  }

  /** The plan for people. */
  static void show(Screen screen, FirmwarePlan plan) {
    screen.line(
        "%s: %s %s, serial %s; policy %s%s"
            .formatted(
                plan.server(),
                Objects.toString(plan.vendor(), ""),
                Objects.toString(plan.model(), ""),
                Objects.toString(plan.identity().serial(), "not told"),
                plan.policy().wireName(),
                plan.deviceType() == null ? "" : " of device type " + plan.deviceType()));
    screen.line("");
    var rows = new ArrayList<List<String>>();
    for (var update : plan.updates()) {
      rows.add(row(screen, update));
    }
    for (var skip : plan.skipped()) {
      rows.add(row(screen, skip));
    }
    screen.table(
        List.of("COMPONENT", "ITEM", "FROM", "VIA", "TO", "INTERRUPTS", "TIME", "WHAT OR WHY NOT"),
        rows);
    screen.line("");
    screen.line(summary(plan));
    plan.warnings().forEach(warning -> screen.line("! " + warning));
  }

  private static List<String> row(Screen screen, PlannedUpdate update) {
    var interrupts =
        update.path().stream()
            .map(image -> image.disruption().wireName().replace('_', ' '))
            .distinct()
            .toList();
    var time =
        update.path().stream().map(image -> image.time()).reduce(Duration.ZERO, Duration::plus);
    return List.of(
        update.type().wireName(),
        update.name(),
        update.from(),
        update.via().isEmpty() ? "-" : String.join(", ", update.via()),
        screen.strong(update.to()),
        (update.path().size() > 1 ? update.path().size() + " x " : "")
            + String.join(", ", interrupts),
        shortly(time),
        (update.downgrade() ? "downgrade, allowed: " : "install ")
            + String.join(", then ", update.path().stream().map(PlannedImage::file).toList()));
  }

  private static List<String> row(Screen screen, SkippedUpdate skip) {
    return List.of(
        skip.type().wireName(),
        skip.name(),
        Objects.toString(skip.running(), "-"),
        "-",
        Objects.toString(skip.wanted(), "-"),
        "-",
        "-",
        skip.reason().isProblem()
            ? screen.warn("! " + skip.message())
            : screen.faint(skip.message()));
  }

  private static String summary(FirmwarePlan plan) {
    if (plan.isEmpty()) {
      return plan.problems().isEmpty()
          ? "Nothing to install."
          : "Nothing can be installed; %d wanted and not to be had."
              .formatted(plan.problems().size());
    }
    return "%d to install; BMC resets %d, host reboots %d, AC cycles %d, about %s; %d wanted and not to be had."
        .formatted(
            plan.updates().size(),
            plan.count(Disruption.BMC_RESET),
            plan.count(Disruption.HOST_REBOOT),
            plan.count(Disruption.AC_CYCLE),
            shortly(plan.time()),
            plan.problems().size());
  }

  /** {@code 45s}, {@code 8min}, {@code 1h 5min}. */
  private static String shortly(Duration time) {
    if (time.toMinutes() == 0) {
      return time.toSeconds() + "s";
    }
    var minutes = (time.toSeconds() + 59) / 60;
    return minutes < 60 ? minutes + "min" : minutes / 60 + "h " + minutes % 60 + "min";
  }
}
