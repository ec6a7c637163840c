package org.hwautomation.hardware.redfish;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How an update stands.
 *
 * @param said the state in the BMC's words, for people
 * @param retryAfter when to ask again, if the BMC says so
 */
public record UpdateStatus(
    UpdatePhase phase,
    OptionalInt percent,
    String said,
    List<RedfishMessage> messages,
    @Nullable Duration retryAfter) {
  public UpdateStatus {
    messages = List.copyOf(messages);
  }

  static UpdateStatus of(UpdatePhase phase, String said, List<RedfishMessage> messages) {
    return new UpdateStatus(phase, OptionalInt.empty(), said, messages, null);
  }
}
