package org.hwautomation.hardware.maas;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The scripts of one commissioning, testing, installation or release of a machine.
 *
 * @param id the number that {@link Machine#currentCommissioningResultId()} refers to
 * @param type the kind in MAAS's words, such as {@code Commissioning} or {@code Testing}
 */
public record ScriptSet(
    long id,
    String systemId,
    String type,
    ScriptStatus status,
    String statusName,
    Optional<Instant> started,
    Optional<Instant> ended,
    List<ScriptResult> results) {
  public ScriptSet {
    results = List.copyOf(results);
  }

  /** The scripts that failed and were not marked to be ignored. */
  public List<ScriptResult> failures() {
    return results.stream()
        .filter(result -> result.status().failed() && !result.suppressed())
        .toList();
  }
}
