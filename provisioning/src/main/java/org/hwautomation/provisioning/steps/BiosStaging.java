package org.hwautomation.provisioning.steps;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.hwautomation.hardware.redfish.StagedBios;
import org.hwautomation.hardware.redfish.Vendor;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.workflow.Value;

/** Stages the settings of one pass in one write, and reads back that they are. */
final class BiosStaging {
  private static final Set<Vendor> SHOWS_WHAT_IS_STAGED = Set.of(Vendor.DELL, Vendor.HPE);

  private BiosStaging() {}

  /** Settings as they are sent, and kept. */
  static Map<String, String> words(Map<String, BiosValue> settings) {
    var words = new LinkedHashMap<String, String>();
    settings.forEach((attribute, value) -> words.put(attribute, String.valueOf(value.json())));
    return words;
  }

  /**
   * True if an attempt that was cut off has staged just this, on a BMC that does not show what is
   * staged; one that shows it tells by itself what is still to be sent.
   *
   * @param checkpoint that {@link #stage} left
   */
  static boolean isDone(ServerWork work, String checkpoint, Map<String, BiosValue> settings) {
    return work.context()
            .checkpoint(checkpoint)
            .filter(kept -> kept.value().equals(Value.of(words(settings))))
            .isPresent()
        && !BiosSources.isInBand(work)
        && work.bmc().client().bios().settings().pending().isEmpty();
  }

  /**
   * Sends them, reads them back, and leaves the checkpoint.
   *
   * @return what is to be said of it
   */
  static String stage(ServerWork work, String checkpoint, Map<String, BiosValue> settings) {
    work.requireFree(); // planning reads for a while, and somebody may have taken it meanwhile
    if (BiosSources.of(work) instanceof BiosSource.Tool tool) {
      var said = tool.stage(settings);
      work.context().saveCheckpoint(checkpoint, words(settings));
      return said;
    }
    StagedBios staged = work.bmc().client().bios().stage(words(settings));
    var shown = requireTaken(work, settings);
    work.context().saveCheckpoint(checkpoint, words(settings));
    return (staged.task() == null || staged.task().jobId() == null
            ? ""
            : ", job " + staged.task().jobId())
        + (shown ? "" : ", which this BMC does not show; they are judged after the reset");
  }

  /**
   * Reads back what is staged. An iDRAC and an iLO show it; other BMCs may show nothing
   * (Supermicro), and there the settings are judged after the reset alone.
   *
   * @return whether it was seen
   */
  private static boolean requireTaken(ServerWork work, Map<String, BiosValue> wanted) {
    var settings = work.bmc().client().bios().settings();
    var pending = BiosWords.values(settings.pending());
    if (pending.isEmpty() && !SHOWS_WHAT_IS_STAGED.contains(work.bmc().client().vendor())) {
      return false;
    }
    var current = BiosWords.values(settings.attributes());
    var missing =
        wanted.entrySet().stream()
            .filter(each -> !each.getValue().equals(pending.get(each.getKey())))
            .filter(each -> !each.getValue().equals(current.get(each.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    if (!missing.isEmpty()) {
      throw new NotTakenException(
          "the BMC accepted the BIOS settings, and a fresh read shows these not staged: "
              + String.join(", ", missing));
    }
    return true;
  }
}
