package org.hwautomation.hardware.redfish;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task, a job or a state of a BMC that may be an update.
 *
 * @param key tells it from all others of this BMC
 * @param uri its resource; null for the state of an iLO's update service
 * @param state as the BMC spells it
 * @param ended whether it goes on no more; an unknown state counts as going on
 * @param firmware whether it looks like a firmware update
 * @param started as the BMC writes it
 */
public record RunningUpdate(
    String key,
    @Nullable String uri,
    String name,
    String state,
    boolean ended,
    boolean firmware,
    @Nullable String started) {
  private static final Set<String> NOT_YET_WRITING =
      Set.of(
          "new",
          "pending",
          "scheduled",
          "downloading",
          "downloaded",
          "uploading",
          "verifying",
          "starting");

  /**
   * True if power, a reset or a cleared queue could break the board: a firmware update that goes on
   * and is not proven to write nothing yet.
   */
  public boolean untouchable() {
    return firmware && !ended && !NOT_YET_WRITING.contains(state.toLowerCase(Locale.ROOT));
  }

  /** {@code Firmware Update: BIOS (Running), JID_700000000001}. */
  @Override
  public String toString() {
    return name + " (" + state + "), " + key;
  }
}
