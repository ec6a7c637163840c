package org.hwautomation.hardware.redfish;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sorts wanted BIOS values into those to send, those staged before and those in effect. */
final class StagingPlan {
  private final BiosCheck check;
  private final Map<String, BiosValue> toSend = new LinkedHashMap<>();
  private final List<String> staged = new ArrayList<>();
  private final List<String> set = new ArrayList<>();

  /**
   * Makes one.
   *
   * @param jobWaiting then the current values may be the staged ones (iDRAC), and none counts as
   *     being in effect
   */
  StagingPlan(BiosCheck check, BiosSettings settings, boolean jobWaiting) {
    this.check = check;
    var changes = settings.pendingChanges();
    check
        .values()
        .forEach(
            (name, value) -> {
              var change = changes.get(name);
              if (value.equals(change)) {
                staged.add(name);
              } else if (change == null && value.equals(settings.attributes().get(name))) {
                (jobWaiting ? staged : set).add(name);
              } else {
                toSend.put(name, value);
              }
            });
  }

  Map<String, BiosValue> toSend() {
    return toSend;
  }

  List<String> staged() {
    return staged;
  }

  StagedBios result(
      Map<String, BiosValue> sent,
      @Nullable TaskHandle task,
      boolean adopted,
      List<RedfishMessage> messages) {
    return new StagedBios(sent, staged, set, task, adopted, messages, check.warnings());
  }
}
