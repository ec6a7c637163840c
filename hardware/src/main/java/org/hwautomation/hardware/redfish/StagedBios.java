package org.hwautomation.hardware.redfish;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a staging of BIOS settings did.
 *
 * @param sent what was sent, by name
 * @param alreadyStaged names whose wanted value was waiting for the next reset before
 * @param alreadySet names that have the wanted value now, with nothing else staged
 * @param task the job that applies it, where the BMC made one (Dell); else null
 * @param adopted true if the job was there before, with the wanted values in it
 * @param messages what the BMC said. An OK here is no proof: iLO says it for nonsense, too
 * @param warnings doubts about what was sent
 */
public record StagedBios(
    Map<String, BiosValue> sent,
    List<String> alreadyStaged,
    List<String> alreadySet,
    @Nullable TaskHandle task,
    boolean adopted,
    List<RedfishMessage> messages,
    List<String> warnings) {
  public StagedBios {
    sent = Collections.unmodifiableMap(new LinkedHashMap<>(sent));
    alreadyStaged = List.copyOf(alreadyStaged);
    alreadySet = List.copyOf(alreadySet);
    messages = List.copyOf(messages);
    warnings = List.copyOf(warnings);
  }

  /**
   * True if a reset is needed for all wanted values to be in effect. Assumed for everything staged:
   * not every BMC says so (HPE).
   */
  public boolean resetRequired() {
    return !sent.isEmpty() || !alreadyStaged.isEmpty();
  }
}
