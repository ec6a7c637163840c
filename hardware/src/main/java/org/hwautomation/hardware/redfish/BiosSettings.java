package org.hwautomation.hardware.redfish;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A system's BIOS settings at the moment of the read.
 *
 * @param uri of the Bios resource
 * @param settingsUri where changes are staged; the Bios itself where the BMC has no other place
 * @param attributes the current values by name. On iDRAC these may already be the staged ones while
 *     a BIOS job is waiting: look at {@link Bios#pendingJobs()} before believing them
 * @param pending what the settings object holds; some BMCs show only what was changed (Dell), some
 *     everything (HPE), some nothing (Supermicro). See {@link #pendingChanges()}
 * @param registryId the attribute registry's name, if the BMC names one
 * @param applyTimes such as {@code OnReset}; empty if the BMC does not say
 * @param settingsType version of the Settings schema, such as {@code #Settings.v1_3_3}
 * @param lastResult what became of the changes that were staged last
 * @param warnings what could not be read and was left out
 */
public record BiosSettings(
    String uri,
    String settingsUri,
    Map<String, BiosValue> attributes,
    Map<String, BiosValue> pending,
    @Nullable String registryId,
    List<String> applyTimes,
    String settingsType,
    SettingsResult lastResult,
    List<String> warnings) {
  public BiosSettings {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    pending = Collections.unmodifiableMap(new LinkedHashMap<>(pending));
    applyTimes = List.copyOf(applyTimes);
    warnings = List.copyOf(warnings);
  }

  /** What is staged and differs from the current values. */
  public Map<String, BiosValue> pendingChanges() {
    var changes = new LinkedHashMap<String, BiosValue>();
    pending.forEach(
        (name, value) -> {
          if (!value.equals(attributes.get(name)) && !(value instanceof BiosValue.Unset)) {
            changes.put(name, value);
          }
        });
    return Collections.unmodifiableMap(changes);
  }
}
