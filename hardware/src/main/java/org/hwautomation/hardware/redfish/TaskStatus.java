package org.hwautomation.hardware.redfish;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How an operation stands ({@code Task.v1_7_4}). */
public sealed interface TaskStatus {
  /**
   * Not ended. {@code Suspended} and {@code Interrupted} are among these: the standard expects such
   * tasks to go on.
   *
   * @param state as the BMC spells it, such as {@code Running}
   * @param retryAfter when to ask again, if the BMC says so
   */
  record Running(
      String state,
      OptionalInt percent,
      List<RedfishMessage> messages,
      @Nullable Duration retryAfter)
      implements TaskStatus {
    public Running {
      messages = List.copyOf(messages);
    }
  }

  /**
   * Completed. That is the BMC's word; read the effect to know.
   *
   * @param warning completed with warnings
   */
  record Finished(boolean warning, List<RedfishMessage> messages) implements TaskStatus {
    public Finished {
      messages = List.copyOf(messages);
    }
  }

  /**
   * Ended badly, or {@code Completed} with status {@code Critical}.
   *
   * @param state as the BMC spells it, or {@code HTTP 400} where the monitor answers so
   */
  record Failed(String state, List<RedfishMessage> messages) implements TaskStatus {
    public Failed {
      messages = List.copyOf(messages);
    }
  }

  /**
   * The BMC knows it no more (404, 410): iLO forgets tasks at its reset, iDRAC purges them. It may
   * have succeeded or failed: read the effect and decide.
   */
  record Vanished(String uri) implements TaskStatus {}
}
