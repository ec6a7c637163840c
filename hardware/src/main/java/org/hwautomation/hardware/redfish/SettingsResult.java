package org.hwautomation.hardware.redfish;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What {@code @Redfish.Settings} says of the last staged change (DSP0266 9.10). Without a time
 * nothing was applied yet.
 *
 * @param time when it was applied, as the BMC wrote it
 * @param messages the verdicts; any that is {@link RedfishMessage#bad()} is a failure
 */
public record SettingsResult(@Nullable String time, List<RedfishMessage> messages) {
  public SettingsResult {
    messages = List.copyOf(messages);
  }

  /** The messages that tell of something not applied. */
  public List<RedfishMessage> failures() {
    return messages.stream().filter(RedfishMessage::bad).toList();
  }

  static SettingsResult of(JsonNode settings) {
    return new SettingsResult(
        Json.text(settings, "Time"), RedfishMessage.listOf(settings.path("Messages")));
  }
}
