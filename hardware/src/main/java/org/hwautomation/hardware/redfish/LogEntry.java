package org.hwautomation.hardware.redfish;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An entry of a BMC's event log ({@code LogEntry.v1_16_0}).
 *
 * @param created empty where the BMC had no clock then: some write {@code 0000-00-00T00:00:00Z}
 * @param messageId the maker's code
 */
public record LogEntry(
    String id,
    Optional<Instant> created,
    Severity severity,
    String message,
    @Nullable String sensorType,
    @Nullable String messageId) {

  /** How bad it is; {@link #UNKNOWN} where the BMC does not say. */
  public enum Severity {
    OK,
    UNKNOWN,
    WARNING,
    CRITICAL;

    static Severity of(@Nullable String text) {
      return switch (text) {
        case "OK" -> OK;
        case "Warning" -> WARNING;
        case "Critical" -> CRITICAL;
        case null, default -> UNKNOWN;
      };
    }
  }

  static LogEntry of(String uri, JsonNode entry) {
    return new LogEntry(
        Json.textOr(entry, ComputerSystem.lastSegment(uri), "Id"),
        instant(Json.text(entry, "Created")),
        Severity.of(Json.text(entry, "Severity")),
        Json.textOr(entry, Json.textOr(entry, "", "Name"), "Message"),
        Json.text(entry, "SensorType"),
        Json.text(entry, "MessageId"));
  }

  private static Optional<Instant> instant(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
