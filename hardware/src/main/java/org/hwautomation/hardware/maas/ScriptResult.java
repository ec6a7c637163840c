package org.hwautomation.hardware.maas;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one script of a {@link ScriptSet} did.
 *
 * @param exitStatus empty if it has not ended, or never ran
 * @param output standard output and standard error together; empty unless it was asked for
 */
public record ScriptResult(
    long id,
    String name,
    ScriptStatus status,
    String statusName,
    OptionalInt exitStatus,
    Optional<Instant> started,
    Optional<Instant> ended,
    boolean suppressed,
    String output,
    String stdout,
    String stderr) {}
