package org.hwautomation.provisioning.firmware;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hwautomation.provisioning.UpdatePolicy;
import org.hwautomation.provisioning.safety.Identity;
import org.hwautomation.provisioning.safety.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * What to install on one server, and why anything is left alone. Made without touching it; what
 * runs later is this exactly, or nothing. Immutable.
 *
 * @param server what people call it
 * @param identity who the BMC said that it is
 * @param vendor the manufacturer, as the BMC spells it
 * @param model the product, as the BMC spells it
 * @param madeAt when, to the second
 * @param approvals what a person allowed, with {@code reason}
 * @param state what every item was at, see {@link MachineFirmware#state}
 * @param updates in the order in which they are to be done
 * @param skipped everything else
 * @param warnings what could not be read
 */
public record FirmwarePlan(
    String server,
    Identity identity,
    @Nullable String vendor,
    @Nullable String model,
    Instant madeAt,
    UpdatePolicy policy,
    @Nullable String deviceType,
    Set<Approval> approvals,
    @Nullable String reason,
    Map<String, String> state,
    List<PlannedUpdate> updates,
    List<SkippedUpdate> skipped,
    List<String> warnings) {
  /** What to do about a BMC that only fetches. */
  public static final String PULLS_ONLY =
      "this BMC only fetches images (SimpleUpdate); set firmware.serve_address to an address of this machine that it reaches";

  public FirmwarePlan {
    approvals = Set.copyOf(approvals);
    state = Collections.unmodifiableMap(new TreeMap<>(state));
    updates = List.copyOf(updates);
    skipped = List.copyOf(skipped);
    warnings = List.copyOf(warnings);
  }

  /**
   * This plan for a BMC that takes no image that is sent: if nothing is served from here, nothing
   * is to be installed, and each update says what to do.
   */
  public FirmwarePlan forPullOnly() {
    var none = new ArrayList<>(skipped);
    for (var update : updates) {
      none.add(
          new SkippedUpdate(
              update.type(),
              update.name(),
              update.items(),
              update.from(),
              update.to(),
              SkipReason.PULLS_ONLY,
              PULLS_ONLY));
    }
    return with(List.of(), none, warnings);
  }

  /** True if there is nothing to install. */
  public boolean isEmpty() {
    return updates.isEmpty();
  }

  /** SHA-256 over {@link #state}, see {@link MachineFirmware#fingerprint}. */
  public String fingerprint() {
    return Sha256.of(state.toString());
  }

  /** What is wanted and can't be had. */
  public List<SkippedUpdate> problems() {
    return skipped.stream().filter(skip -> skip.reason().isProblem()).toList();
  }

  /** The same without what is skipped because it is as it shall be, or nobody wants it. */
  FirmwarePlan withProblemsOnly() {
    return with(updates, problems(), List.of());
  }

  private FirmwarePlan with(
      List<PlannedUpdate> installed, List<SkippedUpdate> left, List<String> warned) {
    return new FirmwarePlan(
        server,
        identity,
        vendor,
        model,
        madeAt,
        policy,
        deviceType,
        approvals,
        reason,
        state,
        installed,
        left,
        warned);
  }

  /**
   * How often something happens. Each image is installed and proven alone, so that each one that
   * disrupts counts.
   */
  public long count(Disruption disruption) {
    return updates.stream()
        .flatMap(update -> update.path().stream())
        .filter(image -> image.disruption() == disruption)
        .count();
  }

  /** How long all of it should take. */
  public Duration time() {
    return updates.stream()
        .flatMap(update -> update.path().stream())
        .map(PlannedImage::time)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** What must have been allowed and was not; empty in every plan that the planner made. */
  public Set<Approval> missingApprovals() {
    var missing = EnumSet.noneOf(Approval.class);
    updates.forEach(update -> missing.addAll(update.approvals()));
    missing.removeAll(approvals);
    return missing;
  }

  /**
   * Why this plan may not be carried out any more, one sentence each: the server is another one,
   * something else runs or is staged, the catalog means another image, a file is not the one that
   * was checked. Reads every image that the plan needs.
   *
   * @param now a fresh read of the server
   * @param catalog read anew
   * @return empty if all is as it was
   */
  public List<String> whatChanged(MachineFirmware now, FirmwareCatalog catalog) {
    var changes = new ArrayList<String>();
    changes.addAll(PlanDifferences.ofServer(this, now));
    changes.addAll(PlanDifferences.ofImages(this, catalog));
    missingApprovals()
        .forEach(
            approval ->
                changes.add(
                    "nobody allowed '%s', which the plan needs".formatted(approval.wireName())));
    return changes;
  }

  /**
   * Safety rule 9: what runs is this plan exactly, or nothing.
   *
   * @throws RefusedException naming all that {@link #whatChanged} finds; nothing was written
   */
  public void requireUnchanged(MachineFirmware now, FirmwareCatalog catalog) {
    var changes = whatChanged(now, catalog);
    if (!changes.isEmpty()) {
      throw new RefusedException(
          9,
          "the firmware plan of %s does not hold any more, so nothing was written; make a new one:\n  %s"
              .formatted(madeAt, String.join("\n  ", changes)));
    }
  }
}
