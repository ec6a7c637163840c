package org.hwautomation.hardware.redfish;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An entry of an iDRAC's job queue.
 *
 * @param id such as {@code JID_102241909559}
 * @param type such as {@code BIOSConfiguration}
 * @param state such as {@code Scheduled}, {@code Running} or {@code Completed}
 * @param message what the job says of itself
 */
public record DellJob(
    String id,
    String uri,
    @Nullable String name,
    @Nullable String type,
    String state,
    OptionalInt percentComplete,
    @Nullable String message) {
  private static final Set<String> ENDED =
      Set.of("completed", "completedwitherrors", "failed", "rebootfailed", "rebootcompleted");

  /** True until the job has ended, well or badly; an unknown state counts as not ended. */
  public boolean unfinished() {
    return !ENDED.contains(state.toLowerCase(Locale.ROOT));
  }

  /** True if the job writes BIOS settings. */
  public boolean configuresBios() {
    return "BIOSConfiguration".equalsIgnoreCase(type)
        || (name != null && name.contains("BIOS.Setup"));
  }

  static DellJob of(String uri, JsonNode job) {
    return new DellJob(
        Json.textOr(job, ComputerSystem.lastSegment(uri), "Id"),
        uri,
        Json.text(job, "Name"),
        Json.text(job, "JobType"),
        Json.textOr(job, "Unknown", "JobState"),
        Json.integer(job, "PercentComplete"),
        Json.text(job, "Message"));
  }
}
