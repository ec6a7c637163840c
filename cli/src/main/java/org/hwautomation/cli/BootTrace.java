package org.hwautomation.cli;

import java.util.Optional;
import java.util.Set;
import org.hwautomation.hardware.redfish.PowerState;
import org.jspecify.annotations.Nullable;

/**
 * What a restart changes, in one read (safety rule 11).
 *
 * @param power {@code on} or {@code off}
 * @param lastReset {@code LastResetTime} of the system; null where it is not told
 * @param inPost true if its firmware is certainly at work
 */
record BootTrace(String power, @Nullable String lastReset, boolean inPost) {
  /**
   * Redfish BootProgress.LastState and HPE's PostState. Not {@code
   * SystemHardwareInitializationComplete}: some BMCs stay there while the system runs.
   */
  private static final Set<String> POST =
      Set.of(
          "PrimaryProcessorInitializationStarted",
          "BusInitializationStarted",
          "MemoryInitializationStarted",
          "SecondaryProcessorInitializationStarted",
          "PCIResourceConfigStarted",
          "Reset",
          "InPost",
          "InPostDiscoveryComplete");

  static BootTrace of(BmcSession session) {
    return switch (session) {
      case BmcSession.Redfish redfish -> {
        var system = redfish.client().system();
        var last = redfish.client().get(system.uri()).body().path("LastResetTime").asString("");
        yield new BootTrace(
            system.powerState() == PowerState.ON ? "on" : PowerWords.of(system.powerState()),
            last.isEmpty() ? null : last,
            POST.contains(String.valueOf(system.bootProgress()))
                || POST.contains(String.valueOf(system.postState())));
      }
      case BmcSession.Ipmi ipmi ->
          new BootTrace(PowerWords.of(ipmi.client().powerStatus()), null, false);
    };
  }

  /** Gathers over several reads whether the server was restarted. Belongs to one thread. */
  static final class Watch {
    private final BootTrace before;
    private @Nullable String seen;

    Watch(BootTrace before) {
      this.before = before;
    }

    /** What proves the restart, once the power is on again; empty until then. */
    Optional<String> proof(BootTrace now) {
      if (seen == null) {
        seen = trace(now);
      }
      return now.power().equals("on") ? Optional.ofNullable(seen) : Optional.empty();
    }

    private @Nullable String trace(BootTrace now) {
      if (!now.power().equals(before.power())) {
        return "the power " + now.power();
      }
      if (now.lastReset() != null && !now.lastReset().equals(before.lastReset())) {
        return "reset at " + now.lastReset();
      }
      return now.inPost() && !before.inPost() ? "its firmware starting" : null;
    }
  }
}
